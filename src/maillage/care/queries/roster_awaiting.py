"""Hours without anybody in the week that comes: what a structure waits for."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from maillage.care.enums import Ability
from maillage.care.queries.rosters import TOLD_BEFORE, Gap, Reading, reading_at
from maillage.kernel import plural
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.ui.slots import Task, Waiting, Wanted


def awaiting(structure: Structure) -> Waiting:
    now = timezone.now()
    reading = reading_at(structure, now, within=TOLD_BEFORE)
    yield Wanted(reading.lists)
    yield from _tasks(reading, now)


def _tasks(reading: Reading, now: datetime) -> Iterator[Task]:
    gaps: dict[int, list[Gap]] = {}
    for gap in reading.gaps(after=now):
        gaps.setdefault(gap.roster.pk, []).append(gap)
    for several in gaps.values():
        first = several[0]
        due: date = first.start.astimezone(first.zone).date()
        yield Task(
            f"{plural(len(several), 'tour')} sans personne cette semaine",
            reverse("care:roster", args=[reading.structure.slug, first.roster.pk]),
            f"{first.roster.name}, {first.said}",
            Ability.COORDINATE,
            due,
            Role.COORDINATION,
        )
