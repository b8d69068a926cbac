"""Cards that may be of one person."""

from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db.models import Count

from maillage.people.models import Apart, Merge, Person
from maillage.people.rules import UNDONE_WITHIN, is_named, name_key
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards, the one that says more first."""

    first: Person
    second: Person


#: What a card says, to tell which of two says more.
SAID = ("rpps", "email", "phone", "commune", "workplace", "practice", "engagement")


def doubles(structure: Structure) -> list[Pair]:
    """Pairs of cards with the same name, in any order; not those said apart, nor with two RPPS numbers."""
    cards = list(structure.people.annotate(held=Count("adhesions")).order_by("name", "pk"))
    groups: dict[object, list[Person]] = {}
    for card in cards:
        if is_named(card.name):
            groups.setdefault(name_key(card.name), []).append(card)
    apart = set(Apart.objects.filter(first__structure=structure).values_list("first", "second"))
    pairs = []
    for group in groups.values():
        for first, second in combinations(group, 2):
            numbers = {first.rpps, second.rpps} - {""}
            if len(numbers) < 2 and tuple(sorted((first.pk, second.pk))) not in apart:
                best, other = sorted((first, second), key=_said, reverse=True)
                pairs.append(Pair(best, other))
    return pairs


def _said(card: Any) -> int:
    return sum(bool(getattr(card, name)) for name in SAID) + 2 * bool(card.held)


def recent_merges(structure: Structure, *, at: datetime) -> list[Merge]:
    """Those that can be undone still."""
    found = Merge.objects.filter(kept__structure=structure, undone_at=None, done_at__gte=at - UNDONE_WITHIN)
    return list(found.select_related("kept", "gone", "done_by"))
