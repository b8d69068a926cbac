"""Maisons de santé: the points of each indicator of avenant 1 (2022), then their euros.

Points that follow the patients are given for 4,000 and proportional, below and above.
"""

from maillage.legislation.engine.quantity import Quantity, choose
from maillage.legislation.engine.rules import Facts, Formula, Law, rule
from maillage.legislation.rules.vocabulary import at_least, at_most, to_the_cent, total

ACI_MSP = "l'accord conventionnel interprofessionnel (ACI) des maisons de santé, signé le 20 avril 2017"
ACI_MSP_APPROVED = "2017-07-24"
AVENANT_1 = "l'avenant 1 à l'ACI des maisons de santé, publié le 3 août 2022 pour toute l'année 2022"
AVENANT_1_SINCE = "2022-01-01"
EURO = "currency-EUR"
BRANCH = "msp.points"


@rule("msp.patients_ratio", since=ACI_MSP_APPROVED, unit="/1", text=ACI_MSP)
def patients_ratio(facts: Facts, law: Law) -> Quantity:
    """Patientèle rapportée à la patientèle de référence

    Jusqu'à 4 000 patients, patients ÷ 4 000 ; au-delà, selon la part comptée : entière depuis 2022.
    """
    reference = law["msp.aci.reference_patients"]
    above = at_least(facts.patients - reference, 0)
    return (at_most(facts.patients, reference) + law["msp.aci.patients_above_reference"] * above) / reference


def variable(name: str, facts: Facts, law: Law) -> Quantity:
    return law[f"{BRANCH}.{name}"] * patients_ratio(facts, law)


