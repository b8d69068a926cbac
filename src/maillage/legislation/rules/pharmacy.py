# ruff: noqa: RUF009 — `fact` makes a dataclass field
"""Fees of a pharmacist in coordinated practice: correspondant, téléconsultation, bonus, tests, vaccines."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from maillage.kernel import BadInput
from maillage.legislation.engine.quantity import Quantity, choose
from maillage.legislation.engine.rules import Facts, Law, fact, rule
from maillage.legislation.facts import Given
from maillage.legislation.rules.vocabulary import (
    at_least,
    at_most,
    shared,
    to_the_cent,
    total,
    whole_blocks,
)

EURO = "currency-EUR"
YES_NO = "non|oui"
AVENANT_15 = "l'avenant 15 à la convention des pharmaciens, publié le 6 septembre 2019"
AVENANT_15_SINCE = "2019-09-07"
CONVENTION = "la convention nationale des pharmaciens du 9 mars 2022"
CONVENTION_SINCE = "2022-05-07"
AVENANT_1 = "l'avenant 1 à la convention des pharmaciens, signé le 10 juin 2024"
CONDITIONAL = "le décret n° 2021-1631, publié le 14 décembre 2021"
ROUTE_C = "le décret n° 2024-550 du 17 juin 2024"
ACCOUNTS = "Comptes de l'année"


def yes_no(label: str, where: str) -> bool | None:
    answer: bool | None = fact(label, where=where, low=0, high=1, unit=YES_NO)
    return answer


def number_of(label: str, where: str = ACCOUNTS) -> int | None:
    number: int | None = fact(label, where=where, low=0)
    return number


@dataclass(frozen=True, slots=True)
class CorrespondentFacts(Given):
    """Patients with at least one renewal or adjustment in the year, and the zone of the pharmacy."""

    patients: int | None = number_of("Patients avec un renouvellement ou une adaptation dans l'année")
    zone: Literal["aucune", "ZAC", "ZIP"] | None = fact(
        "Zonage de la pharmacie", where="Arrêté de zonage de l'ARS", low=0, high=2, unit="aucune|ZAC|ZIP"
    )


@dataclass(frozen=True, slots=True)
class TeleconsultationFacts(Given):
    """Téléconsultations of a year in a pharmacy."""

    count: int | None = number_of("Téléconsultations dans l'année")
    first_year: bool | None = yes_no("Première année d'équipement", ACCOUNTS)


@dataclass(frozen=True, slots=True)
class CoordinationFacts(Given):
    """A pharmacy and the structures that count: ESP, MSP, CPTS."""

    participates: bool | None = yes_no(
        "La pharmacie participe à une ESP, une MSP ou une CPTS", "Adhésion, signature"
    )


@dataclass(frozen=True, slots=True)
class Exceptional2024Facts(Given):
    """The year 2024 of a pharmacy."""

    sore_throat_test: bool | None = yes_no("Au moins un test d'angine", ACCOUNTS)
    urine_test_room: bool | None = yes_no("Locaux pour le test urinaire", ACCOUNTS)
    chronic_interview: bool | None = yes_no("Au moins un entretien d'un patient chronique", ACCOUNTS)
    pregnancy_interview: bool | None = yes_no("Au moins un entretien femme enceinte", ACCOUNTS)
    colorectal_kits: bool | None = yes_no("Kits de dépistage colorectal, 10 % de plus", ACCOUNTS)
    hybrid_and_biosimilar: bool | None = yes_no(
        "Au moins une substitution par un hybride et une par un biosimilaire", ACCOUNTS
    )


@dataclass(frozen=True, slots=True)
class TestFacts(Given):
    """Tests made at the counter, and those followed by an antibiotic."""

    __test__ = False  # not for pytest

    tests: int | None = number_of("Tests faits")
    antibiotics: int | None = number_of("Tests suivis d'un antibiotique")
    overseas: bool | None = yes_no("Pharmacie d'un DROM", "Adresse de la pharmacie")

    def __post_init__(self) -> None:
        Given.__post_init__(self)
        if self.tests is not None and self.antibiotics is not None and self.antibiotics > self.tests:
            raise BadInput(f"{self.antibiotics} antibiotiques pour {self.tests} tests.", field="antibiotics")


@dataclass(frozen=True, slots=True)
class PatientsFacts(Given):
    """Patients of an act paid per patient."""

    patients: int | None = number_of("Patients")


@dataclass(frozen=True, slots=True)
class ConditionalTestFacts(Given):
    """Tests made on a conditional prescription, and those that were positive."""

    patients: int | None = number_of("Tests faits")
    positives: int | None = number_of("Tests positifs")
    overseas: bool | None = yes_no("Pharmacie d'un DROM", "Adresse de la pharmacie")

    def __post_init__(self) -> None:
        Given.__post_init__(self)
        if self.patients is not None and self.positives is not None and self.positives > self.patients:
            raise BadInput(f"{self.positives} tests positifs pour {self.patients} tests.", field="positives")


@dataclass(frozen=True, slots=True)
class VaccinationFacts(Given):
    """Vaccines injected: prescribed by another, or by the pharmacist."""

    injections: int | None = number_of("Injections d'un vaccin prescrit par un autre")
    own_prescriptions: int | None = number_of("Vaccins prescrits et injectés par le pharmacien")
    overseas: bool | None = yes_no("Pharmacie d'un DROM", "Adresse de la pharmacie")


@dataclass(frozen=True, slots=True)
class VaccinationIncentiveFacts(Given):
    """Vaccines a pharmacist prescribed and injected in a civil year, and their share of all."""

    own_prescriptions: int | None = number_of("Vaccins prescrits et injectés par le pharmacien")
    own_share: Decimal | None = fact(
        "Part des vaccins injectés que le pharmacien a prescrits", where=ACCOUNTS, low=0, high=1, unit="/1"
    )


@dataclass(frozen=True, slots=True)
class FragileTerritoryFacts(Given):
    """A pharmacy of a fragile territory, and what its aid asks."""

    zone: bool | None = yes_no(
        "Territoire fragile de l'ARS (article L. 5125-6), en zone sous-dense en médecins", "Arrêtés de l'ARS"
    )
    alone: bool | None = yes_no("Seule pharmacie de la commune", "Annuaire")
    turnover: Decimal | None = fact(
        "Chiffre d'affaires TTC de l'année précédente", where=ACCOUNTS, low=0, unit=EURO
    )
    no_fraud: bool | None = yes_no(
        "Aucune condamnation définitive pour fraude l'année précédente", "Dossier de la pharmacie"
    )
    other_aids_told: bool | None = yes_no("Autres aides publiques déclarées", "Dossier remis à la CPAM")


@dataclass(frozen=True, slots=True)
class OnCallFacts(Given):
    """Calls of a pharmacy: periods, and prescriptions by hour."""

    period: int | None = number_of("Nuits, dimanches et jours fériés de garde")
    evening: int | None = number_of("Ordonnances, de 20 h à minuit et de 6 h à 8 h")
    night: int | None = number_of("Ordonnances, de minuit à 6 h")
    sunday: int | None = number_of("Ordonnances, dimanche et jour férié")
    off_hours: int | None = number_of("Ordonnances, en journée hors des heures d'ouverture")


@rule("pharmacy.correspondent", since=CONVENTION_SINCE, unit=EURO, text=CONVENTION)
def correspondent(facts: Facts, law: Law) -> Quantity:
    """Pharmacien correspondant, rémunération annuelle, en ZIP et en ZAC seulement

    2 € par patient jusqu'à 100, 1 € au-delà, dans la limite de 500 €.
    """
    first = law["pharmacy.correspondent.first_patients_count"]
    at_first_rate = at_most(facts.patients, first) * law["pharmacy.correspondent.first_patients"]
    beyond = at_least(facts.patients - first, 0) * law["pharmacy.correspondent.other_patients"]
    fee = at_most(at_first_rate + beyond, law["pharmacy.correspondent.maximum"])
    return choose(facts.zone > 0, fee, 0)


@rule("pharmacy.teleconsultation", since=AVENANT_15_SINCE, until=CONVENTION_SINCE, unit=EURO, text=AVENANT_15)
def teleconsultation_by_tiers(facts: Facts, law: Law) -> Quantity:
    """Téléconsultation en officine : équipement, et forfait selon le palier atteint

    Après la première année, l'équipement est payé dès une téléconsultation.
    """
    branch = "pharmacy.teleconsultation"
    beyond_second = choose(
        facts.count > law[f"{branch}.tiers.third_after"],
        law[f"{branch}.tiers.third"],
        law[f"{branch}.tiers.second"],
    )
    tier = choose(
        facts.count > law[f"{branch}.tiers.second_after"], beyond_second, law[f"{branch}.tiers.first"]
    )
    later = choose(facts.count > 0, law[f"{branch}.later_years"], 0)
    equipment = choose(facts.first_year > 0, law[f"{branch}.first_year"], later)
    return equipment + choose(facts.count > 0, tier, 0)


@rule("pharmacy.teleconsultation", since=CONVENTION_SINCE, unit=EURO, text=CONVENTION)
def teleconsultation_by_blocks(facts: Facts, law: Law) -> Quantity:
    """Téléconsultation en officine : équipement la première année, et montant par tranche commencée

    25 € par tranche de 5 commencée, dans la limite de 750 €, plus 1 225 € la première année.
    """
    branch = "pharmacy.teleconsultation"
    blocks = whole_blocks(facts.count, law[f"{branch}.block_size"])
    variable = at_most(blocks * law[f"{branch}.block"], law[f"{branch}.maximum"])
    equipment = choose(facts.first_year > 0, law[f"{branch}.first_year"], law[f"{branch}.later_years"])
    return equipment + variable


@rule("pharmacy.coordination_bonus", since="2016-01-28", unit=EURO, text="la rémunération sur objectifs")
def coordination_bonus(facts: Facts, law: Law) -> Quantity:
    """Participation à un exercice coordonné, pour l'année civile d'activité"""
    return choose(facts.participates > 0, at_least(law["pharmacy.coordination.bonus"], 0), 0)


@rule("pharmacy.exceptional_2024", since="2024-07-07", until="2025-01-01", unit=EURO, text=AVENANT_1)
def exceptional_2024(facts: Facts, law: Law) -> Quantity:
    """Rémunération exceptionnelle de 2024, lignes lues"""
    lines = (
        "sore_throat_test",
        "urine_test_room",
        "chronic_interview",
        "pregnancy_interview",
        "colorectal_kits",
        "hybrid_and_biosimilar",
    )
    return total(
        choose(getattr(facts, line) > 0, law[f"pharmacy.coordination.exceptional_2024.{line}"], 0)
        for line in lines
    )


@rule(
    "pharmacy.protocol_team",
    since="2020-03-09",
    until="2024-06-19",
    unit=EURO,
    text="le protocole national du 6 mars 2020, fermé aux pharmaciens depuis le 19 juin 2024",
)
def protocol_team(facts: Facts, law: Law) -> Quantity:
    """Dispensation sous protocole : montant pour l'équipe, partagé librement"""
    return facts.patients * law["pharmacy.tests.protocol_team"]


