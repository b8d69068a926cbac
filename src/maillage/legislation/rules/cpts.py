"""CPTS: size class and the yearly money of its contract (ACI of 20 June 2019 and its avenant 2)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN

from maillage.kernel import BadInput, integer, with_no_break_spaces
from maillage.legislation.engine.quantity import Quantity, choose, pick
from maillage.legislation.engine.rules import Facts, Law, fact, rule
from maillage.legislation.facts import Given
from maillage.legislation.rules.vocabulary import to_the_cent

ACI = "l'accord conventionnel interprofessionnel (ACI) des CPTS, signé le 20 juin 2019"
ACI_IN_FORCE = "2019-08-25"


@dataclass(frozen=True, slots=True)
class CptsFacts(Given):
    """Facts of a CPTS; leave out what is not known. Raises BadInput for what cannot be.

    `size` is the class (1 to 4) written in the contract: when given, it speaks above the population.
    """

    population: int | None = fact(
        "Population du territoire",
        low=1,
        unit="person",
        where="Populations municipales de l'Insee, commune par commune",
        idle="La taille inscrite au contrat l'emporte.",
    )
    contract_year: int | None = fact(
        "Année du contrat (1 à la signature)",
        low=1,
        where="Contrat tripartite : date de signature",
        idle="Elle ne change que le calendrier des versements, pas le montant de l'année.",
    )
    size: int | None = fact(
        "Taille inscrite au contrat", low=1, high=4, unit="class", where="Contrat tripartite, annexe"
    )

    def __post_init__(self) -> None:
        if self.population is not None and self.population < 1:
            sentence = (
                f"Une population de {integer(self.population)} habitant n'est pas possible : "
                "choisissez au moins une commune habitée."
            )
            raise BadInput(with_no_break_spaces(sentence), field="population")
        if self.contract_year is not None and self.contract_year < 1:
            raise BadInput("La première année d'un contrat porte le numéro 1.", field="contract_year")
        Given.__post_init__(self)


@rule("cpts.size_class", since=ACI_IN_FORCE, unit="class", text=ACI)
def size_class(facts: Facts, law: Law) -> Quantity:
    """Classe de taille, d'après la population du territoire"""
    people = facts.population
    size_3_starts_at = law["cpts.size.size_3_starts_at"]
    at_80000 = law["cpts.size.bound_80000_belongs_to"]
    from_80000 = choose(
        people > size_3_starts_at, choose(people > law["cpts.size.size_3_ends_at"], 4, 3), at_80000
    )
    return choose(
        people < law["cpts.size.size_2_starts_at"], 1, choose(people < size_3_starts_at, 2, from_80000)
    )


def class_of(facts: Facts, law: Law) -> Quantity:
    """The class of the contract when it is given, else the one of the population."""
    return facts.stated("size", lambda: size_class(facts, law))


@rule("cpts.running_cost", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def running_cost(facts: Facts, law: Law) -> Quantity:
    """Fonctionnement (volet 1), montant annuel de la taille"""
    return pick(class_of(facts, law), lambda size: law[f"cpts.running_cost.size_{size}"])


@rule("cpts.running_cost_payment", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def running_cost_payment(facts: Facts, law: Law) -> Quantity:
    """Fonctionnement versé à la signature, puis avance au début de chaque année de contrat

    Montant annuel × 100 % la première année, 75 % ensuite, au centime.
    """
    return to_the_cent(running_cost_rate(facts, law) * running_cost(facts, law))


@rule("cpts.running_cost_balance", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def running_cost_balance(facts: Facts, law: Law) -> Quantity:
    """Solde du fonctionnement de l'année, versé avec le solde des missions

    Montant annuel moins l'avance.
    """
    return to_the_cent((1 - running_cost_rate(facts, law)) * running_cost(facts, law), ROUND_HALF_DOWN)


def running_cost_rate(facts: Facts, law: Law) -> Quantity:
    return choose(
        facts.contract_year > 1,
        law["cpts.contract.running_cost_advance_rate"],
        law["cpts.contract.running_cost_rate_at_signature"],
    )


@rule("cpts.ceiling", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def ceiling(facts: Facts, law: Law) -> Quantity:
    """Maximum théorique annuel : contrat complet, objectifs atteints"""
    return pick(class_of(facts, law), lambda size: law[f"cpts.ceiling.size_{size}"])


@rule("cpts.missions_maximum", since=ACI_IN_FORCE, unit="currency-EUR", text=ACI)
def missions_maximum(facts: Facts, law: Law) -> Quantity:
    """Maximum théorique annuel de toutes les missions

    Maximum théorique moins fonctionnement.
    """
    return ceiling(facts, law) - running_cost(facts, law)
