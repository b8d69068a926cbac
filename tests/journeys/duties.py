"""Duties of the demonstration: its rosters, who can take, taps; addresses of one's own are made here."""

from django.utils import timezone
from playwright.sync_api import Page

from journeys.events import send_empty
from journeys.projects import SLUG, running
from journeys.steps import send_by, without_checks
from maillage.care.enums import SwapState
from maillage.care.models import Duty, Roster, Swap
from maillage.people.models import Person
from maillage.people.services import doors_to

CARE = f"/s/{SLUG}/soins/"
DUTY, TAKING = f"{CARE}gardes/", f"{CARE}non-programmes/"
EMPTY = "/s/esp-clap-des-mauges-demonstration/soins/"


def evenings() -> Roster:
    return running().care_rosters.get(name__startswith="Médecins")


def coming() -> Duty:
    """The last that is published: nobody hands it over."""
    return evenings().duties.filter(published__isnull=False).select_related("published").order_by("-day")[0]


def sought() -> Swap:
    return Swap.objects.select_related("giver", "duty").get(
        duty__roster=evenings(), state=SwapState.ASKED, against=None
    )


def door(person: Person, step: str) -> str:
    return doors_to([person], on=timezone.localdate())[person.pk].step(step)


def someone_else(swap: Swap) -> Person:
    return evenings().members.exclude(person=swap.giver).order_by("pk")[0].person


def roster(page: Page) -> None:
    page.goto(f"{DUTY}{evenings().pk}/")
    page.locator("details").first.evaluate("fold => { fold.open = true; }")


def drafted(page: Page) -> None:
    page.goto(f"{DUTY}{evenings().pk}/?mois={evenings().duties.order_by('-day')[0].day:%Y-%m}")


def settings(page: Page) -> None:
    page.goto(f"{DUTY}{evenings().pk}/reglages/")


def settings_refused(page: Page) -> None:
    settings(page)
    without_checks(page)
    page.get_by_label("Lundi").fill("matin")
    send_by(page.get_by_role("button", name="Enregistrer"))


def turn(page: Page) -> None:
    page.goto(f"{DUTY}{evenings().pk}/tours/{coming().pk}/")


def capacity(page: Page) -> None:
    page.goto(f"{TAKING}{coming().published_id}/")


def regulation_refused(page: Page) -> None:
    page.goto(f"{TAKING}regulation/")
    send_empty(page, "Ouvrir un poste")


def board(page: Page) -> None:
    page.goto(running().duty_board.link.get_absolute_url())


def taps(page: Page) -> None:
    page.goto(running().regulation_posts.all()[0].link.get_absolute_url())


def second_tap(page: Page) -> None:
    page.goto(running().regulation_posts.all()[0].link.step("infirmier"))


def own_duties(page: Page) -> None:
    page.goto(door(someone_else(sought()), "gardes"))


def own_duty(page: Page) -> None:
    found = coming()
    assert found.published
    page.goto(door(found.published, f"garde-{found.pk}"))


def own_swap(page: Page) -> None:
    swap = sought()
    page.goto(door(someone_else(swap), f"remplacement-{swap.pk}"))


def own_exchange(page: Page) -> None:
    swap = Swap.objects.get(duty__roster=evenings(), state=SwapState.ASKED, against__isnull=False)
    assert swap.asked_of
    page.goto(door(swap.asked_of, f"remplacement-{swap.pk}"))


def closing(page: Page) -> None:
    page.goto(f"{DUTY}{evenings().pk}/fermer/")


def own_capacity(page: Page) -> None:
    page.goto(door(someone_else(sought()), "capacite"))
    without_checks(page)
    page.get_by_label("Lundi").fill("120")
    send_by(page.get_by_role("button", name="Enregistrer"))
