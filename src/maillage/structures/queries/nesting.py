"""The structures that one holds, and those in which it takes part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from maillage import legislation
from maillage.structures.models import Nesting, Structure

#: A link that nobody confirmed for so long has perhaps a wrong address: who asked is told.
LONG = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Linked:
    """Another structure, as this one sees it."""

    nesting: Nesting
    structure: Structure
    is_held: bool  # by this one


def links_of(structure: Structure) -> QuerySet[Nesting]:
    """Those that both sides confirmed."""
    rows = Nesting.objects.filter(Q(asker=structure) | Q(other=structure), confirmed_on__isnull=False)
    return rows.select_related("asker", "other")


def linked(structure: Structure, links: Iterable[Nesting] | None = None) -> list[Linked]:
    """The others, as this one sees them; `links`: its own, when they were read."""
    return [
        Linked(row, row.other, row.asker_holds)
        if row.asker_id == structure.pk
        else Linked(row, row.asker, not row.asker_holds)
        for row in (links_of(structure) if links is None else links)
        if row.other
    ]


def asked_of(structure: Structure) -> QuerySet[Nesting]:
    """What others say of this one, and wait for it to confirm."""
    waiting = Nesting.objects.filter(address=structure.slug, confirmed_on=None)
    return waiting.exclude(asker=structure).select_related("asker")


def waiting_for(structure: Structure) -> QuerySet[Nesting]:
    """What this one said, that nobody confirmed yet."""
    return structure.nestings_asked.filter(confirmed_on=None)


def waiting_long(structure: Structure, *, on: date) -> QuerySet[Nesting]:
    """What this one said, that nobody confirmed for more than 60 days."""
    return waiting_for(structure).filter(asked_on__lt=on - LONG)


def ties_of(
    structure: Structure, links: Iterable[Nesting] | None = None
) -> list[tuple[str, list[Structure]]]:
    """[("Tient", those it holds), ("Prend part à", those in which it takes part)]: confirmed ones, none left empty."""
    others = linked(structure, links)
    ties = [
        ("Tient", [link.structure for link in others if link.is_held]),
        ("Prend part à", [link.structure for link in others if not link.is_held]),
    ]
    return [(words, tied) for words, tied in ties if tied]


def may_hold(holder: str, held: str) -> bool:
    """By the keys of two forms."""
    return held in _holds().get(holder, ())


def sides_of(form: str) -> tuple[bool, bool]:
    """Whether a form may hold others, and whether others may hold it."""
    return bool(_holds().get(form)), any(form in held for held in _holds().values())


def _holds() -> dict[str, Sequence[str]]:
    return {entry.key: entry.holds for entry in legislation.every_form()}