@rule("pharmacy.conditional_prescription", since="2021-12-15", unit=EURO, text=CONDITIONAL)
def conditional_prescription(facts: Facts, law: Law) -> Quantity:
    """Tests sur ordonnance de dispensation conditionnelle, positifs ou négatifs"""
    branch = "pharmacy.tests.conditional_prescription"
    positive, negative = (
        choose(facts.overseas > 0, at_least(law[f"{branch}.overseas_{result}"], 0), law[f"{branch}.{result}"])
        for result in ("positive", "negative")
    )
    return to_the_cent(shared(facts.patients, facts.positives, price=positive, other=negative))


@rule("pharmacy.direct_test", since="2024-06-19", unit=EURO, text=ROUTE_C)
def direct_test(facts: Facts, law: Law) -> Quantity:
    """Tests directs d'angine ou de cystite, avec ou sans antibiotique"""
    branch = "pharmacy.tests.direct"
    alone = choose(
        facts.overseas > 0, law[f"{branch}.overseas_without_antibiotic"], law[f"{branch}.without_antibiotic"]
    )
    with_antibiotic = choose(
        facts.overseas > 0, law[f"{branch}.overseas_with_antibiotic"], law[f"{branch}.with_antibiotic"]
    )
    return shared(facts.tests, facts.antibiotics, price=with_antibiotic, other=alone)


