"""Public holidays of France where a structure is: Alsace, Moselle and overseas have their own."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

#: First letters of a commune's code → the subdivision of the calendar, as the library names it.
SUBDIVISIONS = {
    "57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974", "975": "PM",
    "976": "976", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip


def calendar_of(codes: Iterable[str]) -> str | None:
    """Whose holidays these communes have beside those of the whole country; of two, the first. None: nobody's."""
    own = (SUBDIVISIONS.get(code[:size]) for code in codes for size in (3, 2))
    return next(filter(None, own), None)


def holidays_of(codes: Iterable[str], first: date, last: date) -> Mapping[date, str]:
    """Day → its name, both ends included."""
    own, years = calendar_of(codes), range(first.year, last.year + 1)
    return {day: name for year in years for day, name in of_year(year, own).items() if first <= day <= last}


@lru_cache(maxsize=64)
def of_year(year: int, calendar: str | None) -> Mapping[date, str]:
    """Day → its name, in order."""
    import holidays

    found = holidays.country_holidays("FR", subdiv=calendar, years=year, language="fr")
    return dict(sorted(found.items()))
