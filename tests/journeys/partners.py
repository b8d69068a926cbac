"""The book of partners of the demonstration, and what people do with it; addresses are made here."""

from playwright.sync_api import Page

from journeys.joining import structure
from journeys.steps import unfold, without_checks
from maillage.outreach.models import Partner

PARTNERS = "/s/cpts-du-grand-montauban-demonstration/partenaires/"
CONTACT = "/s/cpts-du-grand-montauban-demonstration/contact/"


def hospital() -> Partner:
    return Partner.objects.get(structure=structure(), kind="hopital")


def read(page: Page) -> None:
    page.goto(f"{PARTNERS}{hospital().pk}/")


def all_forms(page: Page) -> None:
    read(page)
    unfold(page)


def refused(page: Page) -> None:
    all_forms(page)
    without_checks(page)
    page.get_by_role("button", name="Noter cet échange").click()
    page.locator(".field-error").first.wait_for()


def corrected(page: Page) -> None:
    """Somebody saved meanwhile."""
    page.goto(f"{PARTNERS}{hospital().pk}/corriger/")
    Partner.objects.filter(pk=hospital().pk).update(version=7, purpose="Les sorties du soir")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Enregistré entre-temps").wait_for()


def convention(page: Page) -> None:
    page.goto(f"{PARTNERS}{hospital().pk}/conventions/{hospital().conventions.get().pk}/")


def new_convention(page: Page) -> None:
    page.goto(f"{PARTNERS}{hospital().pk}/conventions/")
    without_checks(page)
    page.get_by_role("button", name="Ajouter cette convention").click()
    page.locator(".field-error").first.wait_for()


def request(page: Page) -> None:
    page.goto(f"{PARTNERS}{hospital().pk}/demandes/{hospital().requests.get().pk}/")


def no_contact(page: Page) -> None:
    without_checks(page)
    page.get_by_role("button", name="Enregistrer").click()
    page.locator(".field-error").first.wait_for()
