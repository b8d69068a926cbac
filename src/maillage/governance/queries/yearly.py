"""What the statutes ask of each year, and whether a meeting answers it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from maillage.governance.enums import MeetingState
from maillage.governance.models import Instance, Meeting
from maillage.governance.rules import yearly_day
from maillage.kernel import date_in_french
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Yearly:
    """An instance that meets each year before a day, and the meeting that answers it; None: nobody convoked one."""

    instance: Instance
    day: date
    meeting: Meeting | None

    @property
    def title(self) -> str:
        article = f" ({self.instance.article} des statuts)" if self.instance.article else ""
        return f"{self.instance.name} : à réunir avant le {date_in_french(self.day)}{article}"


def meeting_yearly(structure: Structure, first: date) -> QuerySet[Instance]:
    """Those still alive that day, of which the statutes ask a meeting each year."""
    return structure.instances.exclude(yearly_by="").filter(Q(closed_on=None) | Q(closed_on__gt=first))


def yearly(instances: QuerySet[Instance], first: date, last: date) -> Iterator[Yearly]:
    """What falls between these days, both included. A meeting of the same civil year answers, convoked or held."""
    states = (MeetingState.CONVOKED, MeetingState.HELD)
    meetings = list(Meeting.objects.filter(instance__in=instances, state__in=states)) if instances else []
    for instance in instances:
        for year in range(first.year, last.year + 1):
            day = yearly_day(instance.yearly_by, year)
            if day is None or not first <= day <= last:
                continue
            own = (each for each in meetings if each.instance_id == instance.pk)
            answers = [each for each in own if each.starts_at.year == year]
            yield Yearly(instance, day, answers[0] if answers else None)


def owed(instances: QuerySet[Instance], first: date, last: date) -> list[Yearly]:
    """Those that no meeting answers."""
    return [each for each in yearly(instances, first, last) if each.meeting is None]
