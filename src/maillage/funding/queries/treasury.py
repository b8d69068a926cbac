"""What the accounts of a structure held, and what is known to come and to leave."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncMonth

from maillage import legislation
from maillage.funding.enums import Arrival, ClaimState, ExpenseKind, ExpenseState
from maillage.funding.models import BankAccount, BankLine, Claim, Contract, Expense
from maillage.funding.queries.calendar import ContractLines, awaited, calendar_of, in_order
from maillage.funding.queries.contracts import (
    Signed,
    has_calendar,
    last_day,
    missions_known,
    terms_at,
)
from maillage.funding.queries.hours import claims_of
from maillage.funding.rules.treasury import Moved, ahead, known_since, month_of, past
from maillage.funding.types.calendar import Line
from maillage.funding.types.money import ZERO
from maillage.funding.types.treasury import Month, Opening, Treasury
from maillage.kernel import BadInput, add_months
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.prepared import prepared

BEFORE, AFTER = 12, 12
#: Months whose pay tells what a month of pay costs.
LATELY = 3
#: A payment late by more days than that is to be asked for; a last day is told that long before. Chosen by us.
TOO_LATE, TOLD_BEFORE = timedelta(days=30), timedelta(days=90)
#: Not paid yet, and owed.
OWED = (ExpenseState.COMMITTED, ExpenseState.APPROVED)
NEVER = (ExpenseState.REFUSED, ExpenseState.CANCELLED, ExpenseState.BILLED)


PurseLists = tuple[
    QuerySet[BankAccount, tuple[Decimal, date, Decimal | None]], QuerySet[Claim], QuerySet[Expense]
]


@prepared
def _purse(structure: Structure, since: date, month: date) -> PurseLists:
    """Accounts, claims, expenses: what is owed, and what these months cost, from a day to the first of the month."""
    accounts = BankAccount.objects.filter(legal_person__structure=structure)
    lines = BankLine.objects.filter(account=OuterRef("pk")).order_by().values("account")
    moved = lines.annotate(sum=Sum("amount"))
    claims = claims_of(structure).filter(state__in=(ClaimState.ASKED, ClaimState.APPROVED))
    mine = Expense.objects.filter(legal_person__structure=structure, amount__isnull=False)
    lately = Q(dated_on__gte=since, dated_on__lt=month) & ~Q(state__in=NEVER)
    return (
        accounts.order_by().values_list("opening", "opened_on", Subquery(moved.values("sum"))),
        claims.order_by().select_related(None).only("state", "amount"),
        mine.filter(lately | Q(state__in=OWED)).order_by().only("kind", "state", "dated_on", "due_on", "amount"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Purse:
    """The lists that a treasury is made of: they are read in one question (`together`), with others perhaps."""

    #: What each opened with, its day, what moved since.
    accounts: QuerySet[BankAccount, tuple[Decimal, date, Decimal | None]]
    claims: QuerySet[Claim]
    expenses: QuerySet[Expense]

    @classmethod
    def of(cls, structure: Structure, *, on: date) -> "Purse":
        return cls(*_purse(structure, add_months(month_of(on), -LATELY), month_of(on)))

    @property
    def lists(self) -> tuple[QuerySet[Any, Any], ...]:
        return self.accounts, self.claims, self.expenses


def treasury_of(structure: Structure, *, on: date) -> Treasury:
    """Prudent: fixed parts at their lowest, on their days; what is late is not counted, pay goes on as lately."""
    purse, signed = Purse.of(structure, on=on), Signed.of(structure)
    together(*purse.lists, *signed.lists)
    return treasury_in(structure, purse, calendar_of(signed.contracts(), structure.form, on=on), on=on)


def treasury_in(structure: Structure, purse: Purse, shown: Sequence[ContractLines], *, on: date) -> Treasury:
    """The same, once its lists and the calendar are read."""
    openings = [Opening(on, amount) for amount, on, _ in purse.accounts]
    opened: dict[date, Decimal] = defaultdict(Decimal)
    for each in openings:
        opened[month_of(each.on)] += each.amount
    months = past(opened, moved_in(structure), until=on, months=BEFORE, since=known_since(openings))
    return foreseen(purse, shown, months, on=on)


def foreseen(
    purse: Purse, shown: Sequence[ContractLines], months: Sequence[Month] = (), *, on: date
) -> Treasury:
    """From what is held today, the months to come after `months`."""
    held = sum((opening + (moved or ZERO) for opening, _, moved in purse.accounts), ZERO)
    payroll = mean_of(purse.expenses, on=on, kinds=(ExpenseKind.PAYROLL,))
    leaves = owed_in(purse, on=on)
    for rank in range(1, AFTER + 1):
        leaves[add_months(month_of(on), rank)] += payroll or ZERO
    comes = promised_in(shown)
    monthly = mean_of(purse.expenses, on=on, kinds=ExpenseKind)
    return Treasury(held, payroll, [*months, *ahead(held, comes, leaves, since=on, months=AFTER)], monthly)


def moved_in(structure: Structure) -> dict[date, Moved]:
    """By month, what came and what left."""
    lines = BankLine.objects.filter(account__legal_person__structure=structure).order_by()
    sums = lines.values(month=TruncMonth("booked_on")).annotate(
        came=Sum("amount", filter=Q(amount__gt=0)), left=Sum("amount", filter=Q(amount__lt=0))
    )
    return {row["month"]: (row["came"] or ZERO, -(row["left"] or ZERO)) for row in sums}


def mean_of(expenses: Iterable[Expense], *, on: date, kinds: Iterable[ExpenseKind]) -> Decimal | None:
    """The mean of the last whole months that have some; None without any."""
    since, among = add_months(month_of(on), -LATELY), set(kinds)
    sums: dict[date, Decimal] = defaultdict(Decimal)
    for each in expenses:
        if each.kind in among and each.state not in NEVER and since <= each.dated_on < month_of(on):
            sums[month_of(each.dated_on)] += each.amount or ZERO
    # A month whose pay nobody noted is not a month without pay.
    told = [each for each in sums.values() if each]
    return (sum(told, ZERO) / len(told)).quantize(Decimal("0.01")) if told else None


def promised_in(shown: Sequence[ContractLines]) -> dict[date, Decimal]:
    """By month, fixed parts whose day is known and has not passed."""
    comes: dict[date, Decimal] = defaultdict(Decimal)
    for _, line in awaited(in_order(shown)):
        expected = line.expected
        if expected.is_fixed and expected.due_on and line.arrival != Arrival.LATE:
            comes[month_of(expected.due_on)] += max(ZERO, (expected.amount.low or ZERO) - line.received)
    return comes


def owed_in(purse: Purse, *, on: date) -> dict[date, Decimal]:
    """By month, claims and expenses that are not paid yet; without a day, the next month."""
    leaves: dict[date, Decimal] = defaultdict(Decimal)
    next_month = add_months(month_of(on), 1)
    leaves[next_month] += sum((each.amount for each in purse.claims), ZERO)
    for each in purse.expenses:
        if each.state in OWED:
            month = max(month_of(each.due_on), next_month) if each.due_on else next_month
            leaves[month] += each.amount or ZERO
    return leaves


@dataclass(frozen=True, slots=True)
class LastDay:
    """A day after which money is not due any more: `why`, in a sentence."""

    contract: Contract
    day: date
    why: str


def last_days(contracts: Iterable[Contract], form: str, *, on: date) -> list[LastDay]:
    """Of what is not passed for good, and comes within the months that we look at, soonest first."""
    found = []
    for contract in contracts:
        terms = terms_at(contract, on)
        end = last_day(contract, terms, form)
        if end and on <= end <= on + TOLD_BEFORE:
            found.append(
                LastDay(
                    contract,
                    end,
                    "Le contrat finit ce jour-là : ce qu’il ne doit pas encore n’est plus attendu.",
                )
            )
        if has_calendar(contract, form) and (end is None or on <= end):
            found += _to_start(contract, on=on)
    return sorted(found, key=lambda each: each.day)


def _to_start(contract: Contract, *, on: date) -> list[LastDay]:
    """Missions of the annex that have no start, and must have one soon or should have had."""
    labels = {each.key: each.label for each in missions_known()}
    unstarted = {key for key, each in terms_at(contract, on).missions.items() if each.starts_on is None}
    try:
        known = legislation.deadlines("cpts", contract.signed_on) if unstarted else ()
    except BadInput:  # signed before the agreement: our texts give no delay
        return []
    return [
        LastDay(
            contract, each.start_by,
            f"{labels[each.mission]} : dernier jour pour démarrer. Son premier versement part du démarrage.",
        )
        for each in known if each.mission in unstarted and each.start_by and each.start_by <= on + TOLD_BEFORE
    ]  # fmt: skip


def too_late(lines: Iterable[tuple[Contract, Line]], *, on: date) -> list[tuple[Contract, Line, int]]:
    """Payments to be asked for, and how many days late they are."""
    return [
        (contract, line, (on - line.expected.due_on).days)
        for contract, line in lines
        if line.arrival == Arrival.LATE and line.expected.due_on and on - line.expected.due_on > TOO_LATE
    ]
