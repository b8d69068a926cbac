"""A treasurer's evening: the bank is ranged, a ticket noted, a mistake undone."""

from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys.books import BOOKS
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE
from journeys.test_every_page import key_of

pytestmark = IN_A_BROWSER


def test_the_bank_is_ranged_and_a_ticket_is_noted_without_script(window: OpenWindow, site: str) -> None:
    context = window(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = context.new_page()
    page.goto(BOOKS)
    expect(page.get_by_text("4 lignes de banque à ranger")).to_be_visible()
    page.get_by_label("Catégorie : CB PAPETERIE FICTIVE").first.select_option(
        label="Fournitures administratives (6064)"
    )
    page.get_by_role("button", name="Ranger seulement : CB PAPETERIE FICTIVE").first.click()
    page.get_by_role("button", name="Ranger toutes celles qui ont une catégorie").click()  # as the last time
    expect(page.get_by_text("2 lignes de banque à ranger")).to_be_visible()

    page.get_by_role("link", name="Noter un mouvement").click()
    page.get_by_label("Ce que c’est").fill("Biscuits du bureau")
    page.get_by_label("Montant").fill("7.35")
    page.get_by_label("Banque ou caisse").select_option(label="Caisse (530)")
    page.get_by_label("Catégorie").select_option(label="Réceptions (6257)")
    page.get_by_role("button", name="Noter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Biscuits du bureau")
    page.get_by_role("button", name="Valider").click()
    page.get_by_text("Extourner", exact=True).click()
    page.get_by_role("button", name="Extourner cette écriture").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Extourne : Biscuits du bureau")
