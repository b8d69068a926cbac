# ruff: noqa: RUF009 — `fact` makes a dataclass field
"""What is asked of a maison de santé: the facts of one civil year of its agreement, by group of questions."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Literal

from maillage.kernel import BadInput
from maillage.legislation.engine.rules import fact
from maillage.legislation.facts import Given

CONTRACT = "Contrat de la maison de santé, annexe"
REVIEW = "Bilan de l'année"
CALCULATOR = "Calculette des maisons de santé d'ameli"
YES_NO = "non|oui"
POINTS = "msp.points"
PATIENTS_IDLE = "Vos points obtenus remplacent le barème, où elle compte."
TEAM, OPENING, ACCESS, WORK, SYSTEM, PRECARITY, KNOWN = (
    "L'équipe et ses patients",
    "L'ouverture",
    "L'accès aux soins",
    "Le travail en équipe",
    "Le système d'information",
    "La précarité",
    "Vos points, si vous les connaissez déjà",
)

Level = Literal["aucun", "premier", "second"]
QualityLevel = Literal["aucun", "premier", "deuxième", "troisième"]


def asked(group: str, label: str, changes: str = "", *, where: str = REVIEW, **about: Any) -> Any:
    """A fact, with what it changes: a value of `msp.points` is named by its end, « {.quality} »."""
    return fact(label, where=where, group=group, changes=changes.replace("{.", f"{{{POINTS}."), **about)


yes_no = partial(asked, low=0, high=1, unit=YES_NO)
number_of = partial(asked, low=0)
share_of = partial(asked, low=0, high=1, unit="/1")
level_of = partial(asked, low=0, high=2, unit="aucun|premier|second")


@dataclass(frozen=True, slots=True)
class MspIndicator(Given):
    """One indicator of the structure's contract. A prerequisite that is missed leaves no money at all."""

    label: str
    kind: Literal["prerequis", "socle", "optionnel"]
    reached: bool | None = fact("Indicateur atteint", where=REVIEW, low=0, high=1, unit=YES_NO)
    fixed: Decimal | None = fact("Points fixes", where=CONTRACT, low=0, unit="points")
    variable: Decimal | None = fact(
        "Points variables pour 4 000 patients", where=CONTRACT, low=0, unit="points"
    )
    rate: Decimal | None = fact("Taux d'atteinte de la part variable", where=REVIEW, low=0, high=1, unit="/1")

    @property
    def about(self) -> str:
        return self.label

    @property
    def path(self) -> str:
        return f"indicators/{self.label}/"


