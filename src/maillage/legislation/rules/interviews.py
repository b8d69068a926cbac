"""Entretiens pharmaceutiques and bilan partagé de médication: paid by the year, then step by step."""

from dataclasses import dataclass
from typing import Literal

from maillage.legislation.engine.quantity import Quantity, choose
from maillage.legislation.engine.rules import Facts, Law, fact, rule
from maillage.legislation.facts import Given
from maillage.legislation.rules.pharmacy import CONVENTION, CONVENTION_SINCE, EURO, YES_NO, yes_no
from maillage.legislation.rules.vocabulary import at_least, to_the_cent, total

BY_STEP = "2025-01-08"
BY_STEP_TEXT = "la facturation à l'acte des entretiens, ouverte le 8 janvier 2025"
FILE = "Dossier du patient"

Theme = Literal["avk", "aod", "asthme", "anticancereux_long", "anticancereux_autre", "bilan_medication"]
#: As people call them.
THEMES: dict[str, str] = {
    "avk": "Anticoagulant AVK",
    "aod": "Anticoagulant AOD",
    "asthme": "Asthme",
    "anticancereux_long": "Anticancéreux oral, au long cours",
    "anticancereux_autre": "Anticancéreux oral, autre",
    "bilan_medication": "Bilan partagé de médication",
}

#: Steps our sources price: of the first year, of a later one. 0: no step has a price of its own.
STEPS = {
    "avk": (3, 2),
    "aod": (3, 2),
    "asthme": (3, 2),
    "anticancereux_long": (3, 0),
    "anticancereux_autre": (0, 0),
    "bilan_medication": (4, 2),
}


@dataclass(frozen=True, slots=True)
class InterviewFacts(Given):
    """One patient, one theme, one year. `treatment_change` matters to the bilan alone, until 2025."""

    theme: Theme
    first_year: bool | None = yes_no("Première année d'accompagnement", FILE)
    treatment_change: bool | None = yes_no("Traitement changé depuis le dernier bilan", FILE)
    steps: int | None = fact("Étapes faites dans l'année", where=FILE, low=0)
    overseas: bool | None = yes_no("Pharmacie d'un DROM", "Adresse de la pharmacie")


@dataclass(frozen=True, slots=True)
class PregnancyFacts(Given):
    """Entretiens femme enceinte of a pharmacy."""

    interviews: int | None = fact("Entretiens femme enceinte", where=FILE, low=0)
    overseas: bool | None = yes_no("Pharmacie d'un DROM", "Adresse de la pharmacie")


@dataclass(frozen=True, slots=True)
class MedicationFacts(Given):
    """A patient, for the bilan partagé de médication."""

    age: int | None = fact("Âge", where=FILE, low=0, unit="ans")
    substances: int | None = fact("Substances actives remboursées", where=FILE, low=0)
    months: int | None = fact("Durée des traitements", where=FILE, low=0, unit="month")
    prescribed: bool | None = yes_no("Bilan prescrit par le médecin traitant", FILE)
    lines: int | None = fact("Lignes de médicaments", where=FILE, low=0)


@rule("pharmacy.interview", since=CONVENTION_SINCE, until=BY_STEP, unit=EURO, text=CONVENTION)
def interview_by_year(facts: Facts, law: Law) -> Quantity:
    """Accompagnement d'un patient, forfait de l'année"""
    branch = f"pharmacy.interviews.{facts.given.theme}"
    later = law[f"{branch}.later_year"]
    if facts.given.theme == "bilan_medication":
        later = choose(facts.treatment_change > 0, law[f"{branch}.later_year_with_change"], later)
    return overseas(facts, law) * choose(facts.first_year > 0, law[f"{branch}.first_year"], later)


@rule("pharmacy.interview", since=BY_STEP, unit=EURO, text=BY_STEP_TEXT)
def interview_by_step(facts: Facts, law: Law) -> Quantity:
    """Accompagnement d'un patient, étapes faites dans l'année"""
    first, later = (
        _steps(facts, law, part, steps) for part, steps in zip(PARTS, STEPS[facts.given.theme], strict=True)
    )
    return overseas(facts, law) * choose(facts.first_year > 0, first, later)


PARTS = ("first_year", "later_year")


def _steps(facts: Facts, law: Law, part: str, steps: int) -> Quantity:
    branch = f"pharmacy.interviews.{facts.given.theme}.{part}"
    if not steps:
        return choose(facts.steps > 0, at_least(law[f"{branch}_step"], 0), 0)
    return total(
        choose(facts.steps > done, law[f"{branch}_steps.step_{done + 1}"], 0) for done in range(steps)
    )


def overseas(facts: Facts, law: Law) -> Quantity:
    return choose(facts.overseas > 0, at_least(law["pharmacy.interviews.overseas_coefficient"], 0), 1)


@rule("pharmacy.pregnancy_interviews", since="2022-11-07", unit=EURO, text=CONVENTION)
def pregnancy_interviews(facts: Facts, law: Law) -> Quantity:
    """Entretiens femme enceinte"""
    branch = "pharmacy.interviews.grossesse"
    fee = choose(facts.overseas > 0, law[f"{branch}.fee_overseas"], law[f"{branch}.fee"])
    return to_the_cent(facts.interviews * fee)


@rule("pharmacy.medication_review_open", since=CONVENTION_SINCE, unit=YES_NO, text=CONVENTION)
def medication_review_open(facts: Facts, law: Law) -> Quantity:
    """Bilan partagé de médication ouvert au patient : âge, substances, durée"""
    branch = "pharmacy.interviews.eligibility"
    long_enough = choose(facts.months < law[f"{branch}.months_from"], 0, 1)
    enough = choose(facts.substances < law[f"{branch}.substances_from"], 0, 1)
    return choose(facts.age < law[f"{branch}.age_from"], 0, 1) * enough * long_enough


@rule(
    "pharmacy.medication_review_prescribed",
    since="2026-01-01",
    unit=YES_NO,
    text="la consultation de déprescription",
)
def medication_review_prescribed(facts: Facts, law: Law) -> Quantity:
    """Bilan que le médecin traitant peut prescrire : âge, lignes de médicaments"""
    branch = "pharmacy.interviews.eligibility"
    lines = choose(facts.lines < law[f"{branch}.prescribed_lines_from"], 0, 1)
    return choose(facts.age > law[f"{branch}.prescribed_above_age"], 1, 0) * lines
