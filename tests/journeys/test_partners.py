"""A partner, from the directory of places to a convention and its reminder on the home, on a telephone."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from browser import IN_A_BROWSER, overflow
from journeys import partners
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE, said
from journeys.test_every_page import key_of
from maillage.directory.models import Place

pytestmark = IN_A_BROWSER


def test_a_partner_is_found_noted_signed_with_and_reminded_of(window: OpenWindow, site: str) -> None:
    place = Place.objects.filter(kind="ehpad", commune="82121").exclude(phones="").first()
    assert place
    phone = window(width=360, has_touch=True)
    phone.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = phone.new_page()
    page.goto(partners.PARTNERS)
    page.get_by_role("link", name="Ajouter un partenaire").click()
    page.get_by_label("Nom du lieu, ou numéro FINESS").fill(place.finess)
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name=place.name).click()
    expect(page.get_by_label("Numéro FINESS facultatif", exact=True)).to_have_value(place.finess)
    page.get_by_label("Pour quoi").fill("Les gardes")
    page.get_by_label("Suivi chez vous par").fill("Camille Fictif")
    page.get_by_role("button", name="Ajouter au carnet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(place.name)

    page.get_by_role("link", name="Noter un échange").click()
    page.get_by_label("En une phrase").fill("La directrice veut une convention.")
    page.get_by_role("button", name="Noter cet échange").click()
    expect(page.get_by_text("La directrice veut une convention.")).to_be_visible()

    page.get_by_role("link", name="Ajouter une convention").click()
    today = timezone.localdate()
    page.get_by_label("Titre").fill("Gardes de nuit")
    page.get_by_label("Commence le").fill(f"{today - timedelta(days=300)}")
    page.get_by_label("Dernier jour").fill(f"{today + timedelta(days=100)}")
    page.get_by_label("Préavis écrit").fill("2")
    page.get_by_role("button", name="Ajouter cette convention").click()
    expect(page.get_by_text("À renouveler")).to_be_visible()
    assert overflow(page) == 0

    page.goto("/s/cpts-du-grand-montauban-demonstration/")
    reminder = page.get_by_role("link", name=f"Convention à revoir avec {place.name}")
    expect(reminder).to_be_visible()
    assert "Préavis à donner au plus tard le" in said(page.locator("main"))
    reminder.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(place.name)
