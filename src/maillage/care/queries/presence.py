"""Until when somebody serves: as their place says, and no longer than they belong to the structure."""

from datetime import date

from maillage.care.models import RosterMember
from maillage.people.models import Person


def leaves_on(person: Person) -> date | None:
    """The first day without them, as `is_here` reads their card with its adhesions; None: nobody knows one."""
    if person.is_merged:
        return date.min
    ends = [each.until for each in person.adhesions.all()]
    if person.engagement or not ends or None in ends:
        return None
    return max(end for end in ends if end)


def stops_on(place: RosterMember) -> date | None:
    """The first day without a turn of theirs."""
    return min((day for day in (place.until, leaves_on(place.person)) if day), default=None)


def serves(place: RosterMember, day: date) -> bool:
    stop = stops_on(place)
    return place.since <= day and (stop is None or day < stop)
