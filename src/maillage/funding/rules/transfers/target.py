"""The days when banks move money: the calendar of TARGET, which is not that of French holidays."""

from datetime import date, datetime, time, timedelta
from functools import cache

from dateutil.easter import easter

A_DAY = timedelta(days=1)
SATURDAY = 5


@cache
def closed_days(year: int) -> frozenset[date]:
    """Days of the week when TARGET is closed: 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December."""
    sunday: date = easter(year)
    moving = (sunday - 2 * A_DAY, sunday + A_DAY)
    return frozenset((date(year, 1, 1), *moving, date(year, 5, 1), date(year, 12, 25), date(year, 12, 26)))


def is_open(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in closed_days(day.year)


def open_from(day: date) -> date:
    """That day, or the first open one after it."""
    while not is_open(day):
        day += A_DAY
    return day


def earliest(at: datetime, *, cutoff: time, lead: int) -> date:
    """The first day a file given at that hour, on the clocks of the bank, may be executed.

    After the `cutoff`, or on a closed day, it is as if given on the next open one; `lead` open days then pass.
    """
    day = at.date()
    day = open_from(day if is_open(day) and at.time() <= cutoff else day + A_DAY)
    for _ in range(lead):
        day = open_from(day + A_DAY)
    return day
