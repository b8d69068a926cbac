"""What the statutes ask of each year, and whether a meeting answers it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from maillage.governance.enums import MeetingState
from maillage.governance.models import Decision, Instance, Meeting
from maillage.governance.rules import yearly_day
from maillage.kernel import date_in_french
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Yearly:
    """What an instance does each year before a day, and what answers it: a meeting, or the decision that approves the
    accounts; None: nothing does."""

    instance: Instance
    day: date
    answer: Meeting | Decision | None
    what: str = "à réunir"

    @property
    def title(self) -> str:
        article = f" ({self.instance.article} des statuts)" if self.instance.article else ""
        return f"{self.instance.name} : {self.what} avant le {date_in_french(self.day)}{article}"


#: What is asked of its accounts, in the words of the page.
ACCOUNTS = "comptes à approuver"


def meeting_yearly(structure: Structure, first: date) -> QuerySet[Instance]:
    """Those still alive that day, of which the statutes ask a meeting, or approved accounts, each year."""
    asked = Instance.objects.filter(structure=structure).exclude(yearly_by="", accounts_by="")
    return asked.filter(Q(closed_on=None) | Q(closed_on__gt=first))


def yearly(instances: Collection[Instance], first: date, last: date) -> Iterator[Yearly]:
    """What falls between these days, both included. A meeting of the same civil year answers, convoked or held; accounts
    are answered by a decision of that year that approves them."""
    if not instances:
        return
    states = (MeetingState.CONVOKED, MeetingState.HELD)
    meetings = list(Meeting.objects.filter(instance__in=list(instances), state__in=states))
    asked = [each.pk for each in instances if each.accounts_by]
    approvals = Decision.objects.filter(approves_accounts=True, meeting__instance__in=asked)
    approved = (
        [(each.meeting.instance_id, each) for each in approvals.select_related("meeting")] if asked else []
    )
    for instance in instances:
        own = [each for each in meetings if each.instance_id == instance.pk]
        for day in _days(instance, instance.yearly_by, first, last):
            answers = (each for each in own if each.starts_at.year == day.year)
            yield Yearly(instance, day, next(answers, None))
        for day in _days(instance, instance.accounts_by, first, last):
            taken = (each for of, each in approved if of == instance.pk and each.decided_on.year == day.year)
            yield Yearly(instance, day, next(taken, None), ACCOUNTS)


def _days(instance: Instance, written: str, first: date, last: date) -> Iterator[date]:
    """That day of each year, while the instance lives."""
    for year in range(first.year, last.year + 1):
        day = yearly_day(written, year)
        if day and first <= day <= last and not instance.is_closed(day):
            yield day


def owed(instances: Collection[Instance], first: date, last: date) -> list[Yearly]:
    """Those that nothing answers."""
    return [each for each in yearly(instances, first, last) if each.answer is None]
