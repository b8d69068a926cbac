# ruff: noqa: RUF009 — `fact` makes a dataclass field
"""Maisons de santé: points of their agreement (ACI of 20 April 2017 and its avenant 1), in euros.

The national table of points is not in our sources: an amount rests on the points of the structure's own contract.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from maillage.legislation.engine.quantity import Quantity, choose
from maillage.legislation.engine.rules import Facts, Law, fact, rule
from maillage.legislation.facts import Given
from maillage.legislation.rules.vocabulary import at_least, at_most, is_zero, product, to_the_cent, total

ACI_MSP = "l'accord conventionnel interprofessionnel (ACI) des maisons de santé, signé le 20 avril 2017"
ACI_MSP_APPROVED = "2017-07-24"
CONTRACT = "Contrat de la maison de santé, annexe"
EURO = "currency-EUR"
YES_NO = "non|oui"
PATIENTS_IDLE = (
    "Vos points obtenus sont pris tels quels ; la patientèle ne sert qu'à convertir des points variables donnés "
    "indicateur par indicateur."
)


@dataclass(frozen=True, slots=True)
class MspIndicator(Given):
    """One indicator of the structure's contract. A prerequisite that is missed leaves no money at all."""

    label: str
    kind: Literal["prerequis", "socle", "optionnel"]
    reached: bool | None = fact("Indicateur atteint", where="Bilan de l'année", low=0, high=1, unit=YES_NO)
    fixed: Decimal | None = fact("Points fixes", where=CONTRACT, low=0, unit="points")
    variable: Decimal | None = fact(
        "Points variables pour 4 000 patients", where=CONTRACT, low=0, unit="points"
    )
    rate: Decimal | None = fact(
        "Taux d'atteinte de la part variable", where="Bilan de l'année", low=0, high=1, unit="/1"
    )

    @property
    def about(self) -> str:
        return self.label

    @property
    def path(self) -> str:
        return f"indicators/{self.label}/"


@dataclass(frozen=True, slots=True)
class MspFacts(Given):
    """Facts of a maison de santé and of one civil year of its contract.

    Points are given in all (`points`, `socle_points`), or indicator by indicator.
    """

    patients: int | None = fact(
        "Patientèle médecin traitant des médecins associés",
        where="Relevé de l'Assurance maladie",
        low=0,
        idle=PATIENTS_IDLE,
    )
    prerequisites_met: bool | None = fact(
        "Tous les prérequis sont atteints", where="Bilan de l'année", low=0, high=1, unit=YES_NO
    )
    points: Decimal | None = fact("Points obtenus", where=CONTRACT, low=0, unit="points")
    socle_points: Decimal | None = fact(
        "Points des indicateurs prérequis et socles, atteints à 100 %", where=CONTRACT, low=0, unit="points"
    )
    precarity_uplift: Decimal | None = fact(
        "Majoration de précarité", where="Notification de l'Assurance maladie", low=0, unit="/1"
    )
    share_of_year: Decimal | None = fact(
        "Part de l'année sous contrat", where="Date de signature du contrat", low=0, high=1, unit="/1"
    )
    protocols: int | None = fact(
        "Protocoles pluriprofessionnels", where=CONTRACT, low=0, idle="Ils ne donnent qu'un repère, à part."
    )
    indicators: tuple[MspIndicator, ...] = ()


@rule("msp.patients_ratio", since=ACI_MSP_APPROVED, unit="/1", text=ACI_MSP)
def patients_ratio(facts: Facts, law: Law) -> Quantity:
    """Patientèle rapportée à la patientèle de référence

    Jusqu'à 4 000 patients, patients ÷ 4 000 ; au-delà, la part comptée n'est pas dans nos sources.
    """
    reference = law["msp.aci.reference_patients"]
    above = at_least(facts.patients - reference, 0)
    return (at_most(facts.patients, reference) + law["msp.aci.patients_above_reference"] * above) / reference


