"""Which day it is where a structure is: overseas, the day of Paris is of the eve, or of the morrow."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils import timezone

from maillage.geography import clocks_of
from maillage.structures.models import Structure
from maillage.structures.queries.structure import gather

#: What its codes are said by.
READ = {"communes", "parts"}


def zone_of(structure: Structure) -> tzinfo:
    """The clocks of a structure; its territory is read once, and then is there for its page."""
    if not structure.territory.__dict__.get("_prefetched_objects_cache", {}).keys() >= READ:
        gather(structure, "territory__communes", "territory__parts__iris")
    return clocks_of(structure.territory.codes)


def day_in(structure: Structure, at: datetime) -> date:
    """The day of an instant on these clocks."""
    return timezone.localdate(at, zone_of(structure))


def today_in(structure: Structure) -> date:
    return day_in(structure, timezone.now())


def instants_in(structure: Structure, first: date, last: date) -> tuple[datetime, datetime]:
    """When these days begin and are over, on these clocks: from the one, up to the other (excluded)."""
    zone = zone_of(structure)
    begins, ends = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    return begins.astimezone(UTC), ends.astimezone(UTC)
