"""What care brings to somebody who holds the link of their card: each subject says its own."""

from collections.abc import Callable, Iterator

from django.utils import timezone

from maillage.care.queries import alerts_own, own_counter, own_requests, pathways_own, roster_own, teams
from maillage.care.queries.doctors_home import doctors_own_lines
from maillage.care.queries.modules import has_left, is_on
from maillage.people.models import Person
from maillage.structures.queries import as_one
from maillage.structures.queries.clocks import today_in
from maillage.ui.slots import DiaryEntry, Lines

SUBJECTS: tuple[Callable[[Person], Lines], ...] = (
    alerts_own.own_lines,
    doctors_own_lines,
    own_requests.own_lines,
    roster_own.own_lines,
    own_counter.own_lines,
    pathways_own.own_lines,
)


def diary(person: Person) -> Iterator[DiaryEntry]:
    """Turns of duty, posts of a crisis, seasons, concertations, sessions; nothing of a module that is switched off."""
    if is_on(person.structure):
        yield from roster_own.diary(person)
        yield from alerts_own.diary(person)
        yield from teams.diary(person, at=timezone.now())


def own_lines(person: Person) -> Lines:
    """`person` with its structure; nothing for who left."""
    if not is_on(person.structure) or has_left(person, on=today_in(person.structure)):
        return
    yield from as_one([each(person) for each in SUBJECTS])
