"""Importing the perimeters of existing CPTS known to the operator: no official register links a CPTS to its communes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from maillage.geography import atlas
from maillage.kernel import BadInput, date_in_french, folded
from maillage.official.services.codes import COMMUNE, TAKEN, Communes, Found, shown, taken_of
from maillage.tables import (
    Column,
    Entry,
    Preview,
    RowFate,
    Table,
    beginning,
    exactly,
    first_lost,
    preview,
    read_file,
    tables_of,
)
from maillage.territories.models import Territory, TerritoryCommune

LONGEST_NAME, LONGEST_SOURCE = 120, 250
BATCH = 5_000
NAME = Column(
    "nom",
    "le nom de la CPTS",
    (
        exactly("nom", "cpts", "nom cpts", "nom de la cpts", "territoire", "denomination"),
        beginning(
            "nom cpts", "nom de la cpts", "nom du territoire", "libelle cpts", "lib cpts", "denomination"
        ),
        beginning("nom de la structure", "nom structure", "territoire cpts"),
        exactly("libelle", "structure", "raison sociale", "intitule"),
    ),
    need="nom",
    filled=True,
)


@dataclass(frozen=True, slots=True)
class PerimetersReading:
    """Name → communes or arrondissements in force: nothing is saved yet."""

    found: dict[str, set[str]]
    preview: Preview


@dataclass(frozen=True, slots=True)
class PerimetersReport:
    """What was kept, and what was odd, in French."""

    territories: int
    communes: int
    replaced: int
    origin: str
    notes: tuple[str, ...]


def read_perimeters(
    path: Path, *, sheet: str = "", choices: Mapping[str, str] | None = None
) -> PerimetersReading:
    """A file with a line for each commune: `nom;commune`, over all its sheets or one. Raises BadInput."""
    book = read_file(path)
    tables, notes = tables_of(book, (NAME, *COMMUNE, TAKEN), sheet=sheet, choices=choices)
    reader = _Reader()
    fates = [fate for table in tables for fate in reader.read(table)]
    if not reader.found:
        why = first_lost(fates) or "Aucune commune connue."
        raise BadInput(f"« {path.name} » ne donne aucun périmètre. {why}", field="file")
    whole = {name: set(atlas().whole(units)) for name, units in reader.found.items()}
    return PerimetersReading(whole, preview(book, tables, fates, (*notes, *reader.notes())))


def import_perimeters(reading: PerimetersReading, *, source: str, on: date) -> PerimetersReport:
    """Keep declared territories said by a source on a day, in place of all that the same source said before.

    Raises BadInput.
    """
    source = source.strip()
    if not source:
        raise BadInput("Un périmètre porte sa source. Ajoutez --source.", field="source")
    if len(source) > LONGEST_SOURCE:
        raise BadInput(f"La source est trop longue : {LONGEST_SOURCE} caractères au plus.", field="source")
    origin = f"{source}{DATED}{date_in_french(on)})"
    replaced = _save(reading.found, origin=origin, before=f"{source}{DATED}", on=on)
    return PerimetersReport(
        territories=len(reading.found),
        communes=sum(map(len, reading.found.values())),
        replaced=replaced,
        origin=origin,
        notes=reading.preview.notes,
    )


#: Between a source and its date: what the same source said before is found by it.
DATED = " (au\N{NO-BREAK SPACE}"


class _Reader:
    """Adds the rows of a file up, and says what became of each."""

    def __init__(self) -> None:
        self.found: dict[str, set[str]] = {}
        self.communes = Communes()
        self._spellings: dict[str, str] = {}  # a folded name → its first spelling
        self._others: dict[str, None] = {}  # its other spellings

    def read(self, table: Table) -> list[RowFate]:
        taken, left = taken_of(table)
        found = self.communes.read(taken)
        return [*(self._fate(entry, communes) for entry, communes in zip(taken, found, strict=True)), *left]

    def _fate(self, entry: Entry, found: Found) -> RowFate:
        name = entry.text("nom")
        if len(name) > LONGEST_NAME:
            raise BadInput(
                f"Le nom de la ligne {entry.line} est trop long : {LONGEST_NAME} caractères au plus.",
                field="file",
            )
        if not name:
            return entry.fate(why="Sans nom.")
        if not found.codes:
            return entry.fate(why=found.why)
        first = self._spellings.setdefault(folded(name) or name, name)
        if first != name:
            self._others[name] = None
        self.found.setdefault(first, set()).update(found.units)
        return entry.fate(found.units, found.why, partial=found.partial)

    def notes(self) -> Iterator[str]:
        yield from self.communes.sentences("laissées de côté")
        if self._others:
            yield f"Un même nom, écrit autrement : {shown(f'« {name} »' for name in self._others)}."


@transaction.atomic
def _save(found: dict[str, set[str]], *, origin: str, before: str, on: date) -> int:
    """How many territories of the same source went away."""
    old = Territory.objects.filter(origin__startswith=before)
    replaced = old.count()
    old.delete()
    territories = [
        Territory(public_name=name, declared_on=on, origin=origin, cog_year=atlas().cog_year)
        for name in found
    ]
    Territory.objects.bulk_create(territories, batch_size=BATCH)
    TerritoryCommune.objects.bulk_create(
        (
            TerritoryCommune(territory=territory, code=code)
            for territory in territories
            for code in sorted(found[territory.public_name])
        ),
        batch_size=BATCH,
    )
    return replaced
