"""The structures that one holds, and those in which it takes part."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from maillage import legislation
from maillage.structures.models import Nesting, Structure


@dataclass(frozen=True, slots=True)
class Linked:
    """Another structure, as this one sees it."""

    nesting: Nesting
    structure: Structure
    is_held: bool  # by this one


def linked(structure: Structure) -> list[Linked]:
    """Those that both sides confirmed."""
    rows = Nesting.objects.filter(Q(asker=structure) | Q(other=structure), confirmed_on__isnull=False)
    return [
        Linked(row, row.other, row.asker_holds)
        if row.asker_id == structure.pk
        else Linked(row, row.asker, not row.asker_holds)
        for row in rows.select_related("asker", "other")
        if row.other
    ]


def asked_of(structure: Structure) -> QuerySet[Nesting]:
    """What others say of this one, and wait for it to confirm."""
    waiting = Nesting.objects.filter(address=structure.slug, confirmed_on=None)
    return waiting.exclude(asker=structure).select_related("asker")


def waiting_for(structure: Structure) -> QuerySet[Nesting]:
    """What this one said, that nobody confirmed yet."""
    return structure.nestings_asked.filter(confirmed_on=None)


def may_hold(holder: str, held: str) -> bool:
    """By the keys of two forms."""
    return held in _holds().get(holder, ())


def sides_of(form: str) -> tuple[bool, bool]:
    """Whether a form may hold others, and whether others may hold it."""
    return bool(_holds().get(form)), any(form in held for held in _holds().values())


def _holds() -> dict[str, Sequence[str]]:
    return {entry.key: entry.holds for entry in legislation.every_form()}
