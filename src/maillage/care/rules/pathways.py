"""How many people a pathway holds, from months of numbers. No person, no database."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from maillage.kernel import add_months


class Month(NamedTuple):
    first: date  # its first day
    entered: int
    left: int


def held(months: Iterable[Month], *, before: date) -> int | None:
    """In and not out before that day, from months that began before it; None when nobody noted any: unknown, not zero."""
    noted = [each for each in months if each.first < before]
    return sum(each.entered - each.left for each in noted) if noted else None


def overdrawn(months: Iterable[Month]) -> date | None:
    """The first month at the end of which more people would have left than came; None when none."""
    inside = 0
    for each in sorted(months):
        inside += each.entered - each.left
        if inside < 0:
            return each.first
    return None


def last_month(on: date) -> date:
    """The first day of the month that is over."""
    return add_months(on.replace(day=1), -1)
