"""Importing the official APL: a workbook of the DREES for each profession, a sheet for each year."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from maillage.kernel import BadInput, folded, integer, plural, with_no_break_spaces
from maillage.legislation import profession_of
from maillage.official.models import AplValue, AplVintage
from maillage.official.queries.apl import mean_of_file
from maillage.official.services.codes import INSEE, Communes, profession_key, shown
from maillage.tables import (
    Book,
    Column,
    Entry,
    Preview,
    RowFate,
    Sheet,
    Table,
    beginning,
    number_of,
    preview,
    read_file,
    table_of,
)

YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
BATCH = 5_000
LEAST_KEPT = 0.8  # of the communes of the same year
MOST, PLACES = 1_000, 3  # of a threshold
LONGEST_TEXT, LONGEST_UNIT = 300, 120

#: The same workbook gives the APL again for doctors below an age: that one is not read.
FIGURES = (
    Column(
        "apl",
        "l’APL de la profession (« APL aux… »)",
        (lambda title: bool(re.match(r"apl\b", title)) and not re.search(r"\d+ ans", title),),
        need="apl",
    ),
    Column(
        "standardised",
        "la « Population standardisée »",
        (lambda title: title.startswith("population") and "standardisee" in title,),
        need="standardised",
    ),
    Column("population", "la « Population totale »", (beginning("population totale"),), need="population"),
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """Under it, a commune is said under-served. It belongs to a vintage, and someone says it."""

    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class AplReading:
    """A sheet as read: nothing is saved yet."""

    profession: str
    year: int
    population_year: int | None
    unit: str
    origin: str
    sheet: str
    rows: tuple[AplValue, ...]
    preview: Preview


@dataclass(frozen=True, slots=True)
class AplReport:
    """What was kept of a sheet, and what was odd in it, in French."""

    vintage: AplVintage
    sheet: str
    communes: int
    notes: tuple[str, ...]


def threshold_of(value: str, source: str) -> Threshold | None:
    """None when neither is given. Raises BadInput when one is given without the other: no figure without its source."""
    if not value and not source:
        return None
    try:
        number = Decimal(value.replace(",", "."))
    except ArithmeticError:
        raise BadInput(f"Le seuil « {value} » n’est pas un nombre.", field="threshold") from None
    if not number.is_finite() or not 0 < number < MOST or number != round(number, PLACES):
        raise BadInput(
            f"Le seuil « {value} » n’est pas un seuil d’APL : un nombre positif, {PLACES} décimales au plus.",
            field="threshold",
        )
    if not 0 < len(source.strip()) <= LONGEST_TEXT:
        raise BadInput(
            "Le seuil n’a pas de source. Ajoutez --threshold-source, avec le texte qui le fixe pour ce millésime.",
            field="threshold_source",
        )
    return Threshold(number, source.strip())


def read_apl(path: Path, *, profession: str, sheet: str = "") -> AplReading:
    """One year of the APL of a profession. Without `sheet`, that of the latest year. Raises BadInput."""
    key = profession_key(profession)
    book = read_file(path)
    found = book.sheet(sheet) if sheet else _latest(book)
    year = _year(found, book)
    table = _table(found, key)
    values = _Values(table)
    where = f", feuille « {found.title} »" if found.title else ""
    return AplReading(
        profession=key,
        year=year,
        population_year=_population_year(table),
        unit=values.unit[:LONGEST_UNIT],
        origin=with_no_break_spaces(f"{path.name}{where}")[:LONGEST_TEXT],
        sheet=found.title,
        rows=values.once(found),
        preview=preview(book, [table], values.fates, values.notes),
    )


def import_apl(
    reading: AplReading, *, at: datetime, threshold: Threshold | None = None, force: bool = False
) -> AplReport:
    """Keep a year of the APL of a profession, in place of what was kept of that year. Raises BadInput.

    A threshold already known stays when none is given. `force` lets far fewer communes than before take their place.
    """
    vintage = AplVintage(
        profession=reading.profession,
        year=reading.year,
        population_year=reading.population_year,
        unit=reading.unit,
        origin=reading.origin,
        imported_at=at,
    )
    saved, notes = _save(vintage, list(reading.rows), threshold, force=force)
    mean_of_file.cache_clear()  # SQLite gives again the number of what was rolled back
    return AplReport(saved, reading.sheet, len(reading.rows), (*notes, *reading.preview.notes))


@transaction.atomic
def _save(
    vintage: AplVintage, rows: list[AplValue], threshold: Threshold | None, *, force: bool
) -> tuple[AplVintage, list[str]]:
    notes = []
    same = AplVintage.objects.select_for_update().filter(profession=vintage.profession, year=vintage.year)
    if before := same.first():
        held = before.values.count()
        if not force and len(rows) < LEAST_KEPT * held:
            raise BadInput(
                f"Ce classeur donne {integer(len(rows))} communes, le millésime {vintage.year} en tient {integer(held)} : "
                "plus d’une sur cinq disparaîtrait. Vérifiez qu’il est entier et national ; « --force » l’importe malgré "
                "tout.",
                field="file",
            )
        notes.append(f"Remplace l’import précédent du millésime {vintage.year}.")
        vintage.threshold, vintage.threshold_source = before.threshold, before.threshold_source
        if threshold is None and before.threshold is not None:
            notes.append("Le seuil déjà renseigné pour ce millésime est gardé.")
        before.delete()
    if threshold:
        vintage.threshold, vintage.threshold_source = threshold.value, threshold.source
    vintage.save()
    for row in rows:
        row.vintage = vintage
    AplValue.objects.bulk_create(rows, batch_size=BATCH)
    return vintage, notes


def _latest(book: Book) -> Sheet:
    """The sheet of the latest year among those that say one; the only one when its file says the year."""
    sheets = [sheet for sheet in book.sheets if YEAR.search(sheet.title) and "apl" in folded(sheet.title)]
    if not sheets and len(book.sheets) == 1:
        return book.sheets[0]
    if not sheets:
        raise BadInput(
            f"Aucune feuille de « {book.name} » ne s’appelle « APL » suivi d’une année. Nommez-la avec --sheet.",
            field="sheet",
        )
    return max(sheets, key=lambda sheet: _year(sheet, book))


def _year(sheet: Sheet, book: Book) -> int:
    found = YEAR.search(sheet.title) or (YEAR.search(book.name) if len(book.sheets) == 1 else None)
    if not found:
        raise BadInput(
            f"{_named(sheet)} ne dit pas son millésime. Choisissez une feuille comme « APL 2024 ».",
            field="sheet",
        )
    return int(found[1])


def _named(sheet: Sheet) -> str:
    return f"La feuille « {sheet.title} »" if sheet.title else "Le fichier"


def _table(sheet: Sheet, profession: str) -> Table:
    """Raises BadInput when a column lacks, or speaks of another profession."""
    table = table_of(sheet, (INSEE, *FIGURES))
    if table is None:
        missing = [column.label for column in FIGURES if table_of(sheet, (INSEE, column)) is None]
        lack = "n’a pas de colonne « Code commune INSEE »"
        if table_of(sheet, [INSEE]):
            lack = f"n’a pas {' ni '.join(missing)}"
        raise BadInput(f"{_named(sheet)} {lack}. Donnez le classeur de la DREES tel quel.", field="sheet")
    spoken = profession_of(table.columns["apl"])
    if spoken and spoken.key != profession:
        raise BadInput(
            f"{_named(sheet)} donne « {table.columns['apl']} », pas l’APL de la profession demandée.",
            field="profession",
        )
    return table


class _Values:
    """The communes of a table, each once, and the fate of each row."""

    def __init__(self, table: Table) -> None:
        self.unit = ""  # stands under the title of the APL, before the first commune
        self.fates: list[RowFate] = []
        self.contrary: list[str] = []
        self._communes = Communes()
        self._kept: dict[str, tuple[int, AplValue]] = {}
        self._repeated = 0
        for entry in table.entries:
            self.fates.append(self._fate(entry))

    def once(self, sheet: Sheet) -> tuple[AplValue, ...]:
        """Raises BadInput when there is none, or when two lines disagree."""
        if self.contrary:
            raise BadInput(
                f"Des communes sont données deux fois avec des valeurs différentes : {shown(self.contrary)}. Corrigez "
                "le fichier.",
                field="file",
            )
        if not self._kept:
            raise BadInput(f"{_named(sheet)} ne contient aucune commune.", field="sheet")
        return tuple(value for _, value in self._kept.values())

    @property
    def notes(self) -> tuple[str, ...]:
        notes = list(self._communes.sentences("gardées à part, hors de tout territoire"))
        if self._repeated:
            repeated = plural(self._repeated, "ligne répétée", "lignes répétées")
            notes.append(f"{repeated} à l’identique, comptées une fois.")
        if missing := sum(value.value is None for _, value in self._kept.values()):
            notes.append(f"{plural(missing, 'commune')} sans APL dans le fichier : inconnue, jamais zéro.")
        return tuple(notes)

    def _fate(self, entry: Entry) -> RowFate:
        codes, rest = entry.codes("insee")
        if len(codes) != 1 or rest:
            if not self._kept and not any(number_of(entry.text(column.key)) for column in FIGURES):
                self.unit = self.unit or entry.text("apl")
                return entry.fate(why="Unités, sous les titres.", apart=True)
            return entry.fate(why=f"« {entry.text('insee')[:40]} » n’est pas un code de commune.")
        (code,) = codes
        value = AplValue(
            code=code,
            commune=self._communes.in_force(code),
            value=number_of(entry.text("apl")),
            standardised=number_of(entry.text("standardised")),
            population=number_of(entry.text("population")),
        )
        line, before = self._kept.setdefault(code, (entry.line, value))
        if figures_of(before) != figures_of(value):
            self.contrary.append(f"{code} (lignes {line} et {entry.line})")
        if before is not value:
            self._repeated += 1
            return entry.fate(codes, f"Répète la ligne {line}.")
        why = [] if value.commune else ["Commune inconnue : gardée à part, hors de tout territoire."]
        why += ["Sans APL : inconnue."] if value.value is None else []
        return entry.fate(codes, " ".join(why))


def figures_of(value: AplValue) -> tuple[float | None, ...]:
    return value.value, value.standardised, value.population


def _population_year(table: Table) -> int | None:
    found = YEAR.search(table.columns["population"]) or YEAR.search(table.columns["standardised"])
    return int(found[1]) if found else None
