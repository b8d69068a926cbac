# ruff: noqa: RUF009 — `fact` makes a dataclass field
"""Money of the other forms: centres de santé, ESP CLAP, ESCAP, ESS, and the label France santé."""

from dataclasses import dataclass
from decimal import Decimal

from maillage.kernel import BadInput
from maillage.legislation.engine.quantity import Quantity, choose
from maillage.legislation.engine.rules import Facts, Law, fact, rule
from maillage.legislation.facts import Given
from maillage.legislation.rules.vocabulary import at_least, at_most, product, to_the_cent

EURO = "currency-EUR"
YES_NO = "non|oui"
ACCORD_2015 = "l'accord national des centres de santé, publié le 30 septembre 2015"
ACCORD_2025 = "l'accord national des centres de santé du 28 août 2025, dit applicable en 2026"
IN_EUROS_SINCE = "2026-01-01"
LFSS_2026 = (
    "la loi n° 2025-1403 du 30 décembre 2025, de financement de la sécurité sociale pour 2026, article 63"
)
EXPERIMENT = "l'expérimentation des ESCAP (avenant 1 à l'ACIP du 20 juin 2024), ouverte pour trois ans"


@dataclass(frozen=True, slots=True)
class CdsFacts(Given):
    """Facts of a centre de santé: points until 2025, euros since 2026, from its own notification."""

    points: Decimal | None = fact("Points obtenus", where="Notification annuelle", low=0, unit="points")
    euros: Decimal | None = fact("Rémunération notifiée", where="Notification annuelle", low=0, unit=EURO)
    traineeships: int | None = fact("Stages accueillis dans l'année", where="Conventions de stage", low=0)


@dataclass(frozen=True, slots=True)
class EspClapFacts(Given):
    """A year of an ESP CLAP of the Pays de la Loire."""

    actions: int | None = fact(
        "Forfaits de l'année (un par professionnel et par action)", where="Actions faites et prouvées", low=0
    )


@dataclass(frozen=True, slots=True)
class EscapFacts(Given):
    """Professionals of a team in a year: those who use the tool, and among them those in enough ESCAP."""

    professionals: int | None = fact("Professionnels qui utilisent l'outil", where="Application ESCAP", low=0)
    involved: int | None = fact("Professionnels engagés dans cinq ESCAP", where="Application ESCAP", low=0)

    def __post_init__(self) -> None:
        Given.__post_init__(self)
        if (
            self.involved is not None
            and self.professionals is not None
            and self.involved > self.professionals
        ):
            raise BadInput(
                f"{self.involved} professionnels engagés, mais {self.professionals} utilisent l'outil.",
                field="involved",
            )


@dataclass(frozen=True, slots=True)
class EssFacts(Given):
    """An équipe de soins spécialisés."""

    doctors: int | None = fact("Médecins de l'équipe", where="Liste des membres", low=0)


def criterion(label: str) -> bool | None:
    met: bool | None = fact(label, where="Organisation de la structure", low=0, high=1, unit=YES_NO)
    return met


@dataclass(frozen=True, slots=True)
class FranceSanteFacts(Given):
    """A maison or centre, what the label asks, and the label."""

    doctor_and_nurse: bool | None = criterion("Un médecin et un infirmier")
    five_days: bool | None = criterion("Ouverte cinq jours par semaine")
    no_extra_fees: bool | None = criterion("Soins sans dépassement d'honoraires")
    within_48_hours: bool | None = criterion("Rendez-vous en 48 heures")
    takes_part: bool | None = criterion("Participation au SAS ou à la permanence des soins")
    labelled: bool | None = fact(
        "Label France santé obtenu", where="Décision d'attribution", low=0, high=1, unit=YES_NO
    )


@rule("cds.amount", since="2015-09-30", until=IN_EUROS_SINCE, unit=EURO, text=ACCORD_2015)
def cds_amount_in_points(facts: Facts, law: Law) -> Quantity:
    """Rémunération de l'accord national : points × valeur du point"""
    return facts.points * at_least(law["cds.accord.point_value"], 0)


