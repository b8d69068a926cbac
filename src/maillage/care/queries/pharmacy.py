"""The page of pharmacists: what the law opens and pays, each figure with its text, and what was counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage import legislation
from maillage.care.queries.pharmacy_counts import taps_by_month
from maillage.care.rules.taps import TapGroup, added_by, pharmacy_groups, to_tell
from maillage.kernel import Source, amount
from maillage.structures.models import Structure

SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
#: What opens an act, by the identifiers of its parameters; what pays it is under « Calculer ».
OPENS: Mapping[str, Sequence[str]] = {
    "Tests": (
        "pharmacy.patients.sore_throat_age_from", "pharmacy.patients.cystitis_age_from",
        "pharmacy.patients.cystitis_age_up_to", "pharmacy.patients.conditional_age_from",
        "pharmacy.patients.conditional_days", "pharmacy.tests.direct.with_antibiotic",
        "pharmacy.tests.direct.without_antibiotic",
    ),
    "Vaccination": ("pharmacy.patients.vaccination_age_from", "pharmacy.vaccination.injection"),
    "Pharmacien correspondant": (
        "pharmacy.correspondent.first_patients", "pharmacy.correspondent.other_patients",
        "pharmacy.correspondent.maximum",
    ),
    "Bilans et entretiens": (
        "pharmacy.patients.interview_months_from", "pharmacy.interviews.eligibility.age_from",
        "pharmacy.interviews.eligibility.substances_from", "pharmacy.interviews.eligibility.months_from",
    ),
    "Téléconsultation": (
        "pharmacy.teleconsultation.first_year", "pharmacy.teleconsultation.block", "pharmacy.teleconsultation.maximum",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opening:
    """A figure of the law that day; `said` is empty when no text of ours gives it: it is read at `where`."""

    label: str
    said: str
    source: Source | None
    where: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A group of taps of a year: by tap, its months in words with how many, and their sum."""

    group: TapGroup
    lines: Sequence[tuple[str, Sequence[tuple[str, int]], int]]
    total: int


@dataclass(frozen=True, slots=True)
class PharmacyPage:
    openings: Sequence[tuple[str, Sequence[Opening]]]
    counted: Sequence[Counted]
    to_tell: int
    #: Months of which something was counted, by number and in words.
    months: Sequence[tuple[int, str]]


def pharmacy_page(structure: Structure, year: int, *, today: date) -> PharmacyPage:
    by_tap = taps_by_month(structure, year)
    named = [
        (month, SHORT[month - 1]) for month in sorted({month for found in by_tap.values() for month in found})
    ]
    counted = []
    for group in pharmacy_groups():
        lines = [
            (tap.label, [(name, months.get(month, 0)) for month, name in named], sum(months.values()))
            for tap in group.taps
            if (months := by_tap.get(tap.key, {}))
        ]
        if lines:
            counted.append(Counted(group, lines, sum(total for *_, total in lines)))
    added = added_by((tap, sum(months.values())) for tap, months in by_tap.items())
    openings = [(title, [opening(each, today) for each in rules]) for title, rules in OPENS.items()]
    return PharmacyPage(openings, counted, to_tell(added), named)


def opening(rule_id: str, today: date) -> Opening:
    rule = legislation.rule(rule_id)
    value = rule.at(today)
    if value is None or value.value is None:
        return Opening(rule.label, "", None, value.where if value else "")
    return Opening(rule.label, amount(Decimal(value.value), rule.unit), value.source, "")


def years_around(year: int, this_year: int) -> list[int]:
    return [each for each in (year - 1, year, year + 1) if each <= this_year]
