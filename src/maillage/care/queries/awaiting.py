"""What a structure waits for, of its care, and the days of its year: each subject says its own."""

from collections.abc import Callable
from datetime import date

from maillage.care.queries import (
    alerts_awaiting,
    pathways_awaiting,
    protocols_awaiting,
    requests_awaiting,
    roster_awaiting,
    teams,
)
from maillage.care.queries.doctors_home import doctors_awaiting
from maillage.care.queries.modules import is_on
from maillage.structures.models import Structure
from maillage.structures.queries import as_one
from maillage.ui.slots import Days, Waiting

SUBJECTS: tuple[Callable[[Structure], Waiting], ...] = (
    alerts_awaiting.awaiting,
    requests_awaiting.awaiting,
    doctors_awaiting,
    roster_awaiting.awaiting,
    pathways_awaiting.awaiting,
    protocols_awaiting.awaiting,
)


def awaiting(structure: Structure) -> Waiting:
    """What each subject wants is read with what the other rooms want, in one question."""
    if is_on(structure):
        said: Waiting = as_one([each(structure) for each in SUBJECTS])
        yield from said


def year(structure: Structure, first: date, last: date) -> Days:
    """Nothing of a module that the structure switched off."""
    if is_on(structure):
        subjects = (alerts_awaiting.year, protocols_awaiting.year, teams.year)
        yield from as_one([each(structure, first, last) for each in subjects])
