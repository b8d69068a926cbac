"""The indicators of a year as a list that leaves: for a spreadsheet, for a machine."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from maillage.project.queries.indicators import Line, grouped
from maillage.structures.models import Structure
from maillage.tables import SheetCell

TITLES = (
    "Mission ou axe", "Indicateur", "Valeur", "Unité", "Pourquoi inconnue", "Cible", "Point de départ",
    "Chemin fait", "Origine", "Rempli par", "À remplir pour le", "Pièces jointes", "Pièces qui manquent",
)  # fmt: skip


def indicators_in_rows(
    structure: Structure, lines: Sequence[Line], *, on: date
) -> Iterator[Sequence[SheetCell]]:
    yield TITLES
    for group in grouped(structure, lines, on=on):
        for each in group.lines:
            kept, value = each.indicator, each.value
            yield (
                group.label, kept.name, value.number, kept.unit, value.why, each.target, each.base,
                each.progress.said, kept.get_origin_display(), each.who, each.due, each.evidences,
                each.missing,
            )  # fmt: skip


def as_json(structure: Structure, lines: Sequence[Line], year: int) -> dict[str, Any]:
    """For a machine: figures are texts, what is unknown is null with its reason. Nobody is named."""
    return {
        "structure": structure.slug,
        "form": structure.form,
        "year": year,
        "indicators": [line_as_json(each) for each in lines],
    }


def line_as_json(line: Line) -> dict[str, Any]:
    kept, value, way, correction = line.indicator, line.value, line.progress, line.correction
    return {
        "key": str(kept.key),
        "catalogue": kept.catalogue or None,
        "mission": kept.mission or None,
        "name": kept.name,
        "unit": kept.unit,
        "since": line.span.first.isoformat(),
        "until": line.span.last.isoformat(),
        "origin": kept.origin,
        "counter": kept.counter or None,
        "value": text(value.number),
        "unknown_because": value.why or None,
        "is_noted": line.measure is not None,
        "noted_until": line.until.isoformat() if line.until else None,
        "counted_now": text(line.live.value(kept.unit).number) if line.live else None,
        "target": text(line.target),
        "base": text(line.base),
        "progress_percent": text(way.percent),
        "is_reached": way.is_reached,
        "corrected": text(correction.corrected) if correction else None,
        "weight_percent": text(kept.weight),
        "due_on": line.due.isoformat() if line.due else None,
        "pieces": line.evidences,
        "missing_pieces": line.missing,
    }


def text(number: Any) -> str | None:
    """« 12.5 », without a zero that says nothing."""
    return None if number is None else f"{number.normalize():f}"
