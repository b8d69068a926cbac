"""What a structure waits for, of its alerts, its seasons and its crises; the days of its year."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from maillage.care.enums import Ability, AlertState, VersionState
from maillage.care.models import Alert, Crisis, SeasonPlan, SeasonYear, Validation
from maillage.care.queries.seasons import begins, season_shown
from maillage.care.types import YearTelling
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import today_in
from maillage.structures.queries.hanging import hang
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, Waiting, Wanted, YearDate

MOST = 20
VALIDATORS = "Des validateurs ne répondent pas : relancer ?"


def awaiting(structure: Structure) -> Waiting:
    """Crises that run, alerts that nobody answered yet or whose validators are silent, seasons to prepare."""
    today = today_in(structure)
    running, signalled, over, plans, years = lists = _lists(structure, today)
    yield Wanted(lists)
    hang(plans, "years", "plan", years)
    slug = structure.slug
    for crisis in running:
        mark = "Exercice en cours" if crisis.is_exercise else "Crise en cours"
        yield Task(mark, reverse("care:crisis", args=[slug, crisis.pk]), crisis.title, Ability.READ, today)
    for alert in signalled:
        url = reverse("care:alert", args=[slug, alert.pk])
        said = VALIDATORS if alert.is_read else "Alerte signalée : que répondre ?"
        yield Task(said, url, alert.title, Ability.COORDINATE, None, Role.COORDINATION)
    for alert in over:
        url = reverse("care:alert", args=[slug, alert.pk])
        yield Task(
            "Alerte périmée : terminer, ou prolonger ?",
            url,
            alert.title,
            Ability.COORDINATE,
            None,
            Role.COORDINATION,
        )
    for plan in plans:
        shown = season_shown(plan, on=today)
        url = reverse("care:season", args=[slug, plan.pk])
        if shown.is_to_prepare:
            said, due = f"{plan.title} : à préparer", shown.starts_on
            yield Task(said, url, shown.said_when, Ability.COORDINATE, due, Role.COORDINATION)
        elif shown.is_to_tell:
            said = f"{plan.title} : dire ce qui a été fait"
            yield Task(said, url, shown.said_when, Ability.COORDINATE, None, Role.COORDINATION)


@prepared
def _lists(
    structure: Structure, today: date
) -> tuple[QuerySet[Crisis], QuerySet[Any], QuerySet[Alert], QuerySet[SeasonPlan], QuerySet[SeasonYear]]:
    alerts = Alert.objects.filter(structure=structure)
    silent = Validation.objects.filter(
        version__alert=OuterRef("pk"), version__state=VersionState.ASKED, answer="", person__isnull=False
    )
    over = alerts.filter(state=AlertState.SENT, versions__state="diffusee", versions__valid_until__lt=today)
    return (
        Crisis.objects.filter(structure=structure, ended_at=None).order_by("is_exercise", "pk")[:2],
        alerts.annotate(is_read=Exists(silent))
        .filter(Q(state=AlertState.SIGNALLED) | Q(state=AlertState.SENT, is_read=True))
        .order_by("signalled_at", "pk")[:MOST],
        over.order_by("pk")[:MOST],
        SeasonPlan.objects.filter(structure=structure).order_by("month", "day", "pk")[:MOST],
        SeasonYear.objects.filter(plan__structure=structure).order_by("-year"),
    )


def year(structure: Structure, first: date, last: date) -> YearTelling:
    """The day of each season."""
    plans = structure.season_plans.select_related("owner")
    yield [plans]
    for plan in plans:
        for each in range(first.year, last.year + 1):
            day = begins(plan, each)
            if first <= day <= last:
                who = f"Responsable : {plan.owner.name}" if plan.owner else "Sans responsable"
                path = reverse("care:season", args=[structure.slug, plan.pk])
                yield YearDate(day, plan.title, who, path, "Préparer")
