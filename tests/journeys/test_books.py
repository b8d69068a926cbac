"""A treasurer's evening: the bank is ranged, a ticket noted, a mistake undone."""

from decimal import Decimal

from django.utils import timezone
from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys.books import BOOKS
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE
from journeys.test_every_page import key_of
from maillage.funding.models import BankAccount
from maillage.funding.services import bank
from maillage.funding.types.statements import Statement, StatementFile, StatementLine

pytestmark = IN_A_BROWSER


def two_tickets() -> None:
    """The bank says the same thing twice, today."""
    account = BankAccount.objects.select_related("legal_person__structure").get()
    today = timezone.localdate()
    line = StatementLine("", today, Decimal("-3.20"), "CB AGRAFES FICTIVES")
    found = StatementFile("releve-fictif.csv", "tableau", (Statement("", (line, line)),))
    bank.keep(account, found, by=None, on=today)


def test_the_bank_is_ranged_and_a_ticket_is_noted_without_script(window: OpenWindow, site: str) -> None:
    two_tickets()
    context = window(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": key_of(CAMILLE), "url": site}])
    page = context.new_page()
    page.goto(BOOKS)
    expect(page.get_by_label("Catégorie : CB AGRAFES FICTIVES")).to_have_count(2)
    page.get_by_label("Catégorie : CB AGRAFES FICTIVES").first.select_option(
        label="Fournitures administratives (6064)"
    )
    page.get_by_role("button", name="Ranger seulement : CB AGRAFES FICTIVES").first.click()
    page.get_by_role("button", name="Ranger toutes celles qui ont une catégorie").click()  # as the last time
    expect(page.get_by_label("Catégorie : CB AGRAFES FICTIVES")).to_have_count(0)

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
