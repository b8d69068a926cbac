"""Expenses that a line of the bank may pay."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from maillage.funding.enums import AnswerKind, ExpenseKind, ExpenseState
from maillage.funding.models import BankAccount, BankLine, Expense
from maillage.funding.queries.expenses import expenses_of
from maillage.funding.types.bank import Candidate
from maillage.kernel import plural
from maillage.structures.models import Structure

#: The bank may be that long before the paper, and after it; between the day that was noted by hand and its own.
EARLY, LATE, NOTED = timedelta(days=92), timedelta(days=366), timedelta(days=7)


def expenses_about(
    structure: Structure, account: BankAccount | None, near: tuple[date, date]
) -> QuerySet[Expense]:
    """Approved, or paid about these days and linked to no line."""
    mine = Expense.objects.filter(legal_person__structure=structure, settled_by=None)
    found = mine.exclude(kind=ExpenseKind.QUOTE)
    if account:
        found = found.filter(legal_person=account.legal_person_id)
    return found.filter(Q(state=ExpenseState.PAID, paid_on__range=near) | Q(state=ExpenseState.APPROVED))


def expense_candidates(found: Iterable[Expense]) -> Iterator[Candidate]:
    """Each alone, and those of one payee together."""
    groups: defaultdict[tuple[str, str], list[Expense]] = defaultdict(list)
    for each in found:
        groups[each.state, f"expense {each.pk}"].append(each)
        groups[each.state, f"payee {each.name} {each.paid_on}"].append(each)
    seen: set[tuple[int, ...]] = set()
    for (state, _), expenses in groups.items():
        numbers = tuple(each.pk for each in expenses)
        if numbers not in seen:
            seen.add(numbers)
            yield _group(expenses, is_noted=state == ExpenseState.PAID)


def _group(expenses: Sequence[Expense], *, is_noted: bool) -> Candidate:
    days = [each.paid_on or each.dated_on for each in expenses]
    what = expenses[0].label if len(expenses) == 1 else plural(len(expenses), "dépense")
    return Candidate(
        AnswerKind.EXPENSES,
        f"{expenses[0].name}, {what}{', déjà noté payé' if is_noted else ''}",
        -sum((each.amount or Decimal() for each in expenses), Decimal()),
        min(days) - (NOTED if is_noted else EARLY),
        max(days) + (NOTED if is_noted else LATE),
        max(each.due_on or day for each, day in zip(expenses, days, strict=True)),
        tuple(str(each.pk) for each in expenses),
        is_noted,
    )


def expenses_for(line: BankLine, structure: Structure) -> QuerySet[Expense]:
    """What a line that goes out may pay: approved, or noted paid near it and linked to no line; none is above its amount."""
    mine = expenses_of(structure).filter(legal_person=line.account.legal_person_id, settled_by=None)
    mine = mine.filter(amount__lte=line.due)
    near = (line.booked_on - EARLY, line.booked_on + EARLY)
    may_be = Q(state=ExpenseState.APPROVED, dated_on__lte=line.booked_on + EARLY)
    may_be |= Q(state=ExpenseState.PAID, paid_on__range=near)
    return mine.filter(may_be).exclude(kind=ExpenseKind.QUOTE)
