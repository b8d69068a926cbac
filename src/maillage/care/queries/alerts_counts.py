"""What the mission « réponse aux crises » counts in a civil year. Small groups are not hidden here: `statistics` does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from maillage.care.enums import AlertKind, Family, VersionState
from maillage.care.models import Alert, AlertVersion, Called, Crisis, CrisisLesson, CrisisSheet, Reading
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import instants_in
from maillage.structures.queries.prepared import prepared
from maillage.structures.queries.together import sizes


@dataclass(frozen=True, slots=True)
class Formula:
    """A count, as one reads it: what it is, and what is counted."""

    label: str
    counted: str


#: Key of a count → its formula. Those of `legislation/indicators/crise_sanitaire.yaml` bear the same key.
FORMULAS: Mapping[str, Formula] = {
    "plan_de_crise_ecrit": Formula(
        "Fiches réflexes écrites",
        "Familles de crises dont la fiche a au moins un signal et des premières heures, sur cinq",
    ),
    "plan_de_crise_a_jour": Formula(
        "Fiches réflexes relues dans l’année", "Fiches dont la dernière relecture est de l’année"
    ),
    "exercices_de_crise": Formula("Exercices tenus", "Exercices terminés dans l’année, avec un retour écrit"),
    "exercices_sans_retour": Formula(
        "Exercices sans retour écrit", "Exercices terminés dans l’année, dont rien n’est retenu"
    ),
    "crises": Formula("Crises", "Plans déclenchés dans l’année, exercices à part"),
    "appels": Formula("Appels", "Crises et exercices de l’année où les professionnels ont été appelés"),
    "appeles": Formula("Professionnels appelés", "Professionnels appelés dans l’année, une fois par appel"),
    "appeles_repondu": Formula("Réponses aux appels", "Parmi les appelés, ceux qui ont répondu"),
    "professionnels_mobilisables": Formula(
        "Professionnels mobilisables", "Personnes différentes qui ont répondu oui, ou plus tard, dans l’année"
    ),
    "alertes_relayees": Formula("Alertes relayées", "Alertes diffusées pour la première fois dans l’année"),
    "alertes_lues": Formula("Lectures", "Lectures dites par un geste, des versions diffusées dans l’année"),
    "alertes_envoyees": Formula("Envois", "Personnes prévenues, une fois par version diffusée dans l’année"),
    "tensions_signalees": Formula("Tensions signalées", "Pénuries signalées dans l’année"),
    "tensions_resolues": Formula(
        "Tensions qui ont eu une suite", "Parmi elles, celles dont une conduite a été diffusée"
    ),
}


def counts(structure: Structure, year: int) -> dict[str, int]:
    """Key → how many, of a civil year on the clocks of the structure. One question."""
    return sizes(**counted_in(structure, year))


def counted_in(structure: Structure, year: int) -> dict[str, QuerySet[Any]]:
    """Key → the rows that it counts."""
    first, last = instants_in(structure, date(year, 1, 1), date(year, 12, 31))
    days = date(year, 1, 1), date(year + 1, 1, 1)
    return dict(zip(FORMULAS, _counted(structure, first, last, *days), strict=True))


@prepared
def _counted(
    structure: Structure, first: datetime, last: datetime, first_day: date, last_day: date
) -> tuple[QuerySet[Any], ...]:
    """In the order of `FORMULAS`."""

    def within(field: str) -> Q:
        return Q(**{f"{field}__gte": first, f"{field}__lt": last})

    sheets = CrisisSheet.objects.filter(structure=structure)
    crises = Crisis.objects.filter(structure=structure)
    alerts = Alert.objects.filter(structure=structure)
    exercises = crises.filter(within("ended_at"), is_exercise=True)
    learnt = Exists(CrisisLesson.objects.filter(crisis=OuterRef("pk")))
    called = Called.objects.filter(within("called_at"), crisis__structure=structure)
    ready = called.filter(answer__in=("oui", "plus_tard"), person__isnull=False)
    readings = Reading.objects.filter(within("version__sent_at"), version__alert__structure=structure)
    versions = AlertVersion.objects.filter(alert=OuterRef("pk"))
    sent = versions.filter(state__in=(VersionState.SENT, VersionState.REPLACED), sent_at__isnull=False)
    shortages = alerts.filter(within("signalled_at"), kind=AlertKind.SHORTAGE)
    written = sheets.filter(family__in=Family.values).exclude(signal="").exclude(first_hours="")
    return (
        written,
        sheets.filter(reviewed_on__gte=first_day, reviewed_on__lt=last_day),
        exercises.filter(learnt),
        exercises.exclude(learnt),
        crises.filter(within("started_at"), is_exercise=False),
        crises.filter(pk__in=called.order_by().values("crisis")),
        called,
        called.exclude(answer=""),
        Person.objects.filter(pk__in=ready.order_by().values("person")),
        alerts.filter(
            Exists(versions.filter(within("sent_at"))), ~Exists(versions.filter(sent_at__lt=first))
        ),
        readings.filter(read_at__isnull=False),
        readings,
        shortages,
        shortages.filter(Exists(sent)),
    )
