"""Alerts and crises of the demonstration: its numbers are found there, addresses of one's own are made here."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page

from journeys.events import send_empty
from journeys.projects import SLUG, running
from journeys.steps import unfold
from maillage.care.models import Reading
from maillage.people.models import Person
from maillage.people.services import doors_to

CARE = f"/s/{SLUG}/soins/"


def alert(number: int) -> Callable[[Page], None]:
    def then(page: Page) -> None:
        page.goto(f"{CARE}alertes/{running().alerts.get(number=number).pk}/")
        unfold(page)

    return then


def readings(page: Page) -> None:
    page.goto(f"{CARE}alertes/{running().alerts.get(number=1).pk}/lectures/")


def alerts_refused(page: Page) -> None:
    page.goto(f"{CARE}alertes/")
    unfold(page)
    send_empty(page, "Noter cette alerte")


def season(page: Page) -> None:
    page.goto(f"{CARE}saisons/{running().season_plans.order_by('month')[0].pk}/")


def own_season(page: Page) -> None:
    """Of who answers for it: its tasks, and what was done."""
    plan = running().season_plans.filter(owner__isnull=False).order_by("month")[0]
    assert plan.owner
    page.goto(door(plan.owner, f"saison-{plan.pk}"))
    unfold(page)


def crisis(page: Page) -> None:
    page.goto(f"{CARE}crise/{running().crises.order_by('pk')[0].pk}/")
    unfold(page)


def answers(page: Page) -> None:
    page.goto(f"{CARE}crise/{running().crises.order_by('pk')[0].pk}/reponses/")


def start_refused(page: Page) -> None:
    page.goto(f"{CARE}crise/declencher/")
    send_empty(page, "Déclencher")


def door(person: Person, step: str) -> str:
    return doors_to([person], on=timezone.localdate())[person.pk].step(step)


def own_alert(page: Page) -> None:
    reading = Reading.objects.filter(version__alert__structure=running(), read_at=None).order_by("-pk")[0]
    assert reading.person
    page.goto(door(reading.person, f"alerte-{reading.pk}"))


def own_signal(page: Page) -> None:
    called = running().crises.order_by("pk")[0].called.order_by("pk")[0]
    assert called.person
    page.goto(door(called.person, "rupture"))


def own_validation(page: Page) -> None:
    one = running().people.get(name="Ange Fictif")
    page.goto(door(one, f"valider-{one.care_validations.all()[0].pk}"))


def own_crisis(page: Page) -> None:
    """While it runs, with what is folded."""
    held = running().crises.order_by("pk")[0]
    type(held).objects.filter(pk=held.pk).update(ended_at=None)
    called = held.called.filter(answer="").order_by("pk")[0]
    assert called.person
    page.goto(door(called.person, f"crise-{called.pk}"))
    unfold(page)
