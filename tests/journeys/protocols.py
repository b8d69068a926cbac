"""Protocols, trees and the counter, on the pages of the demonstration."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page

from journeys.projects import PROJECT, running, send_empty
from journeys.steps import go_through, unfold
from maillage.care.models import LocalValidation
from maillage.people.services import doors_to

CARE = PROJECT.replace("/projet/", "/soins/")
EMPTY = "/s/esp-clap-des-mauges-demonstration/soins/"
PHARMACIST, NURSE = "Maxence Supposé", "Sasha Inventé"


def own(page: Page, name: str, rest: str) -> None:
    card = running().people.filter(name=name).order_by("pk")[0]
    page.goto(doors_to([card], on=timezone.localdate())[card.pk].step(rest))


def counter(name: str) -> Callable[[Page], None]:
    def open_it(page: Page) -> None:
        own(page, name, "comptoir")
        unfold(page)

    return open_it


def own_tree(page: Page) -> None:
    """A number that is none, in its place."""
    own(page, PHARMACIST, "comptoir")
    go_through(page.get_by_role("link", name="Angine au comptoir"))
    go_through(page.get_by_role("button", name="Oui", exact=True))
    go_through(page.get_by_role("button", name="De lui-même"))
    page.get_by_role("textbox", name="Quel âge").fill("130")
    go_through(page.get_by_role("button", name="Continuer"))


def team_refused(page: Page) -> None:
    held = running().enrolments.get(protocol="pollakiurie")
    page.goto(f"{CARE}equipes/{held.pk}/")
    unfold(page)
    send_empty(page, "Enregistrer cette personne")


def text(title: str, rest: str = "") -> Callable[[Page], None]:
    def open_it(page: Page) -> None:
        page.goto(f"{CARE}textes/{running().local_texts.get(title__startswith=title).pk}/{rest}")
        unfold(page)

    return open_it


def own_text(page: Page) -> None:
    row = LocalValidation.objects.get(
        person__structure=running(), person__name=PHARMACIST, version__validated_on=None
    )
    own(page, PHARMACIST, f"texte-{row.pk}")
    unfold(page)


def tree_ended(page: Page) -> None:
    page.goto(f"{CARE}arbres/peau_avis_a_distance/suivre/")
    go_through(page.get_by_role("button", name="Oui", exact=True))


def text_refused(page: Page) -> None:
    page.goto(f"{CARE}textes/ecrire/?depuis=angine_au_comptoir")
    page.get_by_label("Titre").fill("Essai")
    words = page.get_by_label("Texte", exact=True)
    words.fill(words.input_value().replace("no: pas_forme", "no: nulle_part"))
    go_through(page.get_by_role("button", name="Enregistrer le brouillon"))
