"""The books of the demonstration: last year closed, this one open."""

from collections.abc import Callable

from playwright.sync_api import Page

from journeys.money import MONEY
from maillage.funding.models import Account, BooksYear, JournalEntry

BOOKS = f"{MONEY}livre/"


def entry(page: Page) -> None:
    """One that was reversed: what it says is the longest."""
    page.goto(f"{BOOKS}{JournalEntry.objects.exclude(reversed_by=None).latest('pk').pk}/")
    unfold_all(page)


def draft(then: str = "") -> Callable[[Page], None]:
    def walk(page: Page) -> None:
        found = JournalEntry.objects.filter(validated_on=None, bank_line=None).latest("pk")
        page.goto(f"{BOOKS}{found.pk}/{then}")
        unfold_all(page)

    return walk


def account(page: Page) -> None:
    page.goto(f"{BOOKS}comptes/{Account.objects.get(number='530').pk}/")


def year(*, is_closed: bool) -> Callable[[Page], None]:
    def walk(page: Page) -> None:
        page.goto(f"{BOOKS}exercices/{BooksYear.objects.filter(closed_on__isnull=not is_closed).get().pk}/")
        unfold_all(page)

    return walk


def balances(page: Page) -> None:
    """A year is opened, then asks what was held; what does not balance is refused."""
    page.get_by_role("button", name="Ouvrir cet exercice").first.click()
    page.get_by_label("530 Caisse, débit, en euros").fill("12.50")
    page.get_by_role("button", name="Noter ces soldes").click()
    page.locator(".error-summary").wait_for()
    unfold_all(page)


def unfold_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details.fold').forEach((fold) => { fold.open = true; })")
