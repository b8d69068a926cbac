"""The payroll of the structure of the demonstration; its file is made here."""

from django.utils import timezone
from playwright.sync_api import Page

from journeys.money import MONEY
from journeys.steps import unfold
from maillage.kernel import add_months

PAYROLL = f"{MONEY}depenses/paie/"


def rows(*lines: str) -> str:
    return "\n".join(
        ["Mois;Salarié;Emploi;Brut;Charges patronales;Net à payer;Coût total", *lines, "Total;;;;;;1\n"]
    )


def last_month() -> str:
    return f"{add_months(timezone.localdate().replace(day=1), -1):%m/%Y}"


def read(page: Page, text: str) -> None:
    page.goto(PAYROLL)
    file = {"name": "paie.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("Le fichier de paie").set_input_files([file])
    page.get_by_role("button", name="Lire le fichier").click()


def seen(page: Page) -> None:
    """Two new lines; the columns shown."""
    month = last_month()
    read(
        page,
        rows(
            f"{month};Lou Inventée;Coordinatrice;2 000,00;800,00;1 560,40;2 800,00",
            f"{month};Max Fictif;Secrétaire;1 000,00;400,00;;1 450,00",
        ),
    )
    page.get_by_role("button", name="Noter ces lignes").wait_for()
    unfold(page)


def refused(page: Page) -> None:
    read(page, rows("13/2026;Lou Inventée;Coordinatrice;2 000,00;800,00;;-2 800,00"))
    page.get_by_role("heading", name="Refusées").wait_for()


def unknown(page: Page) -> None:
    """Titles that nobody understands."""
    read(page, "A qui;Quand;Combien\nLou Inventée;hier;2800\n")
    page.locator(".error-summary").wait_for()
