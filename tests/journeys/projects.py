"""The project of the demonstration in its third year; addresses of one's own are made here."""

from django.utils import timezone
from playwright.sync_api import Page

from journeys.events import send_empty
from journeys.steps import unfold
from maillage.people.services import doors_to
from maillage.structures.models import Structure

SLUG = "cpts-du-pays-de-lalbenque-demonstration"
PROJECT, EMPTY = f"/s/{SLUG}/projet/", "/s/esp-clap-des-mauges-demonstration/projet/"
ACTION = f"{PROJECT}actions/2/"


def running() -> Structure:
    return Structure.objects.get(slug=SLUG)


def objective(page: Page) -> None:
    page.goto(f"{PROJECT}objectifs/{running().objectives.order_by('pk')[0].pk}/")


def step(page: Page) -> None:
    known = running().project_actions.get(number=2).steps.order_by("pk")[0]
    page.goto(f"{ACTION}etapes/{known.pk}/")


def copied(page: Page) -> None:
    team = Structure.objects.get(slug="maison-de-sante-de-caussade-et-septfonds-demonstration")
    known = team.project_actions.get(number=2)
    page.goto(f"{PROJECT}reprendre/{known.pk}/")


def state_refused(page: Page) -> None:
    page.goto(ACTION)
    send_empty(page, "Noter cet état")


def need_refused(page: Page) -> None:
    page.goto(f"{PROJECT}besoins/")
    send_empty(page, "Ajouter ce besoin")


def action_refused(page: Page) -> None:
    page.goto(f"{PROJECT}actions/ajouter/")
    send_empty(page, "Ajouter cette action")


def maturity_refused(page: Page) -> None:
    page.goto(f"{PROJECT}maturite/")
    unfold(page)
    send_empty(page, "Envoyer mes réponses")


def own(page: Page, rest: str) -> None:
    owner = running().people.get(name="Dany Imaginaire")
    page.goto(doors_to([owner], on=timezone.localdate())[owner.pk].step(rest))


def own_action(page: Page) -> None:
    own(page, f"action-{running().project_actions.get(title='Atelier équilibre').pk}")


def own_maturity(page: Page) -> None:
    own(page, "maturite")
