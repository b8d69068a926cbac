# ruff: noqa: RUF009 — `fact` makes a dataclass field
"""CPTS: what a contract year and each of its missions are due, and how it is paid (ACI, articles 7 to 9).

Money is rounded to the nearest cent three times, and nowhere else: the part of a year left when a mission
starts, its advance, and its variable part. A balance is what is left, so that payments sum to what is due.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_DOWN, Decimal
from functools import partial

from maillage.legislation.engine.quantity import Quantity, choose, pick
from maillage.legislation.engine.rules import Facts, Law, fact, rule
from maillage.legislation.facts import Given
from maillage.legislation.rules.cpts import (
    ACI,
    ACI_IN_FORCE,
    CptsFacts,
    ceiling,
    class_of,
    missions_maximum,
    running_cost,
)
from maillage.legislation.rules.vocabulary import at_least, on_the_day, to_the_cent, total, within

AVENANT_2_IN_FORCE = "2022-03-31"
CRISIS = "crise_sanitaire"
MONTHS = 12
ANNEX = "Annexe du contrat tripartite"


@dataclass(frozen=True, slots=True)
class IndicatorYear:
    """One indicator of a mission in one contract year, checked when its contract was read."""

    path: str
    about: str
    weight: Decimal | None = fact("Poids de l'indicateur", where=ANNEX, low=0, high=1, unit="/1")
    rate: Decimal | None = fact(
        "Taux d'atteinte", where="Dialogue de gestion de l'année", low=0, high=1, unit="/1"
    )


@dataclass(frozen=True, slots=True)
class MissionYear:
    """One mission in one contract year, checked when its contract was read; `whole` when it runs from its first day to its last.

    `day` is when the law is read: the start of the year, or of the mission when it starts within it.
    """

    path: str
    about: str
    key: str
    day: date
    whole: bool
    contract: CptsFacts
    indicators: tuple[IndicatorYear, ...] = ()
    fixed: Decimal | None = fact("Part fixe annuelle", where=ANNEX, low=0, unit="currency-EUR")
    variable: Decimal | None = fact(
        "Part variable annuelle, objectifs atteints", where=ANNEX, low=0, unit="currency-EUR"
    )
    attainment: Decimal | None = fact(
        "Atteinte des indicateurs", where="Dialogue de gestion de l'année", low=0, high=1, unit="/1"
    )
    started: Quantity | None = fact(
        "Mission démarrée dans l'année", where="Date de démarrage", low=0, high=1, unit="non|oui"
    )
    begins: Quantity | None = fact(
        "Première année de la mission", where="Date de démarrage", low=0, high=1, unit="non|oui"
    )
    days_left: Quantity | None = fact(
        "Jours du démarrage à l'anniversaire", where="Date de démarrage", low=0, high=366, unit="jours"
    )
    days_of_year: int | None = fact(
        "Jours de l'année de contrat", where="Date de signature", low=365, high=366, unit="jours"
    )
    months_left: Quantity | None = fact(
        "Mois du démarrage à l'anniversaire", where="Date de démarrage", low=0, high=12, unit="month"
    )
    prorata_basis: int | None = fact("Base du prorata", where=ANNEX, low=0, high=1, unit="jours|mois")
    start_year_prorated: bool | None = fact(
        "Année de démarrage due au prorata", where=ANNEX, low=0, high=1, unit="non|oui"
    )


@dataclass(frozen=True, slots=True)
class ContractYear(Given):
    """One contract year: the CPTS, and its missions (None when the annex of the contract is not at hand)."""

    contract: CptsFacts
    missions: tuple[MissionYear, ...] | None
    annex: Decimal | None = fact(
        "Missions, dates et montants du contrat", where=ANNEX, low=0, unit="currency-EUR"
    )


@rule("cpts.mission_maximum", since=ACI_IN_FORCE, until=AVENANT_2_IN_FORCE, unit="currency-EUR", text=ACI)
def mission_maximum_before_crisis(facts: Facts, law: Law) -> Quantity:
    """Maximum d'une mission : ce que le maximum théorique laisse au-dessus du fonctionnement"""
    return missions_maximum(facts.of(facts.given.contract), law)


@rule("cpts.mission_maximum", since=AVENANT_2_IN_FORCE, unit="currency-EUR", text=ACI)
def mission_maximum(facts: Facts, law: Law) -> Quantity:
    """Maximum d'une mission : le sien pour la crise, sinon ce que le maximum théorique laisse aux autres

    Maximum théorique moins fonctionnement, moins le maximum de la mission de crise.
    """
    contract = facts.of(facts.given.contract)
    crisis = pick(class_of(contract, law), lambda size: law[f"cpts.ceiling.crisis.size_{size}"])
    return crisis if facts.given.key == CRISIS else missions_maximum(contract, law) - crisis


def national(facts: Facts, law: Law, part: str) -> Quantity:
    """The amount of the national table, or the bounds its maximum gives."""
    contract = facts.of(facts.given.contract)
    branch = f"cpts.missions.{facts.given.key}.{part}"
    amount = pick(class_of(contract, law), lambda size: law[f"{branch}.size_{size}"])
    return within(amount, lambda: mission_maximum(facts, law))


def plan(facts: Facts, law: Law) -> Quantity:
    """The plan of a crisis is written the first year, and kept up to date for less."""
    return choose(facts.begins > 0, national(facts, law, "fixed"), national(facts, law, "fixed_later"))


