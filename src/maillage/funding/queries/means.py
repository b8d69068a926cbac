"""What a mission cost between two days: what was spent for it, the time that was paid, and the time that was given."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from maillage.funding.enums import ExpenseState
from maillage.funding.models import Claim, Contract, ExpensePart
from maillage.funding.queries.hours import GRANTED
from maillage.funding.queries.volunteering import Volunteered, between
from maillage.funding.types.money import ZERO
from maillage.funding.types.returns import in_hours
from maillage.structures.queries import together

#: Approved, paid or not yet.
APPROVED = (ExpenseState.APPROVED, ExpenseState.PAID)


@dataclass(frozen=True, slots=True)
class Means:
    """Euros approved in expenses, euros granted for time, the minutes of that time; besides and without euros, the minutes
    `volunteered` at meetings that serve an action of the mission."""

    spent: Decimal = ZERO
    granted: Decimal = ZERO
    minutes: int = 0
    volunteered: int = 0

    @property
    def total(self) -> Decimal:
        return self.spent + self.granted

    @property
    def hours(self) -> str:
        return in_hours(self.minutes)

    @property
    def volunteer_hours(self) -> str:
        return in_hours(self.volunteered)


def means_of(contract: Contract, since: date, until: date) -> dict[str, Means]:
    """Mission (« » for the contract as a whole) → its means, both days included; `contract` with its structure.

    An expense counts on the day of its paper, time on the day it was given. Time is of the contract by its claim, and of
    the action by its meeting when nobody is paid for it.
    """
    parts = ExpensePart.objects.filter(
        contract=contract, expense__dated_on__range=(since, until), expense__state__in=APPROVED
    )
    spent = dict(parts.order_by().values_list("mission").annotate(sum=Sum("amount")))
    claims = Claim.objects.filter(contract=contract, held_on__range=(since, until), state__in=GRANTED)
    sums = claims.order_by().values_list("mission").annotate(sum=Sum("amount"), minutes=Sum("minutes"))
    granted = {mission: (amount, minutes) for mission, amount, minutes in sums}
    given = Volunteered(contract.legal_person.structure, between(since, until))
    together(*given.lists)
    volunteered = Counter[str]()
    for action, minutes in given.read().by_action(since, until).items():
        volunteered[action.mission] += minutes
    return {
        mission: Means(spent.get(mission, ZERO), *granted.get(mission, (ZERO, 0)), volunteered[mission])
        for mission in {*spent, *granted, *volunteered}
    }
