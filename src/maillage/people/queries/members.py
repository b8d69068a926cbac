"""Who belongs to a structure, found and listed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from maillage.kernel import add_months, folded
from maillage.mail.queries import stopped_among
from maillage.people.enums import Belonging
from maillage.people.models import Adhesion, Interest, Person
from maillage.people.queries.addresses import unreached
from maillage.people.queries.joining import kinds_of_belonging
from maillage.people.rules import ASKED_AFTER
from maillage.structures.models import Structure


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom the list shows. What is empty does not filter; `state` as FilterForm has it."""

    q: str = ""
    profession: str = ""
    college: str = ""
    state: str = ""
    theme: str = ""


def is_in(on: date) -> Q:
    """Adhésions that run that day, of cards that were not taken into another."""
    return Q(since__lte=on, person__is_merged=False) & (Q(until=None) | Q(until__gt=on))


def belongs(on: date) -> Exists:
    """Of a card: whether its person belongs that day."""
    return Exists(Adhesion.objects.filter(is_in(on), person=OuterRef("pk")))


#: card, kind, college, since, until.
AdhesionTold = tuple[int, str, int | None, date, date | None]


class Held(NamedTuple):
    """An adhésion as the list reads it."""

    kind: str
    college: int | None
    since: date
    until: date | None

    @property
    def label(self) -> str:
        return str(Belonging(self.kind).label)


class Roll:
    """The cards of a structure as its list says them, found and put in order by the database: a page of a list of a
    thousand costs what it shows."""

    def __init__(self, structure: Structure, *, on: date) -> None:
        self.structure, self.on = structure, on

    def listed(self, wanted: Wanted) -> QuerySet[Person, int]:
        """The cards that answer, by name as people read it: « Églantine » stands at E, « zelie » finds « Zélie »."""
        found = self.structure.people.filter(*self._said(wanted))
        return found.order_by("called", "pk").values_list("pk", flat=True)

    def _said(self, wanted: Wanted) -> Iterator[Q | Exists]:
        theirs = Adhesion.objects.filter(person=OuterRef("pk"))
        for word in folded(wanted.q).split():
            yield Q(called__contains=word)
        if wanted.profession:
            yield Q(profession=wanted.profession)
        if wanted.theme:
            yield Exists(Interest.objects.filter(person=OuterRef("pk"), theme=wanted.theme))
        if wanted.college.isdecimal():
            of_it = theirs.filter(college=int(wanted.college))
            yield Exists(of_it.filter(is_in(self.on)) if wanted.state in {"", "autrement"} else of_it)
        match wanted.state:
            case "":
                yield belongs(self.on)
            case "partis":
                yield Exists(theirs.filter(until__lte=self.on))
                yield ~Q(belongs(self.on))
            case "autres":
                yield ~Q(Exists(theirs))
            case "autrement":
                yield belongs(self.on)
                cards = self.structure.people.values_list("pk", "email")
                yield Q(pk__in=unreached(self.structure, cards))

    def adhesions(self, cards: Sequence[int]) -> QuerySet[Adhesion, AdhesionTold]:
        """Of these cards, the oldest first: (card, kind, college, since, until)."""
        told = ("person_id", "kind", "college_id", "since", "until")
        return Adhesion.objects.filter(person__in=cards).order_by("since", "pk").values_list(*told)

    @staticmethod
    def held(rows: Iterable[AdhesionTold]) -> dict[int, list[Held]]:
        """Card → its adhésions."""
        found: dict[int, list[Held]] = {}
        for pk, kind, college, since, until in rows:
            found.setdefault(pk, []).append(Held(kind, college, since, until))
        return found

    @cached_property
    def is_empty(self) -> bool:
        """Nobody ever belonged."""
        return not Adhesion.objects.filter(person__structure=self.structure, person__is_merged=False).exists()

    def remaining(self) -> QuerySet[Person]:
        """Without those who left: they belonged, and nothing says that they do, or will, or sit at the table."""
        theirs = Adhesion.objects.filter(person=OuterRef("pk"))
        stays = theirs.filter(Q(until=None) | Q(until__gt=self.on))
        people = Person.objects.filter(structure=self.structure)
        return people.filter(~Q(engagement="") | Exists(stays) | ~Q(Exists(theirs)))


#: What the list shows of a card.
SHOWN = (
    "structure",
    "name",
    "profession",
    "practice",
    "represented",
    "commune",
    "email",
    "phone",
    "shows_email",
    "shows_phone",
    "is_fictitious",
)


def in_order(people: QuerySet[Person], numbers: Sequence[int]) -> list[Person]:
    """These cards, in this order."""
    found = {person.pk: person for person in people}
    return [found[pk] for pk in numbers if pk in found]


def counts_of(structure: Structure, *, on: date) -> QuerySet[Adhesion, tuple[str, int]]:
    rows = Adhesion.objects.filter(is_in(on), person__structure=structure).order_by()
    return rows.values_list("kind").annotate(people=Count("person", distinct=True))


def by_kind(structure: Structure, rows: Iterable[tuple[str, int]]) -> dict[Belonging, int]:
    counts = dict(rows)
    return {kind: counts.get(kind, 0) for kind in kinds_of_belonging(structure.form)} | {
        Belonging(kind): count for kind, count in counts.items()
    }


#: What is read of whoever is asked.
REACHED = ("structure", "name", "email", "phone", "checked_on")
#: How the keys of the messages that ask it begin.
ASKING = "people.check "


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked whether their card is exact, and who cannot be by mail."""

    written: tuple[int, ...]  # numbers of their cards: all of a structure, most often
    shared: tuple[Person, ...]  # their address is on other cards: a personal link would open for others
    without: tuple[Person, ...]  # no address at all
    stopped: tuple[Person, ...] = ()  # theirs sends back what it is written
    recent: int = 0  # said so less than six months ago: they are left alone


def to_check(structure: Structure, *, on: date) -> Asked:
    """Those who belong that day and said nothing of their card for six months, or ever, by how they are reached."""
    rows = structure.people.annotate(is_in=belongs(on)).order_by("called", "pk")
    cards = [
        (pk, email.lower(), is_in, checked)
        for pk, email, is_in, checked in rows.values_list("pk", "email", "is_in", "checked_on")
    ]
    bearers, dead = Counter(email for _, email, *_ in cards), stopped_among(structure.pk)
    found: dict[str, list[int]] = {"stopped": [], "without": [], "shared": [], "written": [], "recent": []}
    for pk, email, is_in, checked in cards:
        if is_in:
            alone = "without" if not email else "shared" if bearers[email] > 1 else "written"
            reached = "stopped" if email in dead else alone
            found[reached if is_to_check(checked, on=on) else "recent"].append(pk)
    written, recent = found.pop("written"), len(found.pop("recent"))
    others = structure.people.only(*REACHED).in_bulk([pk for numbers in found.values() for pk in numbers])
    return Asked(
        tuple(written),
        recent=recent,
        **{name: tuple(others[pk] for pk in numbers) for name, numbers in found.items()},
    )


def is_to_check(checked_on: date | None, *, on: date) -> bool:
    return checked_on is None or checked_on < add_months(on, -ASKED_AFTER)


def unchecked(structure: Structure, long_ago: date, today: date) -> QuerySet[Person]:
    """Who belongs since before that day, may be written to, and said nothing of their card since."""
    since = Adhesion.objects.filter(is_in(today), since__lte=long_ago, person=OuterRef("pk"))
    said = Q(checked_on__gt=long_ago)
    return Person.objects.filter(Exists(since), ~said, structure=structure).exclude(email="")
