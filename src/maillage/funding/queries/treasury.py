"""What the accounts of a structure held, and what is known to come and to leave."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from maillage.funding.enums import Arrival, ClaimState, ExpenseKind, ExpenseState
from maillage.funding.models import BankAccount, BankLine, Expense
from maillage.funding.queries.calendar import awaited, calendar, in_order
from maillage.funding.queries.hours import claims_of
from maillage.funding.rules.treasury import ahead, month_of, past
from maillage.funding.types.money import ZERO
from maillage.funding.types.treasury import Treasury
from maillage.kernel import add_months
from maillage.structures.models import Structure

BEFORE, AFTER = 12, 12
#: Months whose pay tells what a month of pay costs.
LATELY = 3
#: Not paid yet, and owed.
OWED = (ExpenseState.COMMITTED, ExpenseState.APPROVED)


def treasury_of(structure: Structure, *, on: date) -> Treasury:
    """Prudent: fixed parts at their lowest, on their days; what is late is not counted, pay goes on as lately."""
    months = past(moved_in(structure), until=on, months=BEFORE)
    held, payroll = months[-1].held, payroll_of(structure, on=on)
    leaves = owed_in(structure, on=on)
    for rank in range(1, AFTER + 1):
        leaves[add_months(month_of(on), rank)] += payroll or ZERO
    return Treasury(
        held,
        payroll,
        [*months, *ahead(held, promised_in(structure, on=on), leaves, since=on, months=AFTER)],
    )


def moved_in(structure: Structure) -> dict[date, Decimal]:
    """By month, what the accounts opened with, then what moved."""
    moved: dict[date, Decimal] = defaultdict(Decimal)
    for account in BankAccount.objects.filter(legal_person__structure=structure):
        moved[month_of(account.opened_on)] += account.opening
    lines = BankLine.objects.filter(account__legal_person__structure=structure).order_by()
    for row in lines.values(month=TruncMonth("booked_on")).annotate(sum=Sum("amount")):
        moved[row["month"]] += row["sum"]
    return moved


def payroll_of(structure: Structure, *, on: date) -> Decimal | None:
    """The mean of the last whole months that have some; None without pay."""
    since = add_months(month_of(on), -LATELY)
    paid = Expense.objects.filter(
        legal_person__structure=structure, kind=ExpenseKind.PAYROLL, dated_on__gte=since, dated_on__lt=month_of(on)
    ).exclude(state__in=(ExpenseState.REFUSED, ExpenseState.CANCELLED))  # fmt: skip
    told = paid.order_by().values(month=TruncMonth("dated_on")).annotate(sum=Sum("amount"))
    sums = [
        row["sum"] for row in told if row["sum"]
    ]  # a month whose pay nobody noted is not a month without pay
    return (sum(sums, ZERO) / len(sums)).quantize(Decimal("0.01")) if sums else None


def promised_in(structure: Structure, *, on: date) -> dict[date, Decimal]:
    """By month, fixed parts whose day is known and has not passed."""
    comes: dict[date, Decimal] = defaultdict(Decimal)
    for _, line in awaited(in_order(calendar(structure, on=on))):
        expected = line.expected
        if expected.is_fixed and expected.due_on and line.arrival != Arrival.LATE:
            comes[month_of(expected.due_on)] += max(ZERO, (expected.amount.low or ZERO) - line.received)
    return comes


def owed_in(structure: Structure, *, on: date) -> dict[date, Decimal]:
    """By month, claims and expenses that are not paid yet; without a day, the next month."""
    leaves: dict[date, Decimal] = defaultdict(Decimal)
    claims = claims_of(structure).filter(state__in=(ClaimState.ASKED, ClaimState.APPROVED))
    next_month = add_months(month_of(on), 1)
    leaves[next_month] += claims.order_by().aggregate(sum=Sum("amount"))["sum"] or ZERO
    owed = Expense.objects.filter(
        legal_person__structure=structure, state__in=OWED, amount__isnull=False
    )  # fmt: skip
    for due_on, amount in owed.values_list("due_on", "amount"):
        leaves[max(month_of(due_on), next_month) if due_on else next_month] += amount or ZERO
    return leaves