@rule("msp.opening_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def opening(facts: Facts, law: Law) -> Quantity:
    """Horaires d'ouverture et soins non programmés (prérequis)

    Points de l'indicateur, moins ce que retirent les journées courtes, le samedi et les vacances ; rien sous les
    minimums, ni sans soins non programmés.
    """
    of = f"{BRANCH}.opening"
    short_days = choose(
        facts.hours_a_day < law[f"{of}.full_from"],
        choose(
            facts.hours_a_day < law[f"{of}.reduced_from"],
            law[f"{of}.removed_below_reduced"],
            law[f"{of}.removed_below_full"],
        ),
        0,
    )
    closed = choose(facts.saturday > 0, 0, law[f"{of}.removed_on_saturday"])
    closed += choose(facts.weeks_closed > 0, law[f"{of}.removed_in_holidays"], 0)
    lifted = choose(facts.on_call_derogation > 0, law[f"{of}.derogation_lifts_the_rest"], 0)
    open_enough = choose(facts.hours_a_day < law[f"{of}.least"], lifted, 1)
    open_enough *= choose(facts.weeks_closed > law[f"{of}.weeks_closed_at_most"], lifted, 1)
    removed = choose(facts.on_call_derogation > 0, 0, short_days) + (1 - lifted) * closed
    return facts.unscheduled_care * open_enough * (law[f"{BRANCH}.opening_hours"] - removed)


@rule("msp.crisis_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def crisis(facts: Facts, law: Law) -> Quantity:
    """Réponse aux crises sanitaires graves (le plan est un prérequis depuis 2023)

    Points du plan, et points variables si l'ARS a qualifié une crise.
    """
    response = facts.crisis_response * variable("crisis_response", facts, law)
    return facts.crisis_plan * law[f"{BRANCH}.crisis"] + response


@rule("msp.sas_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def sas(facts: Facts, law: Law) -> Quantity:
    """Participation au service d'accès aux soins (SAS)"""
    of = f"{BRANCH}.sas"
    partial = choose(facts.sas_share < 1, law[f"{of}.half"], law[f"{of}.full"])
    return choose(facts.sas_share < law[f"{of}.half_from"], 0, partial)


@rule("msp.services_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def services(facts: Facts, law: Law) -> Quantity:
    """Diversité de services des associés"""
    return facts.services_level * law[f"{BRANCH}.diversity_of_services"]


@rule("msp.visiting_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def visiting(facts: Facts, law: Law) -> Quantity:
    """Consultations de médecins de second recours extérieurs"""
    return facts.visiting_level * law[f"{BRANCH}.visiting_doctors"]


@rule("msp.specialist_trainees_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def specialist_trainees(facts: Facts, law: Law) -> Quantity:
    """Consultations de spécialistes assurées par des stagiaires (CSTM)"""
    return facts.specialist_trainees * law[f"{BRANCH}.specialist_trainees"]


@rule("msp.public_health_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def public_health(facts: Facts, law: Law) -> Quantity:
    """Missions de santé publique

    Points variables par mission, dans la limite des missions comptées, et points d'une IPA quand elles y sont toutes.
    """
    most = law[f"{BRANCH}.public_health_counted_at_most"]
    counted = at_most(facts.public_health_missions, most)
    with_ipa = choose(facts.public_health_missions < most, 0, law[f"{BRANCH}.public_health_with_ipa"])
    return counted * variable("public_health", facts, law) + facts.ipa_in_public_health * with_ipa


@rule("msp.users_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def users(facts: Facts, law: Law) -> Quantity:
    """Implication des usagers"""
    first = choose(facts.users_level > 0, law[f"{BRANCH}.users_involvement"], 0)
    return first + choose(facts.users_level > 1, variable("users_involvement_variable", facts, law), 0)


@rule(
    "msp.coordination_points",
    since=ACI_MSP_APPROVED,
    until=AVENANT_1_SINCE,
    unit="points",
    text=ACI_MSP,
)
def coordination_unread(facts: Facts, law: Law) -> Quantity:
    """Fonction de coordination (prérequis)"""
    of = f"{BRANCH}.coordination"
    return at_least(law[f"{of}.fixed"], 0) + at_least(law[f"{of}.variable"], 0) * patients_ratio(facts, law)


@rule("msp.coordination_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def coordination(facts: Facts, law: Law) -> Quantity:
    """Fonction de coordination (prérequis)

    Points fixes, points variables pour 4 000 patients jusqu'à 8 000, et moins au-delà.
    """
    of, turn = f"{BRANCH}.coordination", law[f"{BRANCH}.coordination.degressive_from"]
    first = law[f"{of}.variable"] * at_most(facts.patients, turn)
    beyond = law[f"{of}.variable_beyond"] * at_least(facts.patients - turn, 0)
    return law[f"{of}.fixed"] + (first + beyond) / law["msp.aci.reference_patients"]


@rule(
    "msp.protocols_points",
    since=ACI_MSP_APPROVED,
    until=AVENANT_1_SINCE,
    unit="points",
    text=ACI_MSP,
)
def protocols_without_ipa(facts: Facts, law: Law) -> Quantity:
    """Protocoles pluriprofessionnels (socle)"""
    counted = at_most(facts.protocols, law[f"{BRANCH}.protocols.counted_at_most"])
    return counted * law[f"{BRANCH}.protocols.per_protocol"]


@rule("msp.protocols_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def protocols(facts: Facts, law: Law) -> Quantity:
    """Protocoles pluriprofessionnels (socle)

    Points par protocole compté, et points ajoutés à ceux auxquels une IPA participe.
    """
    of = f"{BRANCH}.protocols"
    counted = at_most(facts.protocols, law[f"{of}.counted_at_most"])
    with_ipa = at_most(facts.protocols_with_ipa, counted)
    return counted * law[f"{of}.per_protocol"] + with_ipa * law[f"{of}.with_ipa"]


@rule("msp.concertation_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def concertation(facts: Facts, law: Law) -> Quantity:
    """Concertation pluriprofessionnelle (socle)

    Points variables × taux (part des patients vus ÷ 5 %, 1 au plus) × patientèle rapportée à 4 000, si les réunions
    sont assez nombreuses.
    """
    rate = at_most(facts.concertation_share / law[f"{BRANCH}.concertation_share"], 1)
    met = choose(facts.meetings < law[f"{BRANCH}.concertation_meetings"], 0, rate)
    return met * concertation_at_full_rate(facts, law)


def concertation_at_full_rate(facts: Facts, law: Law) -> Quantity:
    with_ipa = facts.ipa_in_meetings * variable("concertation_with_ipa", facts, law)
    return variable("concertation", facts, law) + with_ipa


@rule("msp.traineeships_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def traineeships(facts: Facts, law: Law) -> Quantity:
    """Formation des jeunes professionnels, par stage"""
    counted = at_most(facts.traineeships, law[f"{BRANCH}.traineeships_counted_at_most"])
    alone = choose(facts.traineeships < 1, 0, law[f"{BRANCH}.traineeship_alone"])
    enough = counted * law[f"{BRANCH}.traineeships"]
    return choose(facts.traineeships < law[f"{BRANCH}.traineeships_from"], alone, enough)


@rule("msp.external_coordination_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def external_coordination(facts: Facts, law: Law) -> Quantity:
    """Coordination externe"""
    return facts.external_coordination * variable("external_coordination", facts, law)


@rule("msp.quality_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def quality(facts: Facts, law: Law) -> Quantity:
    """Démarche qualité"""
    return (
        choose(facts.quality_level > 0, law[f"{BRANCH}.quality"], 0)
        + choose(facts.quality_level > 1, variable("quality_second", facts, law), 0)
        + choose(facts.quality_level > 2, variable("quality_third", facts, law), 0)
    )


@rule("msp.national_protocols_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def national_protocols(facts: Facts, law: Law) -> Quantity:
    """Protocoles nationaux de soins non programmés"""
    counted = at_most(facts.national_protocols, law[f"{BRANCH}.national_protocols_counted_at_most"])
    return counted * law[f"{BRANCH}.national_protocols"]


@rule("msp.heart_failure_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def heart_failure(facts: Facts, law: Law) -> Quantity:
    """Parcours insuffisance cardiaque"""
    return facts.heart_failure * variable("heart_failure", facts, law)


@rule("msp.child_obesity_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def child_obesity(facts: Facts, law: Law) -> Quantity:
    """Parcours surpoids et obésité de l'enfant"""
    return facts.child_obesity * law[f"{BRANCH}.child_obesity"]


@rule("msp.software_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def software(facts: Facts, law: Law) -> Quantity:
    """Système d'information labellisé, niveau standard (prérequis)

    Points fixes et points par professionnel, moindres au-delà des premiers, au prorata de la date du logiciel.
    """
    return facts.software_share * software_the_whole_year(facts, law)


def software_the_whole_year(facts: Facts, law: Law) -> Quantity:
    of = f"{BRANCH}.information_system"
    few = law[f"{of}.first_professionals"]
    first = at_most(facts.professionals, few) * law[f"{of}.per_professional"]
    others = at_least(facts.professionals - few, 0) * law[f"{of}.per_other_professional"]
    return law[f"{of}.standard"] + first + others


@rule("msp.advanced_software_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def advanced_software(facts: Facts, law: Law) -> Quantity:
    """Système d'information labellisé, niveau avancé"""
    return facts.advanced_software * law[f"{BRANCH}.information_system.advanced"]


ACCESS = (opening, crisis, sas, services, visiting, specialist_trainees, public_health, users)
WORK = (
    coordination,
    protocols,
    concertation,
    traineeships,
    external_coordination,
    quality,
    national_protocols,
    heart_failure,
    child_obesity,
)
SYSTEM = (software, advanced_software)


@rule("msp.access_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def access_points(facts: Facts, law: Law) -> Quantity:
    """Accès aux soins"""
    return total(indicator(facts, law) for indicator in ACCESS)


@rule("msp.work_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def work_points(facts: Facts, law: Law) -> Quantity:
    """Travail en équipe"""
    return total(indicator(facts, law) for indicator in WORK)


@rule("msp.system_points", since=AVENANT_1_SINCE, unit="points", text=AVENANT_1)
def system_points(facts: Facts, law: Law) -> Quantity:
    """Système d'information"""
    return total(indicator(facts, law) for indicator in SYSTEM)


def in_euros(indicator: Formula) -> Formula:
    """The rule that tells an indicator in euros, before any uplift, since the indicator exists."""

    def amount(facts: Facts, law: Law) -> Quantity:
        return to_the_cent(indicator(facts, law) * law["msp.aci.point_value"])

    amount.__doc__ = indicator.title
    first = indicator.versions[0]
    name = indicator.id.removesuffix("_points")
    return rule(f"{name}_amount", since=first.since.isoformat(), unit=EURO, text=first.text)(amount)


AMOUNTS = tuple(in_euros(indicator) for indicator in (*ACCESS, *WORK, *SYSTEM))
