"""All that is kept of indicators and of proofs: for the export of the structure, and of somebody."""

from typing import Any

from maillage.kernel import date_in_french
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import plain

PARTS = (
    "targets", "base_corrections", "asked", "measures__rows", "measures__file", "corrections__events",
    "actions",
)  # fmt: skip


def contents(structure: Structure) -> dict[str, Any]:
    found = structure.indicators.select_related("fed_by", "objective").prefetch_related(*PARTS)
    year = getattr(structure, "project_year", None)
    return {
        "year_begins_on": year.begins_on if year else None,
        "indicators": [_indicator(each) for each in found],
        "context": [
            plain(each) | {"indicators": [one.name for one in each.indicators.all()]}
            for each in structure.context_events.prefetch_related("indicators")
        ],
        "reviews": [
            plain(each)
            | {
                "lines": [
                    plain(line)
                    | {"indicator": line.indicator.name, "owner": line.owner.name if line.owner else None}
                    for line in each.lines.all()
                ]
            }
            for each in structure.reviews.prefetch_related("lines__indicator", "lines__owner")
        ],
        "evidence": [
            plain(each)
            | {
                "file": each.file.name if each.file else None,
                "indicators": [one.name for one in each.indicators.all()],
                "actions": [one.number for one in each.actions.all()],
            }
            for each in structure.evidences.select_related("file").prefetch_related("indicators", "actions")
        ],
        "wanted_evidence": [
            plain(each)
            | {"of": str(each.indicator or each.action), "owner": each.owner.name if each.owner else None}
            for each in structure.wanted_evidences.select_related("indicator", "action", "owner")
        ],
    }


def _indicator(indicator: Any) -> dict[str, Any]:
    return plain(indicator) | {
        "objective": indicator.objective.text if indicator.objective else None,
        "actions": [each.number for each in indicator.actions.all()],
        "fed_by": indicator.fed_by.name if indicator.fed_by else None,
        "targets": [plain(each) for each in indicator.targets.all()],
        "base_corrections": [plain(each) for each in indicator.base_corrections.all()],
        "asked": [plain(each) for each in indicator.asked.all()],
        "measures": [
            plain(each)
            | {
                "file": each.file.name if each.file else None,
                "rows": [plain(row) for row in each.rows.all()],
            }
            for each in indicator.measures.all()
        ],
        "corrections": [
            plain(each) | {"events": [one.words for one in each.events.all()]}
            for each in indicator.corrections.all()
        ],
    }


def of_card(person: Person) -> dict[str, list[dict[str, str]]]:
    """What they feed, bring, or were asked to do next."""
    return {
        "Indicateurs": [
            {"Indicateur": each.name, "Rythme": each.get_frequency_display()}
            for each in person.fed_indicators.all()
        ],
        "Pièces à trouver": [
            {"Pièce": each.words, "Pour le": date_in_french(each.due_on) if each.due_on else ""}
            for each in person.wanted_evidences.all()
        ],
        "Revues d’indicateurs": [
            {
                "Indicateur": each.indicator.name,
                "Ensuite": each.next_step,
                "Revue du": date_in_french(each.review.on),
            }
            for each in person.review_lines.select_related("indicator", "review")
        ],
    }
