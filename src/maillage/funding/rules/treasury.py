"""The months of a treasury: pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from maillage.funding.types.money import ZERO
from maillage.funding.types.treasury import Month
from maillage.kernel import add_months


def month_of(day: date) -> date:
    return day.replace(day=1)


def past(moved: Mapping[date, Decimal], *, until: date, months: int) -> list[Month]:
    """Ends of the last months, that of `until` as it stands. `moved`: euros by first day of a month, from the start."""
    current = month_of(until)
    first = add_months(current, 1 - months)
    held = sum((amount for month, amount in moved.items() if month < first), ZERO)
    found = []
    for rank in range(months):
        month = add_months(first, rank)
        held += moved.get(month, ZERO)
        found.append(Month(month, held))
    return found


def ahead(
    held: Decimal, comes: Mapping[date, Decimal], leaves: Mapping[date, Decimal], *, since: date, months: int
) -> list[Month]:
    """The months after that of `since`; what was for a month gone by comes, or leaves, in the first of them."""
    first = add_months(month_of(since), 1)
    found = []
    for rank in range(months):
        month = add_months(first, rank)
        come, leave = (
            sum((amount for day, amount in of.items() if day == month or (not rank and day < first)), ZERO)
            for of in (comes, leaves)
        )
        held += come - leave
        found.append(Month(month, held, come, leave))
    return found
