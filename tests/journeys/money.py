"""The bank of the demonstration; the file that is read is made here."""

from collections.abc import Callable

from playwright.sync_api import Page

from journeys.steps import unfold
from maillage.funding.models import BankAccount, BankLine, Payee, TransferBatch

MONEY = "/s/cpts-du-pays-de-lalbenque-demonstration/argent/"
BANK = f"{MONEY}banque/"
TITLES = "Date;Libellé;Débit;Crédit\n"


def account(page: Page) -> None:
    page.goto(f"{BANK}{BankAccount.objects.get().pk}/")


def read(page: Page, rows: str) -> None:
    page.goto(f"{BANK}{BankAccount.objects.get().pk}/importer/")
    file = {"name": "releve.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.get_by_label("Le relevé").set_input_files([file])
    page.get_by_role("button", name="Lire le relevé").click()


def seen(page: Page) -> None:
    """A line of each fate: new, already there, near another, refused."""
    line = BankLine.objects.filter(amount__lt=0).latest("pk")
    day = f"{line.booked_on:%d/%m/%Y}"
    kept, near = f"{day};{line.label};{line.due};", f"{day};AUTREMENT;{line.due};"
    read(page, "\n".join([TITLES + kept, near, f"{day};VIR FICTIF;;12,00", "hier;X;1,00;"]))
    page.get_by_role("button", name="Garder les nouvelles lignes").wait_for()


def refused(page: Page) -> None:
    read(page, "a;b\n1;2\n")
    page.locator(".error-summary").wait_for()


def line(page: Page) -> None:
    page.goto(f"{BANK}lignes/{BankLine.objects.filter(reconciliation=None, amount__gt=0).latest('pk').pk}/")


def line_said(page: Page) -> None:
    page.goto(f"{BANK}lignes/{BankLine.objects.exclude(reconciliation=None).latest('pk').pk}/")


def wants(page: Page) -> None:
    page.goto(f"{BANK}{BankAccount.objects.get().pk}/virements/")


def batch(state: str) -> Callable[[Page], None]:
    """The last one in this state, all that is folded shown."""

    def go(page: Page) -> None:
        page.goto(f"{MONEY}lots/{TransferBatch.objects.filter(state=state).latest('pk').pk}/")
        unfold(page)

    return go


def payee(page: Page) -> None:
    """The one that waits for a call."""
    page.goto(f"{MONEY}beneficiaires/{Payee.objects.get(checked_on=None).pk}/")
    unfold(page)