@rule("pharmacy.vaccination", since="2022-11-07", until="2023-08-09", unit=EURO, text=CONVENTION)
def vaccination_of_others(facts: Facts, law: Law) -> Quantity:
    """Injections de vaccins prescrits par d'autres"""
    return facts.injections * injection_fee(facts, law)


def injection_fee(facts: Facts, law: Law) -> Quantity:
    branch = "pharmacy.vaccination"
    return choose(facts.overseas > 0, law[f"{branch}.injection_overseas"], law[f"{branch}.injection"])


@rule(
    "pharmacy.vaccination", since="2023-08-09", unit=EURO, text="le décret du 8 août 2023 sur la vaccination"
)
def vaccination(facts: Facts, law: Law) -> Quantity:
    """Injections de vaccins prescrits par d'autres, et vaccins prescrits et injectés"""
    branch = "pharmacy.vaccination.prescription_and_injection"
    own = choose(facts.overseas > 0, at_least(law[f"{branch}_overseas"], 0), law[branch])
    return facts.injections * injection_fee(facts, law) + facts.own_prescriptions * own


@rule("pharmacy.vaccination_incentive", since="2024-01-01", until="2027-04-01", unit=EURO, text=AVENANT_1)
def vaccination_incentive(facts: Facts, law: Law) -> Quantity:
    """Incitation à prescrire et injecter, payée au premier semestre de l'année suivante

    3 € par vaccin prescrit et injecté, si leur part dépasse celle de l'année.
    """
    earned = facts.own_prescriptions * law["pharmacy.coordination.vaccine_incentive"]
    return choose(facts.own_share > law["pharmacy.coordination.vaccine_share"], earned, 0)


@rule(
    "pharmacy.fragile_territory",
    since="2025-01-01",
    unit=EURO,
    text="l'aide aux pharmacies des territoires fragiles, ouverte en 2025",
)
def fragile_territory(facts: Facts, law: Law) -> Quantity:
    """Aide à la pharmacie d'un territoire fragile, trois ans au plus

    Zone de l'ARS, seule pharmacie de la commune, chiffre d'affaires sous le plafond, aucune fraude, autres aides
    déclarées.
    """
    small = choose(facts.turnover < law["pharmacy.fragile_territory.turnover_below"], 1, 0)
    may = facts.zone * facts.alone * small * facts.no_fraud * facts.other_aids_told
    return may * law["pharmacy.fragile_territory.amount"]


@rule("pharmacy.on_call", since="2025-01-08", unit=EURO, text=AVENANT_1)
def on_call(facts: Facts, law: Law) -> Quantity:
    """Gardes : par période, et par ordonnance selon l'heure"""
    kinds = ("period", "evening", "night", "sunday", "off_hours")
    return total(getattr(facts, kind) * law[f"pharmacy.vaccination.on_call.{kind}"] for kind in kinds)