@rule("cpts.mission_fixed", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def mission_fixed(facts: Facts, law: Law) -> Quantity:
    """Part fixe annuelle : celle du contrat, sinon celle du barème national"""
    of_table = (
        partial(plan, facts, law) if facts.given.key == CRISIS else partial(national, facts, law, "fixed")
    )
    return facts.stated("fixed", of_table)


@rule("cpts.mission_variable", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def mission_variable(facts: Facts, law: Law) -> Quantity:
    """Enveloppe variable annuelle : celle du contrat, sinon celle du barème national"""
    return facts.stated("variable", lambda: national(facts, law, "variable"))


def prorated(amount: Quantity, facts: Facts, law: Law) -> Quantity:
    """The part of a yearly amount left when the mission starts; multiplied first, so that it is exact."""
    by_months = facts.stated("prorata_basis", lambda: law["cpts.contract.prorata_basis"])
    return pick(
        by_months,
        lambda months: (
            amount * facts.months_left / MONTHS if months else amount * facts.days_left / facts.days_of_year
        ),
    )


def due(whole: Quantity, part: Quantity, facts: Facts, law: Law) -> Quantity:
    """The sum due for the year the mission starts: in full or in part, when the contract or the law says which."""
    is_prorated = facts.stated("start_year_prorated", lambda: law["cpts.contract.start_year_prorated"])
    return choose(is_prorated > 0, part, whole)


@rule("cpts.fixed_base", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def fixed_base(facts: Facts, law: Law) -> Quantity:
    """Part fixe de l'année, au prorata si la mission y démarre

    Part fixe annuelle × temps restant ÷ année entière (en jours ou en mois), au centime.
    """
    if not facts.given.whole and facts.days_left.is_zero:
        return facts.days_left
    amount = mission_fixed(facts, law)
    return to_the_cent(amount if facts.given.whole else prorated(amount, facts, law))


@rule("cpts.fixed_due", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def fixed_due(facts: Facts, law: Law) -> Quantity:
    """Part fixe due pour l'année de contrat"""
    base = fixed_base(facts, law)
    if facts.given.whole or base.is_zero:
        return base
    return due(_fixed_once_started(facts, law), base, facts, law)


@rule("cpts.fixed_advance", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def fixed_advance(facts: Facts, law: Law) -> Quantity:
    """Avance sur la part fixe, au démarrage de la mission puis à chaque anniversaire

    75 % de la part fixe de l'année, au centime.
    """
    return to_the_cent(law["cpts.contract.mission_advance_rate"] * fixed_base(facts, law))


@rule("cpts.fixed_balance", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def fixed_balance(facts: Facts, law: Law) -> Quantity:
    """Solde de la part fixe de l'année de contrat

    Part fixe due moins l'avance versée.
    """
    left = 1 - law["cpts.contract.mission_advance_rate"]
    base = fixed_base(facts, law)
    balance = to_the_cent(left * base, ROUND_HALF_DOWN)  # the base less its advance, whichever it is
    if facts.given.whole or base.is_zero:
        return balance
    once_started = _fixed_once_started(facts, law)
    # The advance is at most 75 % of the whole: its two unknowns go together, the difference forgets it.
    floor = to_the_cent(left * once_started, ROUND_HALF_DOWN)
    return due(at_least(once_started - fixed_advance(facts, law), floor), balance, facts, law)


@rule("cpts.indicator", since=ACI_IN_FORCE, unit="/1", text=ACI)
def indicator(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001 — a rule reads facts, the law, or both
    """Indicateur : poids × taux d'atteinte"""
    return facts.weight * facts.rate


@rule("cpts.attainment", since=ACI_IN_FORCE, unit="/1", text=ACI)
def attainment(facts: Facts, law: Law) -> Quantity:
    """Atteinte de la mission : somme des poids × taux des indicateurs du contrat"""
    indicators = facts.parts("indicators")
    return total(indicator(part, law) for part in indicators) if indicators else facts.attainment


@rule("cpts.variable_due", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def variable_due(facts: Facts, law: Law) -> Quantity:
    """Part variable due pour l'année de contrat, versée avec le solde

    Enveloppe variable × atteinte des indicateurs, au prorata si la mission démarre dans l'année, au centime.
    """
    if not facts.given.whole and facts.days_left.is_zero:
        return facts.days_left
    amount = mission_variable(facts, law) * attainment(facts, law)
    if not facts.given.whole:
        amount = due(amount * facts.started, prorated(amount, facts, law), facts, law)
    return to_the_cent(amount)


@rule("cpts.mission_year", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def mission_year(facts: Facts, law: Law) -> Quantity:
    """Mission, somme due pour l'année de contrat : part fixe et part variable"""
    with on_the_day(law, facts.given.day):
        return fixed_due(facts, law) + variable_due(facts, law)


@rule("cpts.missions_year", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def missions_year(facts: Facts, law: Law) -> Quantity:
    """Missions, somme due pour l'année de contrat

    Ce qui est inconnu reste sous le maximum théorique de toutes les missions.
    """
    if facts.given.missions is None:
        missions = facts.annex
    elif not facts.given.missions:
        return Quantity.exactly(0)
    else:
        missions = total(mission_year(mission, law) for mission in facts.parts("missions"))
    return within(missions, lambda: missions_maximum(facts.of(facts.given.contract), law))


@rule("cpts.contract_year", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def contract_year(facts: Facts, law: Law) -> Quantity:
    """Somme due pour l'année de contrat : fonctionnement et missions

    Ce qui est inconnu reste sous le maximum théorique de la taille.
    """
    contract = facts.of(facts.given.contract)
    amount = running_cost(contract, law) + missions_year(facts, law)
    return within(amount, lambda: ceiling(contract, law))


def _fixed_once_started(facts: Facts, law: Law) -> Quantity:
    return to_the_cent(mission_fixed(facts, law) * facts.started)