@rule("msp.indicator_fixed", since=ACI_MSP_APPROVED, unit="points", text=ACI_MSP)
def indicator_fixed(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001 — a rule reads facts, the law, or both
    """Points fixes d'un indicateur, s'il est atteint"""
    return facts.reached * facts.fixed


@rule("msp.indicator_variable", since=ACI_MSP_APPROVED, unit="points", text=ACI_MSP)
def indicator_variable(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001
    """Points variables d'un indicateur, selon son taux, pour 4 000 patients"""
    return facts.rate * facts.variable


@rule("msp.points", since=ACI_MSP_APPROVED, unit="points", text=ACI_MSP)
def points(facts: Facts, law: Law) -> Quantity:
    """Points de l'année

    Points fixes atteints + points variables × patientèle rapportée à 4 000.
    """
    indicators = facts.parts("indicators")
    if facts.given.points is not None or not indicators:
        return facts.points
    variable = total(indicator_variable(part, law) for part in indicators)
    return total(indicator_fixed(part, law) for part in indicators) + variable * patients_ratio(facts, law)


@rule("msp.socle_points", since=ACI_MSP_APPROVED, unit="points", text=ACI_MSP)
def socle_points(facts: Facts, law: Law) -> Quantity:
    """Points des indicateurs prérequis et socles, atteints à 100 %"""
    indicators = [part for part in facts.parts("indicators") if part.given.kind != "optionnel"]
    if facts.given.socle_points is not None or not indicators:
        return facts.socle_points
    variable = total(part.variable for part in indicators)
    return total(part.fixed for part in indicators) + variable * patients_ratio(facts, law)


@rule("msp.prerequisites", since=ACI_MSP_APPROVED, unit=YES_NO, text=ACI_MSP)
def prerequisites(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001
    """Prérequis tous atteints : un seul manque, et rien n'est dû"""
    required = [part for part in facts.parts("indicators") if part.given.kind == "prerequis"]
    if facts.given.prerequisites_met is not None or not required:
        return facts.prerequisites_met
    return product(part.reached for part in required)


@rule("msp.amount", since=ACI_MSP_APPROVED, unit=EURO, text=ACI_MSP)
def amount(facts: Facts, law: Law) -> Quantity:
    """Rémunération de l'année civile, nulle si un prérequis manque

    Points × valeur du point × (1 + majoration de précarité), au centime.
    """
    met = prerequisites(facts, law)
    if is_zero(met):  # certain, whatever the rest
        return met
    earned = points(facts, law) * law["msp.aci.point_value"] * (1 + facts.precarity_uplift)
    return choose(met > 0, to_the_cent(earned), 0)


@rule("msp.advance", since=ACI_MSP_APPROVED, unit=EURO, text=ACI_MSP)
def advance(facts: Facts, law: Law) -> Quantity:
    """Avance de l'année civile

    60 % des points prérequis et socles × valeur du point × part de l'année, et au moins 12 000 € une année entière.
    """
    full = law["msp.aci.advance_rate"] * socle_points(facts, law) * law["msp.aci.point_value"]
    prorated = law["msp.aci.advance_minimum_prorated"] > 0
    minimum = law["msp.aci.advance_minimum"] * choose(prorated, facts.share_of_year, 1)
    return at_least(to_the_cent(full * facts.share_of_year), to_the_cent(minimum))


@rule("msp.balance", since=ACI_MSP_APPROVED, unit=EURO, text=ACI_MSP)
def balance(facts: Facts, law: Law) -> Quantity:
    """Solde de l'année civile : rémunération moins avance (négatif, il est à rendre)"""
    return amount(facts, law) - advance(facts, law)


@rule("msp.protocols_amount", since=ACI_MSP_APPROVED, unit=EURO, text=ACI_MSP)
def protocols_amount(facts: Facts, law: Law) -> Quantity:
    """Protocoles pluriprofessionnels, repère : points publiés × valeur du point"""
    counted = at_most(facts.protocols, law["msp.points.protocols.counted_at_most"])
    return counted * law["msp.points.protocols.per_protocol"] * law["msp.aci.point_value"]


@rule("msp.coordination_amount", since=ACI_MSP_APPROVED, unit=EURO, text=ACI_MSP)
def coordination_amount(facts: Facts, law: Law) -> Quantity:
    """Fonction de coordination, repère : points publiés × valeur du point

    (1 000 points fixes + 1 700 points × patientèle rapportée à 4 000) × 7 €.
    """
    variable = at_least(law["msp.points.coordination.variable"], 0) * patients_ratio(facts, law)
    fixed = at_least(law["msp.points.coordination.fixed"], 0)
    return to_the_cent((fixed + variable) * law["msp.aci.point_value"])
