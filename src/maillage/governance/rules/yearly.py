"""The day of a year before which statutes want a meeting."""

import re
from calendar import monthrange
from datetime import date

_WRITTEN = re.compile(r"(\d{1,2})/(\d{1,2})")
A_LEAP_YEAR = 2024


def yearly_day(written: str, year: int = A_LEAP_YEAR) -> date | None:
    """« 30/06 » that year; the 29th of February is the 28th of other years. None when nothing is written. Raises ValueError."""
    if not written.strip():
        return None
    found = _WRITTEN.fullmatch(written.strip())
    try:
        day, month = (int(found[1]), int(found[2])) if found else (0, 0)
        date(A_LEAP_YEAR, month, day)
    except ValueError:
        raise ValueError(f"« {written[:20]} » n’est pas un jour de l’année : écrivez « 30/06 »") from None
    return date(year, month, min(day, monthrange(year, month)[1]))
