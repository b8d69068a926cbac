"""What a structure waits for, of its pathways and teams."""

from django.utils import timezone

from maillage.care.queries import escap, helping, pathways, teams
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import day_in
from maillage.ui.slots import Waiting, Wanted


def awaiting(structure: Structure) -> Waiting:
    now = timezone.now()
    today = day_in(structure, now)
    subjects = (
        helping.Waited(structure, on=today),
        pathways.Waited(structure, on=today),
        teams.Waited(structure, on=today, at=now),
        escap.Waited(structure, on=today),
    )
    yield Wanted([rows for each in subjects for rows in each.lists])
    for each in subjects:
        yield from each.tasks()
