"""The indicators of the demonstration in its third year, their reviews and their proofs; addresses are made here."""

from playwright.sync_api import Page

from journeys.events import send_empty
from journeys.projects import SLUG, running
from journeys.steps import unfold

INDICATORS, EMPTY = f"/s/{SLUG}/indicateurs/", "/s/esp-clap-des-mauges-demonstration/indicateurs/"
PIECES = f"{INDICATORS}pieces/"


def of(page: Page, name: str, rest: str = "") -> None:
    page.goto(f"{INDICATORS}{running().indicators.get(name=name).pk}/{rest}")


def given(page: Page) -> None:
    """With its base, its context, a corrected figure, a chart."""
    of(page, "Part des habitants sans médecin traitant", "?annee=2025")
    unfold(page)


def counted(page: Page) -> None:
    of(page, "Réunions des groupes de travail")
    unfold(page)


def value_refused(page: Page) -> None:
    of(page, "Patients inclus dans un parcours")
    unfold(page)
    send_empty(page, "Noter cette valeur")


def edited(page: Page) -> None:
    of(page, "Patients inclus dans un parcours", "modifier/")


def review(page: Page) -> None:
    page.goto(f"{INDICATORS}revues/{running().reviews.get().pk}/")


def indicator_refused(page: Page) -> None:
    page.goto(f"{INDICATORS}ajouter/")
    send_empty(page, "Ajouter cet indicateur")


def piece_refused(page: Page) -> None:
    page.goto(f"{PIECES}ajouter/")
    send_empty(page, "Joindre cette pièce")
