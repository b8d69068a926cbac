"""Whom a pharmacy may test, vaccinate or follow, and how it may hold a téléconsultation.

Ages, delays and rooms only: what a pharmacist examines (exclusions, signs of emergency) is no rule of this room.
"""

from dataclasses import dataclass
from typing import Literal

from maillage.legislation.engine.quantity import Quantity, choose
from maillage.legislation.engine.rules import Facts, Law, fact, rule
from maillage.legislation.facts import Given
from maillage.legislation.rules.interviews import FILE
from maillage.legislation.rules.pharmacy import (
    CONDITIONAL,
    CONVENTION,
    CONVENTION_SINCE,
    ROUTE_C,
    YES_NO,
    number_of,
    yes_no,
)
from maillage.legislation.rules.vocabulary import product

BRANCH = "pharmacy.patients"
DECREE_SINCE = "2023-08-09"
ROOM = "Local de la pharmacie"


def age_of_patient() -> int | None:
    age: int | None = fact("Âge", where=FILE, low=0, unit="ans")
    return age


@dataclass(frozen=True, slots=True)
class DirectTestPatientFacts(Given):
    """A patient who comes to be tested without a prescription."""

    age: int | None = age_of_patient()
    complaint: Literal["angine", "cystite"] | None = fact(
        "Motif", where="Ce que dit le patient", low=0, high=1, unit="angine|cystite"
    )
    woman: bool | None = yes_no("Patiente", FILE)


@dataclass(frozen=True, slots=True)
class ConditionalTestPatientFacts(Given):
    """A patient who comes with a conditional prescription for a sore throat."""

    age: int | None = age_of_patient()
    days: int | None = number_of("Jours depuis l'ordonnance", "Ordonnance")


@dataclass(frozen=True, slots=True)
class VaccinationPatientFacts(Given):
    """A patient who comes to be vaccinated."""

    age: int | None = age_of_patient()
    live_vaccine_for_immunodepressed: bool | None = yes_no("Vaccin vivant, patient immunodéprimé", FILE)


@dataclass(frozen=True, slots=True)
class InterviewPatientFacts(Given):
    """A patient treated by an AVK, an AOD, or for asthma."""

    months: int | None = fact("Durée du traitement", where=FILE, low=0, unit="month")


@dataclass(frozen=True, slots=True)
class TeleconsultationRoomFacts(Given):
    """How a pharmacy holds a téléconsultation."""

    video: bool | None = yes_no("Par vidéo", ROOM)
    closed_room: bool | None = yes_no("Dans une pièce fermée", ROOM)
    four_devices: bool | None = yes_no("Stéthoscope et otoscope connectés, oxymètre, tensiomètre", ROOM)
    free_for_patient: bool | None = yes_no(
        "Rien n'est demandé au patient par la pharmacie", "Tarifs affichés"
    )


@rule("pharmacy.direct_test_open", since="2024-06-19", unit=YES_NO, text=ROUTE_C)
def direct_test_open(facts: Facts, law: Law) -> Quantity:
    """Test direct ouvert au patient, par son âge

    Angine : à partir de 10 ans. Cystite : une femme de 16 à 65 ans. Les autres exclusions restent à examiner.
    """
    sore_throat = choose(facts.age < law[f"{BRANCH}.sore_throat_age_from"], 0, 1)
    old_enough = choose(facts.age < law[f"{BRANCH}.cystitis_age_from"], 0, 1)
    young_enough = choose(facts.age > law[f"{BRANCH}.cystitis_age_up_to"], 0, 1)
    return choose(facts.complaint > 0, facts.woman * old_enough * young_enough, sore_throat)


@rule("pharmacy.conditional_test_open", since="2021-12-15", unit=YES_NO, text=CONDITIONAL)
def conditional_test_open(facts: Facts, law: Law) -> Quantity:
    """Test d'angine sur ordonnance conditionnelle ouvert au patient : âge, délai de l'ordonnance"""
    old_enough = choose(facts.age < law[f"{BRANCH}.conditional_age_from"], 0, 1)
    return old_enough * choose(facts.days > law[f"{BRANCH}.conditional_days"], 0, 1)


@rule("pharmacy.vaccination_open", since="2022-11-07", until=DECREE_SINCE, unit=YES_NO, text=CONVENTION)
def booster_open(facts: Facts, law: Law) -> Quantity:
    """Vaccination ouverte au patient, rappels sur ordonnance : âge"""
    return choose(facts.age < law[f"{BRANCH}.vaccination_age_from"], 0, 1)


@rule(
    "pharmacy.vaccination_open",
    since=DECREE_SINCE,
    unit=YES_NO,
    text="le décret du 8 août 2023 sur la vaccination",
)
def vaccination_open(facts: Facts, law: Law) -> Quantity:
    """Vaccination ouverte au patient : âge, et pas de vaccin vivant à un patient immunodéprimé"""
    old_enough = choose(facts.age < law[f"{BRANCH}.vaccination_age_from"], 0, 1)
    return old_enough * choose(facts.live_vaccine_for_immunodepressed > 0, 0, 1)


@rule("pharmacy.interview_open", since=CONVENTION_SINCE, unit=YES_NO, text=CONVENTION)
def interview_open(facts: Facts, law: Law) -> Quantity:
    """Entretien AVK, AOD ou asthme ouvert au patient, par la durée du traitement"""
    return choose(facts.months < law[f"{BRANCH}.interview_months_from"], 0, 1)


@rule(
    "pharmacy.teleconsultation_open",
    since=CONVENTION_SINCE,
    unit=YES_NO,
    text="la téléconsultation en officine, telle que la dit ameli le 26 février 2025",
)
def teleconsultation_open(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001 — a rule reads facts, the law, or both
    """Conditions d'une téléconsultation en officine, toutes réunies

    Vidéo, pièce fermée, quatre appareils, rien de demandé au patient. Le médecin traitant oriente, sauf patient de
    moins de 16 ans, sans médecin traitant, ou dont le médecin n'est pas disponible à temps, spécialité en accès
    direct et urgence.
    """
    return product((facts.video, facts.closed_room, facts.four_devices, facts.free_for_patient))
