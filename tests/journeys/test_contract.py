"""The treasurer notes an avenant that changes a sum, then what the caisse notified: the calendar follows both."""

from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys import takings
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE, SACHA, go_in
from maillage.accounts.models import User
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services import give_access

pytestmark = IN_A_BROWSER


def test_an_avenant_and_a_notification_move_the_calendar(window: OpenWindow) -> None:
    structure, contract = Structure.objects.get(slug=takings.RUNNING.split("/")[2]), takings.agreement()
    camille = User.objects.get(email=CAMILLE)
    give_access(structure, SACHA, [Role.TREASURY], by=camille, on=contract.signed_on)
    page = window().new_page()
    go_in(page, SACHA, takings.MONEY)
    page.get_by_role("main").get_by_role("link", name=takings.AGREEMENT).first.click()

    page.get_by_text("Noter un avenant").click()
    page.get_by_label("Avenant signé le").fill("2028-04-03")
    page.get_by_label("Prend effet le").fill("2028-05-01")
    page.get_by_label("Ce qu’il change").fill("Parcours renforcés")
    page.get_by_role("button", name="Noter cet avenant").click()
    page.get_by_role("link", name="Écrire les montants\xa0: Parcours").click()
    page.get_by_label("Année 5, part variable, en euros").fill("20000")
    page.get_by_role("button", name="Enregistrer").click()
    row = page.get_by_role("row").filter(has_text="année 5, part variable")
    expect(row).to_contain_text("9\u202f000\xa0€")
    expect(row).to_contain_text("20\u202f000\xa0€")

    page.goto(takings.address_of_results(5, "parcours"))
    page.get_by_label("Taux d’ensemble").fill("75")
    page.get_by_label("Ce taux est").select_option(label="Notifié")
    page.get_by_label("Ce qui le dit").fill("Courrier de la caisse")
    page.get_by_role("button", name="Noter cette étape").click()
    expect(page.get_by_text("Part variable attendue")).to_contain_text("15\u202f000\xa0€")
    expect(page.get_by_text("Notifié\xa0: 75\xa0%")).to_be_visible()
