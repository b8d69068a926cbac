"""Who one asks about what, and what has nobody to be asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from maillage.governance.models import Referent
from maillage.kernel import date_in_french
from maillage.legislation import professions_by_key
from maillage.structures.models import Structure
from maillage.tables import SheetCell


@dataclass(frozen=True, slots=True)
class Subject:
    """What one asks about, with those who answer today or later; none: somebody is to be found."""

    label: str
    #: Each with whether they are still to begin.
    referents: Sequence[tuple[Referent, bool]]
    is_held: bool


def label_of(row: Referent) -> str:
    """« Plaies, infirmier »."""
    trade = professions_by_key().get(row.profession)
    return ", ".join(filter(None, [row.theme, trade.label if trade else row.profession]))


def subjects(referents: Iterable[Referent], *, on: date) -> list[Subject]:
    """Of all those of a structure, with their person: every subject that ever had somebody, those that have nobody first."""
    found: dict[str, list[Referent]] = {}
    for row in referents:
        found.setdefault(label_of(row), []).append(row)
    told = [
        Subject(
            label,
            [(row, row.since > on) for row in rows if row.until is None or row.until > on],
            any(row.since <= on and (row.until is None or row.until > on) for row in rows),
        )
        for label, rows in found.items()
    ]
    return sorted(told, key=lambda subject: (subject.is_held, subject.label))


def unheld(referents: Iterable[Referent], *, on: date) -> list[str]:
    return [subject.label for subject in subjects(referents, on=on) if not subject.is_held]


def held(rows: Iterable[Referent]) -> Iterator[str]:
    for row in rows:
        until = f", jusqu’au {date_in_french(row.until)}" if row.until else ""
        yield f"Référent : {label_of(row)}{until}."


def referents_in_rows(structure: Structure) -> Iterator[Sequence[SheetCell]]:
    yield ("Sujet", "Référent", "Depuis", "Jusqu’au")
    for row in structure.referents.select_related("person"):
        yield (label_of(row), row.person.name, row.since, row.until)
