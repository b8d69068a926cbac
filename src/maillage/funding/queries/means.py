"""What a mission cost between two days: what was spent for it, and the time that was paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from maillage.funding.enums import ExpenseState
from maillage.funding.models import Claim, Contract, ExpensePart
from maillage.funding.queries.hours import GRANTED
from maillage.funding.types.money import ZERO
from maillage.funding.types.returns import in_hours

#: Approved, paid or not yet.
APPROVED = (ExpenseState.APPROVED, ExpenseState.PAID)


@dataclass(frozen=True, slots=True)
class Means:
    """Euros approved in expenses, euros granted for time, the minutes of that time."""

    spent: Decimal = ZERO
    granted: Decimal = ZERO
    minutes: int = 0

    @property
    def total(self) -> Decimal:
        return self.spent + self.granted

    @property
    def hours(self) -> str:
        return in_hours(self.minutes)


def means_of(contract: Contract, since: date, until: date) -> dict[str, Means]:
    """Mission (« » for the contract as a whole) → its means, both days included.

    An expense counts on the day of its paper, time on the day it was given.
    """
    parts = ExpensePart.objects.filter(
        contract=contract, expense__dated_on__range=(since, until), expense__state__in=APPROVED
    )
    spent = dict(parts.order_by().values_list("mission").annotate(sum=Sum("amount")))
    claims = Claim.objects.filter(contract=contract, held_on__range=(since, until), state__in=GRANTED)
    sums = claims.order_by().values_list("mission").annotate(sum=Sum("amount"), minutes=Sum("minutes"))
    told = {mission: Means(spent.pop(mission, ZERO), amount, minutes) for mission, amount, minutes in sums}
    return told | {mission: Means(amount) for mission, amount in spent.items()}
