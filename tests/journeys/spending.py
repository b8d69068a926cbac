"""The expenses of the running CPTS of the demonstration."""

from playwright.sync_api import Page

from journeys.takings import MONEY
from maillage.funding.enums import ExpenseState
from maillage.funding.models import Expense

EXPENSES, BUDGET = f"{MONEY}depenses/", f"{MONEY}budget/"


def to_approve(page: Page) -> None:
    page.goto(f"{EXPENSES}{Expense.objects.get(kind='devis', state=ExpenseState.COMMITTED).pk}/")


def split(page: Page) -> None:
    page.goto(f"{EXPENSES}{Expense.objects.exclude(split_key=None).latest('pk').pk}/")