@dataclass(frozen=True, slots=True)
class MspFacts(Given):
    """Facts of a maison de santé and of one civil year of its contract.

    Points come from the national scale and what the team does; or they are given, in all (`points`, `socle_points`)
    or indicator by indicator: then they speak above the scale. A prerequisite that stands in the scale by itself
    (`coordination`) adds no points: without it there is no money.
    """

    patients: int | None = number_of(
        TEAM,
        "Patientèle médecin traitant des médecins associés",
        "Les points variables sont donnés pour 4 000 patients, et suivent la patientèle.",
        where="Relevé de l'Assurance maladie",
        idle=PATIENTS_IDLE,
    )
    professionals: int | None = number_of(
        TEAM,
        "Professionnels de santé associés",
        "{.information_system.per_professional} chacun pour le système d'information jusqu'à "
        "{.information_system.first_professionals}, {.information_system.per_other_professional} au-delà.",
        where="Statuts de la SISA",
    )
    share_of_year: Decimal | None = share_of(
        TEAM,
        "Part de l'année sous contrat",
        "L'avance est à son prorata.",
        where="Date de signature du contrat",
    )
    hours_a_day: Decimal | None = number_of(
        OPENING,
        "Heures d'ouverture par jour, en semaine",
        "{.opening_hours} à partir de {.opening.full_from} ; {.opening.removed_below_full} de moins à partir de "
        "{.opening.reduced_from}, {.opening.removed_below_reduced} à partir de {.opening.least}. En dessous, le "
        "prérequis manque.",
        high=24,
        unit="heures",
    )
    saturday: bool | None = yes_no(
        OPENING, "Ouverte le samedi matin", "Fermée : {.opening.removed_on_saturday} de moins."
    )
    weeks_closed: int | None = number_of(
        OPENING,
        "Semaines de fermeture pendant les vacances scolaires",
        "{.opening.removed_in_holidays} de moins jusqu'à {.opening.weeks_closed_at_most}. Au-delà, le prérequis "
        "manque.",
        high=52,
    )
    unscheduled_care: bool | None = yes_no(
        OPENING,
        "Soins non programmés assurés chaque jour ouvré",
        "Sans eux, le prérequis d'ouverture manque.",
    )
    on_call_derogation: bool | None = yes_no(
        OPENING,
        "Dérogation de l'ARS liée à la permanence des soins",
        "Elle lève les retraits d'heures.",
        where="Décision de l'ARS",
    )
    crisis_plan: bool | None = yes_no(
        ACCESS, "Plan écrit de réponse aux crises sanitaires", "{.crisis} ; prérequis depuis 2023."
    )
    crisis_response: bool | None = yes_no(
        ACCESS,
        "Réponse à une crise qualifiée par l'ARS dans l'année",
        "{.crisis_response} pour 4 000 patients.",
    )
    sas_share: Decimal | None = share_of(
        ACCESS,
        "Part des médecins associés qui participent au SAS",
        "{.sas.full} à 100 %, ou quand toutes les demandes du SAS sont prises ; {.sas.half} à partir de "
        "{.sas.half_from}.",
    )
    services_level: Level | None = level_of(
        ACCESS,
        "Diversité de services des associés, niveau atteint",
        "{.diversity_of_services} par niveau.",
    )
    visiting_level: Level | None = level_of(
        ACCESS,
        "Consultations de médecins de second recours extérieurs, niveau atteint",
        "Premier niveau à deux jours par mois, second à deux jours et demi par semaine : {.visiting_doctors} chacun.",
    )
    specialist_trainees: bool | None = yes_no(
        ACCESS, "Consultations de spécialistes assurées par des stagiaires (CSTM)", "{.specialist_trainees}."
    )
    public_health_missions: int | None = number_of(
        ACCESS,
        "Missions de santé publique",
        "{.public_health} pour 4 000 patients chacune, {.public_health_counted_at_most} au plus.",
    )
    ipa_in_public_health: bool | None = yes_no(
        ACCESS,
        "Une IPA participe aux missions de santé publique",
        "{.public_health_with_ipa} de plus dès deux missions.",
    )
    users_level: Level | None = level_of(
        ACCESS,
        "Implication des usagers, niveau atteint",
        "{.users_involvement} au premier, {.users_involvement_variable} de plus pour 4 000 patients au second.",
    )
    coordination: bool | None = yes_no(
        WORK,
        "Fonction de coordination assurée",
        "{.coordination.fixed}, et pour 4 000 patients {.coordination.variable} jusqu'à "
        "{.coordination.degressive_from}, {.coordination.variable_beyond} au-delà. Sans elle, le prérequis manque.",
    )
    protocols: int | None = number_of(
        WORK,
        "Protocoles pluriprofessionnels",
        "{.protocols.per_protocol} chacun, {.protocols.counted_at_most} au plus.",
        where=CONTRACT,
    )
    protocols_with_ipa: int | None = number_of(
        WORK,
        "Protocoles auxquels une IPA participe",
        "{.protocols.with_ipa} de plus chacun.",
        where=CONTRACT,
    )
    meetings: int | None = number_of(
        WORK,
        "Réunions de concertation dans l'année",
        "{.concertation_meetings} au moins ; en dessous, la concertation ne compte pas.",
    )
    concertation_share: Decimal | None = share_of(
        WORK,
        "Part des patients en ALD ou de plus de 75 ans vus en concertation",
        "{.concertation} pour 4 000 patients à {.concertation_share}, en proportion en dessous.",
    )
    ipa_in_meetings: bool | None = yes_no(
        WORK,
        "Une IPA participe à la concertation",
        "{.concertation_with_ipa} de plus, dans la même proportion.",
    )
    traineeships: int | None = number_of(
        WORK,
        "Stages accueillis dans l'année",
        "{.traineeships} chacun à partir de {.traineeships_from}, {.traineeships_counted_at_most} au plus.",
        where="Conventions de stage",
    )
    external_coordination: bool | None = yes_no(
        WORK, "Coordination externe assurée", "{.external_coordination} pour 4 000 patients."
    )
    quality_level: QualityLevel | None = asked(
        WORK,
        "Démarche qualité, niveau atteint",
        "{.quality} au premier ; pour 4 000 patients, {.quality_second} de plus au deuxième et {.quality_third} au "
        "troisième.",
        low=0,
        high=3,
        unit="aucun|premier|deuxième|troisième",
    )
    national_protocols: int | None = number_of(
        WORK,
        "Protocoles nationaux de soins non programmés",
        "{.national_protocols} chacun, {.national_protocols_counted_at_most} au plus.",
    )
    heart_failure: bool | None = yes_no(
        WORK, "Parcours insuffisance cardiaque", "{.heart_failure} pour 4 000 patients."
    )
    child_obesity: bool | None = yes_no(WORK, "Parcours surpoids et obésité de l'enfant", "{.child_obesity}.")
    software_share: Decimal | None = share_of(
        SYSTEM,
        "Part de l'année avec un logiciel partagé labellisé, niveau standard",
        "{.information_system.standard} et les points de chaque professionnel, à son prorata. À 0 %, le prérequis "
        "manque.",
        where="Date du logiciel",
    )
    advanced_software: bool | None = yes_no(
        SYSTEM, "Logiciel labellisé de niveau avancé", "{.information_system.advanced}."
    )
    precarity_uplift: Decimal | None = asked(
        PRECARITY,
        "Majoration de précarité",
        "Elle s'ajoute au total, {msp.aci.precarity_maximum} au plus. À défaut, donnez les quatre parts.",
        where="Notification de l'Assurance maladie",
        low=0,
        unit="/1",
    )
    c2s_share: Decimal | None = share_of(
        PRECARITY, "Part de vos patients à la C2S", where="Relevé de l'Assurance maladie"
    )
    national_c2s_share: Decimal | None = share_of(
        PRECARITY, "Part nationale des patients à la C2S", where=CALCULATOR
    )
    ame_share: Decimal | None = share_of(
        PRECARITY, "Part de vos patients à l'AME", where="Relevé de l'Assurance maladie"
    )
    national_ame_share: Decimal | None = share_of(
        PRECARITY, "Part nationale des patients à l'AME", where=CALCULATOR
    )
    prerequisites_met: bool | None = yes_no(
        KNOWN, "Tous les prérequis sont atteints", "Un seul manque, et rien n'est dû."
    )
    points: Decimal | None = number_of(
        KNOWN, "Points obtenus", "Ils remplacent le barème.", where=CONTRACT, unit="points"
    )
    socle_points: Decimal | None = number_of(
        KNOWN,
        "Points des indicateurs prérequis et socles, atteints à 100 %",
        "Ils font l'avance.",
        where=CONTRACT,
        unit="points",
    )
    indicators: tuple[MspIndicator, ...] = ()

    def __post_init__(self) -> None:
        Given.__post_init__(self)
        ours, all_of_them = self.protocols_with_ipa, self.protocols
        if ours is not None and all_of_them is not None and ours > all_of_them:
            raise BadInput(
                f"{ours} protocoles avec une IPA, mais {all_of_them} en tout.", field="protocols_with_ipa"
            )
