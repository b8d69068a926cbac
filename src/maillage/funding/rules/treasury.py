"""The months of a treasury: pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from maillage.funding.types.money import ZERO
from maillage.funding.types.treasury import Month, Opening
from maillage.kernel import add_months

#: What came, what left.
Moved = tuple[Decimal, Decimal]


def month_of(day: date) -> date:
    return day.replace(day=1)


def known_since(openings: Iterable[Opening]) -> date | None:
    """The month whose end is known first: the last account that opened with a sum held it somewhere before."""
    every = list(openings)
    if not every:
        return None
    with_a_sum = [month_of(each.on) for each in every if each.amount]
    return max([min(month_of(each.on) for each in every), *with_a_sum])


def past(
    opened: Mapping[date, Decimal],
    moved: Mapping[date, Moved],
    *,
    until: date,
    months: int,
    since: date | None = None,
) -> list[Month]:
    """The last months, that of `until` as it stands. By first day of a month, from the start, in euros: what the accounts
    opened with, what came and left.

    Nobody knows what was held before `since`.
    """
    current = month_of(until)
    first = add_months(current, 1 - months)
    held = sum((amount for month, amount in opened.items() if month < first), ZERO)
    held += sum((come - leave for month, (come, leave) in moved.items() if month < first), ZERO)
    found = []
    for rank in range(months):
        month = add_months(first, rank)
        come, leave = moved.get(month, (ZERO, ZERO))
        held += opened.get(month, ZERO) + come - leave
        found.append(Month(month) if since and month < since else Month(month, held, come, leave))
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
        found.append(Month(month, held, come, leave, is_to_come=True))
    return found
