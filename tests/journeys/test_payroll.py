"""The treasurer brings in a month of pay: sees each line, keeps them all, takes them back."""

from playwright.sync_api import expect

from browser import IN_A_BROWSER
from journeys import payroll
from journeys.conftest import OpenWindow
from journeys.steps import CAMILLE, go_in
from maillage.funding.models import PayrollImport

pytestmark = IN_A_BROWSER


def test_a_month_of_pay_comes_in_and_is_taken_back(window: OpenWindow) -> None:
    page = window().new_page()
    before = PayrollImport.objects.count()
    go_in(page, CAMILLE, payroll.PAYROLL)
    payroll.seen(page)
    row = (
        page.get_by_role("region", name="Nouvelles lignes de paie")
        .get_by_role("row")
        .filter(has_text="Lou Inventée")
    )
    expect(row).to_contain_text("Coordinatrice")
    assert PayrollImport.objects.count() == before
    page.get_by_role("button", name="Noter ces lignes").click()
    expect(page.get_by_role("region", name="Dépenses à approuver")).to_contain_text("Lou Inventée")
    page.goto(payroll.PAYROLL)
    page.get_by_role("button", name="Annuler cet import").last.click()
    expect(page.get_by_text("2 lignes de paie annulées")).to_be_visible()
    expect(page.get_by_text("Annulé le").first).to_be_visible()
