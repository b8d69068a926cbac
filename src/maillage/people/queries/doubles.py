"""Cards that may be of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db.models import Count
from django.utils import timezone

from maillage.kernel import folded
from maillage.people.models import Apart, Merge, Person
from maillage.people.queries.members import Roll
from maillage.people.rules import UNDONE_WITHIN, UNNAMED
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards, the one that says more first."""

    first: Person
    second: Person


#: A card of whom only the profession is known is nobody's double.
NOBODY = folded(UNNAMED)
#: What a card says, to tell which of two says more.
SAID = ("rpps", "email", "phone", "commune", "workplace", "practice", "engagement")


def doubles(structure: Structure) -> list[Pair]:
    """Pairs of cards with the same name, in any order; not those said apart, nor with two RPPS numbers."""
    found = pairs(Roll(structure, on=timezone.localdate()))
    cards = structure.people.annotate(held=Count("adhesions")).in_bulk({pk for pair in found for pk in pair})
    return [Pair(*sorted((cards[first], cards[second]), key=_said, reverse=True)) for first, second in found]


def pairs(roll: Roll) -> list[tuple[int, int]]:
    """The same as numbers of cards, by name."""
    named = roll.structure.people.exclude(called=NOBODY).order_by()
    several = list(
        named.values("alike").annotate(cards=Count("pk")).filter(cards__gt=1).values_list("alike", flat=True)
    )
    if not several:
        return []
    groups: dict[str, list[tuple[int, str]]] = {}
    told = named.filter(alike__in=several).order_by("called", "pk").values_list("alike", "pk", "rpps")
    for alike, pk, rpps in told:
        groups.setdefault(alike, []).append((pk, rpps))
    apart = set(Apart.objects.filter(first__structure=roll.structure).values_list("first", "second"))
    return [
        (first, second)
        for group in groups.values()
        for (first, one), (second, other) in combinations(group, 2)
        if not (one and other and one != other) and tuple(sorted((first, second))) not in apart
    ]


def _said(card: Any) -> int:
    return sum(bool(getattr(card, name)) for name in SAID) + 2 * bool(card.held)


def recent_merges(structure: Structure, *, at: datetime) -> list[Merge]:
    """Those that can be undone still; of cards made one in turn, the last."""
    found = Merge.objects.filter(kept__structure=structure, kept__is_merged=False, undone_at=None)
    found = found.filter(done_at__gte=at - UNDONE_WITHIN)
    return list(found.select_related("kept", "gone", "done_by"))


def remaining(cards: Iterable[int]) -> set[int]:
    """The cards that these are now, once those taken into another are followed to the one that remains."""
    now = dict(
        Merge.objects.filter(undone_at=None, gone__in=(asked := set(cards))).values_list("gone", "kept")
    )
    found = asked - now.keys()
    return found | remaining(now.values()) if now else found
