"""The log of decisions, and what is to be done."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from maillage.governance.models import Decision, Meeting, Task
from maillage.structures.models import Structure

#: Lines of a page, words of a question.
MOST_WORDS = 10
NUMBER = re.compile(r"(\d{4})-(\d{1,6})")


def decisions_of(structure: Structure, *, q: str = "", year: int | None = None) -> QuerySet[Decision]:
    """The last one first; `q`: words of the title, of the reason, or a number such as « 2026-04 »."""
    found = structure.decisions.select_related("meeting__instance")
    for word in q.split()[:MOST_WORDS]:
        said = Q(title__icontains=word) | Q(reason__icontains=word)
        if number := NUMBER.fullmatch(word):
            said |= Q(year=number[1], number=number[2])
        found = found.filter(said)
    if year:
        found = found.filter(year=year)
    return found.annotate(
        asked=Count("tasks"), finished=Count("tasks", filter=Q(tasks__done_on__isnull=False))
    ).order_by("-year", "-number")


def decisions_at(meeting: Meeting) -> QuerySet[Decision]:
    """Those of one sitting, in their order."""
    return meeting.decisions.order_by("number")


def years_of(structure: Structure) -> list[int]:
    return list(structure.decisions.order_by("-year").values_list("year", flat=True).distinct())


def to_do(structure: Structure) -> QuerySet[Task]:
    """What is not done, late ones first, those without a day last."""
    open_ones = Task.objects.filter(structure=structure, done_on=None).select_related(
        "owner", "decision", "meeting"
    )
    return open_ones.order_by(F("due_on").asc(nulls_last=True), "pk")


def done(structure: Structure) -> QuerySet[Task]:
    return structure.tasks.exclude(done_on=None).select_related("owner").order_by("-done_on", "-pk")


@dataclass(frozen=True, slots=True)
class Late:
    """A task with whether its day has passed."""

    task: Task
    is_late: bool


def with_delay(tasks: Iterable[Task], *, on: date) -> list[Late]:
    return [Late(task, task.due_on is not None and task.due_on < on) for task in tasks]
