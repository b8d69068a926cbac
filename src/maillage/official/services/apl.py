"""Importing the official APL: a workbook of the DREES for each profession, a sheet for each year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from maillage.kernel import BadInput, integer, plural, with_no_break_spaces
from maillage.legislation import profession_of
from maillage.official.models import AplValue, AplVintage
from maillage.official.queries.apl import mean_of_file
from maillage.official.services.codes import Communes, code_of, profession_key, shown
from maillage.official.services.sheets import Cell, Header, Named, Row, Sheets, header_in, opened, starting

YEAR = re.compile(r"\b(20\d{2})\b")
BATCH = 5_000
LEAST_KEPT = 0.8  # of the communes of the same year
MOST, PLACES = 1_000, 3  # of a threshold
LONGEST_TEXT, LONGEST_UNIT = 300, 120

#: Column → its titles. The same workbook gives the APL again for doctors below an age: that one is not read.
NAMED: dict[str, Named] = {
    "code": lambda title: title.startswith("code commune") or title == "code",
    "apl": lambda title: bool(re.match(r"apl\b", title)) and not re.search(r"\d+ ans", title),
    "standardised": lambda title: title.startswith("population") and "standardisee" in title,
    "population": starting("population totale"),
}
SAID = {
    "apl": "l’APL de la profession (« APL aux… »)",
    "standardised": "la « Population standardisée »",
    "population": "la « Population totale »",
}


@dataclass(frozen=True, slots=True)
class Threshold:
    """Under it, a commune is said under-served. It belongs to a vintage, and someone says it."""

    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class AplReport:
    """What was kept of a sheet, and what was odd in it, in French."""

    vintage: AplVintage
    sheet: str
    communes: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Value:
    line: int
    code: str
    value: float | None
    standardised: float | None
    population: float | None

    @property
    def said(self) -> tuple[float | None, ...]:
        return self.value, self.standardised, self.population


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


def import_apl(
    path: Path,
    *,
    profession: str,
    at: datetime,
    sheet: str = "",
    threshold: Threshold | None = None,
    force: bool = False,
) -> AplReport:
    """Keep one year of the APL of a profession, in place of what was kept of that year. Raises BadInput.

    Without `sheet`, the sheet of the latest year. A threshold already known stays when none is given. `force` lets
    far fewer communes than before take their place.
    """
    key = profession_key(profession)
    with opened(path, csv_too=False) as sheets:
        title = sheet or _latest(sheets)
        year = _year(title)
        header, unit, values = _read(sheets, title, key)
    vintage = AplVintage(
        profession=key,
        year=year,
        population_year=_population_year(header),
        unit=unit,
        origin=with_no_break_spaces(f"{path.name}, feuille « {title} »")[:LONGEST_TEXT],
        imported_at=at,
    )
    kept, doubled = _once(values)
    communes = Communes()
    rows = [
        AplValue(
            code=each.code,
            commune=communes.in_force(each.code),
            value=each.value,
            standardised=each.standardised,
            population=each.population,
        )
        for each in kept
    ]
    saved, notes = _save(vintage, rows, threshold, force=force)
    mean_of_file.cache_clear()
    notes += [communes.sentence("gardées à part, hors de tout territoire")]
    if doubled:
        notes.append(
            f"{plural(doubled, 'ligne répétée', 'lignes répétées')} à l’identique, comptées une fois."
        )
    if missing := sum(row.value is None for row in rows):
        notes.append(f"{plural(missing, 'commune')} sans APL dans le fichier : inconnue, jamais zéro.")
    return AplReport(saved, title, len(rows), tuple(note for note in notes if note))


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


def _latest(sheets: Sheets) -> str:
    """The sheet of the latest year among those that say one."""
    titles = [title for title in sheets.titles if YEAR.search(title) and "apl" in title.lower()]
    if not titles:
        raise BadInput(
            f"Aucune feuille de « {sheets.name} » ne s’appelle « APL » suivi d’une année. Nommez-la avec --sheet.",
            field="sheet",
        )
    return max(titles, key=_year)


def _year(title: str) -> int:
    found = YEAR.search(title)
    if not found:
        raise BadInput(
            f"La feuille « {title} » ne dit pas son millésime. Choisissez une feuille comme « APL 2024 ».",
            field="sheet",
        )
    return int(found[1])


def _read(sheets: Sheets, title: str, profession: str) -> tuple[Header, str, list[_Value]]:
    """The header, the unit of the APL, and the communes of a sheet."""
    rows = sheets.rows(title)
    header = header_in(rows, NAMED, needed=("code",), alone=SAID)
    if header is None:
        raise BadInput(
            f"La feuille « {title} » n’a pas de colonne « Code commune INSEE ». Donnez le classeur de la DREES tel quel.",
            field="sheet",
        )
    if missing := [said for column, said in SAID.items() if column not in header]:
        raise BadInput(
            f"La feuille « {title} » n’a pas {' ni '.join(missing)}. Donnez le classeur de la DREES tel quel.",
            field="sheet",
        )
    spoken = profession_of(header.labels["apl"])
    if spoken and spoken.key != profession:
        raise BadInput(
            f"La feuille « {title} » donne « {header.labels['apl']} », pas l’APL de la profession demandée.",
            field="profession",
        )
    unit, values = _unit_and_values(header, rows)
    if not values:
        raise BadInput(f"La feuille « {title} » ne contient aucune commune.", field="sheet")
    return header, unit, values


def _unit_and_values(header: Header, rows: Iterator[Row]) -> tuple[str, list[_Value]]:
    """What stands under the title of the APL before the first commune, and the communes."""
    unit, values = "", []
    for line, cells in rows:
        code = code_of(header.text(cells, "code"))
        if code:
            values.append(_value(header, line, code, cells))
        elif not values:
            unit = unit or header.text(cells, "apl")
    return unit[:LONGEST_UNIT], values


def _value(header: Header, line: int, code: str, cells: Sequence[Cell]) -> _Value:
    return _Value(
        line,
        code,
        header.number(cells, "apl"),
        header.number(cells, "standardised"),
        header.number(cells, "population"),
    )


def _once(values: list[_Value]) -> tuple[list[_Value], int]:
    """Each code once, and how many were repeated. Raises BadInput when two lines disagree."""
    kept: dict[str, _Value] = {}
    contrary = []
    for each in values:
        before = kept.setdefault(each.code, each)
        if before.said != each.said:
            contrary.append(f"{each.code} (lignes {before.line} et {each.line})")
    if contrary:
        raise BadInput(
            f"Des communes sont données deux fois avec des valeurs différentes : {shown(contrary)}. Corrigez le fichier.",
            field="file",
        )
    return list(kept.values()), len(values) - len(kept)


def _population_year(header: Header) -> int | None:
    found = YEAR.search(header.labels["population"]) or YEAR.search(header.labels["standardised"])
    return int(found[1]) if found else None
