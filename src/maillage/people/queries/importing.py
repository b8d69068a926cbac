"""What an import reads: whom the directory alone may mean, and the lists that were brought in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from maillage.directory.models import Activity
from maillage.directory.queries.vintages import vintages
from maillage.geography import atlas
from maillage.people.models import MemberImport
from maillage.people.queries.directory_matches import RPPS_LENGTH
from maillage.people.queries.joining import Territory
from maillage.people.rules import UNDONE_WITHIN, name_key
from maillage.structures.models import Structure

#: Communes of which the directory is read at once.
MOST_COMMUNES = 500
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Someone of the directory; `profession` is empty for several trades, or one that is not of our list."""

    rpps: str
    profession: str


def proposals(
    structure: Structure, people: Sequence[tuple[Key, str, str, str]]
) -> Iterator[tuple[Key, Proposal]]:
    """Of (key, name, commune, profession), those whom one person of the directory answers, and nobody else of the list."""
    if not people or not vintages().rpps:
        return
    where = Territory(structure.territory.codes).codes_of({commune for _, _, commune, _ in people})
    known = _practising({code for code in where.values() if code})
    answered: dict[str, list[tuple[Key, Proposal]]] = {}
    for key, name, commune, profession in people:
        found = known.get((name_key(name), where[commune]), {})
        if len(found) != 1:
            continue
        ((rpps, trades),) = found.items()
        if profession and profession not in trades:
            continue
        trade = next(iter(trades)) if len(trades) == 1 else ""
        answered.setdefault(rpps, []).append((key, Proposal(rpps, trade)))
    for several in answered.values():
        if len(several) == 1:
            yield several[0]


def _practising(codes: set[str]) -> dict[tuple[tuple[str, ...], str], dict[str, set[str]]]:
    """(name, commune) → RPPS number → trades, of those who practise there."""
    found: dict[tuple[tuple[str, ...], str], dict[str, set[str]]] = {}
    parts = {part: code for code in codes for part in atlas().with_parts([code])}
    every = sorted(parts)
    for start in range(0, len(every), MOST_COMMUNES):
        rows = Activity.objects.filter(commune__in=every[start : start + MOST_COMMUNES]).values_list(
            "person__given", "person__family", "person__number", "trade", "commune"
        )
        for given, family, number, trade, commune in rows.distinct():
            if len(number) == RPPS_LENGTH:
                held = found.setdefault((name_key(f"{given} {family}"), parts[commune]), {})
                held.setdefault(number, set()).update({trade} - {""})
    return found


def imports_of(structure: Structure, *, on: date) -> list[MemberImport]:
    """Those that may still be undone, or were, the latest first."""
    return list(structure.member_imports.filter(on__gt=on - UNDONE_WITHIN).select_related("by"))


def told_to_come(batch: MemberImport) -> str:
    """« , dont 1 à venir »: adhésions of an import that run later only; empty when there are none."""
    later = batch.changes.filter(column="", adhesion__since__gt=batch.on).count()
    return f", dont {later} à venir" if later else ""
