"""Maisons de santé: the civil year of their agreement (ACI of 20 April 2017 and its avenant 1), in euros.

Points come from the national scale since 2022; before, and whenever they are given, from the structure's contract.
"""

from collections.abc import Callable

from maillage.legislation.engine.quantity import Quantity, choose
from maillage.legislation.engine.rules import Facts, Law, rule
from maillage.legislation.rules.msp_facts import YES_NO
from maillage.legislation.rules.msp_scale import (
    ACI_MSP,
    ACI_MSP_APPROVED,
    AVENANT_1,
    AVENANT_1_SINCE,
    BRANCH,
    EURO,
    access_points,
    concertation_at_full_rate,
    coordination,
    opening,
    patients_ratio,
    protocols,
    software_the_whole_year,
    system_points,
    variable,
    work_points,
)
from maillage.legislation.rules.vocabulary import at_least, at_most, product, to_the_cent, total

CRISIS_REQUIRED_SINCE = "2023-01-01"
SHARES = ("c2s_share", "ame_share")


@rule("msp.indicator_fixed", since=ACI_MSP_APPROVED, unit="points", text=ACI_MSP)
def indicator_fixed(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001 — a rule reads facts, the law, or both
    """Points fixes d'un indicateur, s'il est atteint"""
    return facts.reached * facts.fixed


@rule("msp.indicator_variable", since=ACI_MSP_APPROVED, unit="points", text=ACI_MSP)
def indicator_variable(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001
    """Points variables d'un indicateur, selon son taux, pour 4 000 patients"""
    return facts.rate * facts.variable


@rule("msp.scale_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def scale_points(facts: Facts, law: Law) -> Quantity:
    """Points du barème national : accès aux soins, travail en équipe, système d'information"""
    return access_points(facts, law) + work_points(facts, law) + system_points(facts, law)


@rule("msp.points", since=ACI_MSP_APPROVED, until=AVENANT_1_SINCE, unit="points", text=ACI_MSP)
def points_of_the_contract(facts: Facts, law: Law) -> Quantity:
    """Points de l'année

    Points fixes atteints + points variables × patientèle rapportée à 4 000.
    """
    return points_told(facts, law, lambda: facts.points)


@rule("msp.points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def points(facts: Facts, law: Law) -> Quantity:
    """Points de l'année

    Ceux du barème national ; à leur place, vos points obtenus ou les indicateurs de votre contrat, s'ils sont donnés.
    """
    return points_told(facts, law, lambda: scale_points(facts, law))


def points_told(facts: Facts, law: Law, otherwise: Callable[[], Quantity]) -> Quantity:
    """Points given in all, else indicator by indicator, else otherwise."""
    indicators = facts.parts("indicators")
    if facts.given.points is not None or not indicators:
        return facts.stated("points", otherwise)
    by_patients = total(indicator_variable(part, law) for part in indicators)
    return total(indicator_fixed(part, law) for part in indicators) + by_patients * patients_ratio(facts, law)


def uses_the_scale(facts: Facts) -> bool:
    return facts.given.points is None and not facts.given.indicators


@rule(
    "msp.scale_socle_points",
    since=AVENANT_1_SINCE,
    until=CRISIS_REQUIRED_SINCE,
    unit="points",
    text=AVENANT_1,
)
def scale_socle_points_without_crisis(facts: Facts, law: Law) -> Quantity:
    """Points des indicateurs prérequis et socles du barème, atteints à 100 %

    Ouverture, coordination, système d'information, vos protocoles, concertation à plein taux. Le guide ne dit pas si
    l'avance compte aussi la réponse aux crises et huit protocoles.
    """
    return socle_of_scale(facts, law, also=law[f"{BRANCH}.crisis"])


@rule("msp.scale_socle_points", since=CRISIS_REQUIRED_SINCE, unit="points", text=AVENANT_1)
def scale_socle_points(facts: Facts, law: Law) -> Quantity:
    """Points des indicateurs prérequis et socles du barème, atteints à 100 %

    Ouverture, plan de crise, coordination, système d'information, vos protocoles, concertation à plein taux. Le
    guide ne dit pas si l'avance compte aussi la réponse à une crise et huit protocoles.
    """
    return socle_of_scale(facts, law, also=Quantity.exactly(0)) + law[f"{BRANCH}.crisis"]


def socle_of_scale(facts: Facts, law: Law, *, also: Quantity) -> Quantity:
    """What certainly makes the advance, up to what may enter it (`also` among it)."""
    required = law[f"{BRANCH}.opening_hours"] + coordination(facts, law) + software_the_whole_year(facts, law)
    of = f"{BRANCH}.protocols"
    every_protocol = law[f"{of}.counted_at_most"] * (law[f"{of}.per_protocol"] + law[f"{of}.with_ipa"])
    most = every_protocol + variable("crisis_response", facts, law) + also
    kept = choose(law["msp.aci.advance_counts_all"] > 0, most, protocols(facts, law))
    return required + concertation_at_full_rate(facts, law) + kept


@rule("msp.socle_points", since=ACI_MSP_APPROVED, until=AVENANT_1_SINCE, unit="points", text=ACI_MSP)
def socle_points_of_the_contract(facts: Facts, law: Law) -> Quantity:
    """Points des indicateurs prérequis et socles, atteints à 100 %"""
    return socle_told(facts, law)


@rule("msp.socle_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def socle_points(facts: Facts, law: Law) -> Quantity:
    """Points des indicateurs prérequis et socles, atteints à 100 %"""
    if uses_the_scale(facts):
        return facts.stated("socle_points", lambda: scale_socle_points(facts, law))
    return socle_told(facts, law)


def socle_told(facts: Facts, law: Law) -> Quantity:
    indicators = [part for part in facts.parts("indicators") if part.given.kind != "optionnel"]
    if facts.given.socle_points is not None or not indicators:
        return facts.socle_points
    by_patients = total(part.variable for part in indicators)
    return total(part.fixed for part in indicators) + by_patients * patients_ratio(facts, law)


@rule("msp.opening_required", since=AVENANT_1_SINCE, unit=YES_NO, text=AVENANT_1)
def opening_required(facts: Facts, law: Law) -> Quantity:
    """Horaires d'ouverture et soins non programmés"""
    return choose(opening(facts, law) > 0, 1, 0)


@rule("msp.coordination_required", since=AVENANT_1_SINCE, unit=YES_NO, text=AVENANT_1)
def coordination_required(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001
    """Fonction de coordination"""
    return facts.coordination


@rule("msp.software_required", since=AVENANT_1_SINCE, unit=YES_NO, text=AVENANT_1)
def software_required(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001
    """Système d'information labellisé, niveau standard"""
    return choose(facts.software_share > 0, 1, 0)


@rule("msp.crisis_required", since=CRISIS_REQUIRED_SINCE, unit=YES_NO, text=AVENANT_1)
def crisis_required(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001
    """Plan de réponse aux crises sanitaires graves"""
    return facts.crisis_plan


def required_in_2022(facts: Facts, law: Law) -> Quantity:
    """1 when each prerequisite of the scale is met: opening, coordination, information system."""
    return product(
        required(facts, law) for required in (opening_required, coordination_required, software_required)
    )


@rule("msp.prerequisites", since=ACI_MSP_APPROVED, until=AVENANT_1_SINCE, unit=YES_NO, text=ACI_MSP)
def prerequisites_of_the_contract(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001
    """Prérequis tous atteints : un seul manque, et rien n'est dû"""
    return prerequisites_told(facts)


@rule("msp.prerequisites", since=AVENANT_1_SINCE, until=CRISIS_REQUIRED_SINCE, unit=YES_NO, text=AVENANT_1)
def prerequisites_without_crisis(facts: Facts, law: Law) -> Quantity:
    """Prérequis tous atteints : un seul manque, et rien n'est dû

    Ouverture, coordination, système d'information ; la réponse aux crises est optionnelle en 2022.
    """
    if uses_the_scale(facts):
        return facts.stated("prerequisites_met", lambda: required_in_2022(facts, law))
    return prerequisites_told(facts)


@rule("msp.prerequisites", since=CRISIS_REQUIRED_SINCE, unit=YES_NO, text=AVENANT_1)
def prerequisites(facts: Facts, law: Law) -> Quantity:
    """Prérequis tous atteints : un seul manque, et rien n'est dû

    Ouverture, plan de crise, coordination, système d'information.
    """
    if uses_the_scale(facts):
        return facts.stated(
            "prerequisites_met", lambda: required_in_2022(facts, law) * crisis_required(facts, law)
        )
    return prerequisites_told(facts)


def prerequisites_told(facts: Facts) -> Quantity:
    required = [part for part in facts.parts("indicators") if part.given.kind == "prerequis"]
    if facts.given.prerequisites_met is not None or not required:
        return facts.prerequisites_met
    return product(part.reached for part in required)


@rule("msp.precarity_uplift", since=ACI_MSP_APPROVED, until=AVENANT_1_SINCE, unit="/1", text=ACI_MSP)
def precarity_uplift_notified(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001
    """Majoration de précarité"""
    return facts.precarity_uplift


@rule("msp.precarity_uplift", since=AVENANT_1_SINCE, unit="/1", text=AVENANT_1)
def precarity_uplift(facts: Facts, law: Law) -> Quantity:
    """Majoration de précarité

    Celle qui vous est notifiée ; à défaut, ce que vos parts de patients à la C2S et à l'AME dépassent des parts
    nationales ; 25 % au plus.
    """
    told = (getattr(facts.given, name) for share in SHARES for name in (share, f"national_{share}"))
    if facts.given.precarity_uplift is not None or all(share is None for share in told):
        uplift = facts.precarity_uplift
    else:
        uplift = total(
            at_least(getattr(facts, share) - getattr(facts, f"national_{share}"), 0) for share in SHARES
        )
    return at_most(uplift, law["msp.aci.precarity_maximum"])


@rule("msp.amount", since=ACI_MSP_APPROVED, unit=EURO, text=ACI_MSP)
def amount(facts: Facts, law: Law) -> Quantity:
    """Rémunération de l'année civile, nulle si un prérequis manque

    Points × valeur du point × (1 + majoration de précarité), au centime.
    """
    met = prerequisites(facts, law)
    if met.is_zero:  # certain, whatever the rest
        return met
    earned = points(facts, law) * law["msp.aci.point_value"] * (1 + precarity_uplift(facts, law))
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
