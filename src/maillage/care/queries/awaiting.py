"""What a structure waits for, of its care, and the days of its year: each subject says its own."""

from collections.abc import Callable, Iterator
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
from maillage.structures.queries import together
from maillage.ui.slots import Waiting, Wanted, YearDate

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
    if not is_on(structure):
        yield Wanted()
        return
    subjects = [each(structure) for each in SUBJECTS]
    sizes = yield Wanted.joined([first for each in subjects if isinstance(first := next(each), Wanted)])
    for each in subjects:
        try:
            said = each.send(sizes)
            while True:
                yield said
                said = next(each)
        except StopIteration:
            continue


def year(structure: Structure, first: date, last: date) -> Iterator[YearDate]:
    """Nothing of a module that the structure switched off. What all of them want is read in one question."""
    if not is_on(structure):
        return
    telling = [each.year(structure, first, last) for each in (alerts_awaiting, protocols_awaiting, teams)]
    together(*(rows for each in telling for rows in next(each)))
    for each in telling:
        yield from (day for day in each if isinstance(day, YearDate))
