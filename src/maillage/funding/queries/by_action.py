"""What an action of the project costs: planned, committed, paid, the time that was asked for it, and that nobody is paid for."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from maillage.funding.enums import NOTED, Ability, BudgetKind, ClaimState, ExpenseState
from maillage.funding.models import BudgetLine, Claim, Expense
from maillage.funding.queries.budget import ASKED
from maillage.funding.queries.volunteering import Volunteered, for_action
from maillage.funding.types.returns import in_hours
from maillage.project.models import Action
from maillage.structures.queries import together


@dataclass(frozen=True, slots=True)
class Cost:
    """In euros. `committed` is approved, paid or not; `waiting` is still to be approved; `unknown`: journeys whose
    amount nobody knows yet. `minutes`: of the time that was asked for; `volunteered`: of the time given at its meetings
    that nobody is paid for, beside the first."""

    planned: Decimal
    committed: Decimal
    paid: Decimal
    waiting: Decimal
    minutes: int
    unknown: int
    volunteered: int = 0

    @property
    def is_empty(self) -> bool:
        time = self.minutes or self.volunteered
        return not (self.planned or self.committed or self.waiting or time or self.unknown)

    @property
    def hours(self) -> str:
        return in_hours(self.minutes)

    @property
    def volunteer_hours(self) -> str:
        return in_hours(self.volunteered)


def cost_of(action: Action) -> Cost:
    lines = BudgetLine.objects.filter(action=action).order_by("pk").values_list("kind", "amount")
    spent = (
        Expense.objects.filter(action=action, state__in=NOTED).order_by("pk").values_list("state", "amount")
    )
    asked = Claim.objects.filter(action=action, state__in=ASKED).order_by("pk")
    claims = asked.values_list("state", "amount", "minutes")
    given = Volunteered(action.structure, for_action(action))
    together(lines, spent, claims, *given.lists)
    known = [(state, amount) for state, amount in spent if amount is not None]
    sums = [*known, *((state, amount) for state, amount, _ in claims)]
    waiting, paid = (ExpenseState.COMMITTED, ClaimState.ASKED), (ExpenseState.PAID, ClaimState.PAID)
    return Cost(
        planned=sum(
            (-amount if kind == BudgetKind.RESERVED else amount for kind, amount in lines), Decimal()
        ),
        committed=sum((amount for state, amount in sums if state not in waiting), Decimal()),
        paid=sum((amount for state, amount in sums if state in paid), Decimal()),
        waiting=sum((amount for state, amount in sums if state in waiting), Decimal()),
        minutes=sum(minutes for *_, minutes in claims),
        unknown=len(spent) - len(known),
        volunteered=given.read().by_action().get(action, 0),
    )


def cost_on_page(page: Mapping[str, Any], action: Action) -> dict[str, Any]:
    """For whom reads the money of the structure; nothing for the others."""
    if Ability.READ not in page.get("abilities", ()):
        return {}
    return {"cost": cost_of(action)}