@rule("cds.amount", since=IN_EUROS_SINCE, unit=EURO, text=ACCORD_2025)
def cds_amount_in_euros(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001 — the table is not in our sources
    """Rémunération de l'accord national, en euros depuis l'accord de 2025"""
    return facts.euros


@rule("cds.traineeship_points", since="2015-09-30", until=IN_EUROS_SINCE, unit="points", text=ACCORD_2015)
def cds_traineeship_points(facts: Facts, law: Law) -> Quantity:
    """Points des stages accueillis : points par stage, dans la limite des stages comptés"""
    counted = at_most(facts.traineeships, at_least(law["cds.accord.traineeships.counted_at_most"], 0))
    return counted * at_least(law["cds.accord.traineeships.points"], 0)


@rule("cds.traineeship_amount", since="2015-09-30", until=IN_EUROS_SINCE, unit=EURO, text=ACCORD_2015)
def cds_traineeship_amount_in_points(facts: Facts, law: Law) -> Quantity:
    """Stages accueillis : points × valeur du point"""
    return cds_traineeship_points(facts, law) * at_least(law["cds.accord.point_value"], 0)


@rule("cds.traineeship_amount", since=IN_EUROS_SINCE, unit=EURO, text=ACCORD_2025)
def cds_traineeship_amount_in_euros(facts: Facts, law: Law) -> Quantity:
    """Stages accueillis : montant par stage, dans la limite des stages comptés"""
    counted = at_most(facts.traineeships, at_least(law["cds.accord.traineeships.counted_at_most"], 0))
    return counted * at_least(law["cds.accord.traineeships.amount"], 0)


@rule(
    "esp_clap.amount", since="2018-01-01", unit=EURO, text="l'expérimentation ESP CLAP des Pays de la Loire"
)
def esp_clap_amount(facts: Facts, law: Law) -> Quantity:
    """Aide annuelle de l'équipe : forfaits, dans la limite du maximum par équipe"""
    earned = facts.actions * at_least(law["esp_clap.aid.per_action"], 0)
    return to_the_cent(at_most(earned, law["esp_clap.aid.team_maximum"]))


@rule("escap.amount", since="2025-03-23", until="2028-03-23", unit=EURO, text=EXPERIMENT)
def escap_amount(facts: Facts, law: Law) -> Quantity:
    """Forfaits annuels : un par professionnel qui utilise l'outil, un de plus à partir de cinq ESCAP"""
    involved = at_most(facts.involved, facts.professionals)
    return facts.professionals * law["escap.aid.tool"] + involved * law["escap.aid.involved"]


@rule("ess.start_up", since="2025-01-01", unit=EURO, text="la convention médicale 2024-2029")
def ess_start_up(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001 — no fact changes it in our sources
    """Crédit de démarrage de l'équipe de soins spécialisés"""
    return law["ess.aid.start_up"]


@rule("ess.endowment", since="2025-01-01", unit=EURO, text="la convention médicale 2024-2029")
def ess_endowment(facts: Facts, law: Law) -> Quantity:
    """Dotation annuelle de l'équipe de soins spécialisés

    50 000 € pour dix médecins, 100 000 € à partir de cent ; entre les deux, le calcul n'est pas dans nos sources.
    """
    least = law["ess.aid.least_doctors"]
    between = choose(facts.doctors > least, law["ess.aid.endowment"], law["ess.aid.endowment_least"])
    enough = choose(facts.doctors < law["ess.aid.most_doctors"], between, law["ess.aid.endowment_most"])
    return choose(facts.doctors < least, law["ess.aid.endowment_by_derogation"], enough)


@rule("france_sante.criteria", since="2025-12-31", unit=YES_NO, text=LFSS_2026)
def france_sante_criteria(facts: Facts, law: Law) -> Quantity:  # noqa: ARG001
    """Critères du label, tous réunis

    Médecin et infirmier, cinq jours par semaine, sans dépassement, rendez-vous en 48 heures, SAS ou permanence des
    soins.
    """
    return product(
        (
            facts.doctor_and_nurse,
            facts.five_days,
            facts.no_extra_fees,
            facts.within_48_hours,
            facts.takes_part,
        )
    )


@rule("france_sante.amount", since="2026-01-01", unit=EURO, text=LFSS_2026)
def france_sante_amount(facts: Facts, law: Law) -> Quantity:
    """Soutien annuel du label France santé"""
    return choose(facts.labelled > 0, law["france_sante.label.amount"], 0)
