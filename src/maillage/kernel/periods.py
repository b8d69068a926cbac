"""Days as people write them, and those the law counts in months."""

import calendar
import re
from datetime import date

from maillage.kernel.errors import BadInput

#: Days a form, a file or a request may name: beyond, counting months would leave the calendar.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
LONGEST_SHOWN = 40


def read_day(given: object, *, field: str = "") -> date:
    """2024-03-01, and nothing else: no number of seconds, no week, no other order. Raises BadInput."""
    day = given if type(given) is date else _written(str(given).strip())
    if day is None:
        shown = str(given)[:LONGEST_SHOWN]
        raise BadInput(f"« {shown} » n’est pas une date. Écrivez-la comme 2024-03-01.", field=field)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadInput(f"L’année {day.year} est hors du calendrier : de 1900 à 2999.", field=field)
    return day


def _written(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the month's last day when it is shorter (31 January + 1 → 28 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))
