"""Who belongs to a structure, found and listed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from maillage.kernel import all_folded, folded
from maillage.mail.queries import stopped_among
from maillage.people.enums import Belonging
from maillage.people.models import Adhesion, Interest, Person
from maillage.people.queries.addresses import unreached
from maillage.people.queries.joining import kinds_of_belonging
from maillage.structures.models import Structure

#: Cards on a page of the list.
PAGE = 50


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


class Entry(NamedTuple):
    """A card as the list reads it."""

    pk: int
    name: str
    profession: str
    engagement: str
    rpps: str
    seen: int | None  # what the directory said of them last (Person.directory_seen)
    plain: str  # its name, folded


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
    """All the cards of a structure with their adhésions, read once for all that the list says: two queries."""

    def __init__(self, structure: Structure, *, on: date) -> None:
        self.structure, self.on = structure, on

    @cached_property
    def entries(self) -> list[Entry]:
        columns = ("pk", "name", "profession", "engagement", "rpps", "directory_seen")
        rows = list(self.structure.people.order_by().values_list(*columns))
        plain = all_folded([name for _, name, *_ in rows])
        return [Entry._make((*row, text)) for row, text in zip(rows, plain, strict=True)]

    @cached_property
    def held(self) -> dict[int, list[Held]]:
        """Card → its adhésions, the oldest first."""
        told = ("person_id", "kind", "college_id", "since", "until")
        rows = Adhesion.objects.filter(person__structure=self.structure, person__is_merged=False)
        found: dict[int, list[Held]] = {}
        for pk, kind, college, since, until in rows.order_by("since", "pk").values_list(*told):
            found.setdefault(pk, []).append(Held(kind, college, since, until))
        return found

    def running(self, pk: int) -> list[Held]:
        """The adhésions of a card that run that day."""
        return [each for each in self.held.get(pk, ()) if runs(each, self.on)]

    def has_left(self, entry: Entry) -> bool:
        """They belonged, and nothing says that they do, or will, or sit at the table."""
        held = self.held.get(entry.pk)
        return (
            bool(held)
            and not entry.engagement
            and all(each.until and each.until <= self.on for each in held or ())
        )

    def listed(self, wanted: Wanted) -> list[int]:
        """The cards that answer, by name as people read it: « Églantine » stands at E, « zelie » finds « Zélie »."""
        words = folded(wanted.q).split()
        interested = self._interested(wanted.theme)
        found = sorted(
            (entry.plain, entry.pk)
            for entry in self.entries
            if self._answers(entry, wanted) and (interested is None or entry.pk in interested)
        )
        return [pk for name, pk in found if all(word in name for word in words)]

    def _answers(self, entry: Entry, wanted: Wanted) -> bool:
        held = self.held.get(entry.pk, ())
        if wanted.profession and entry.profession != wanted.profession:
            return False
        if wanted.college.isdecimal() and not any(
            each.college == int(wanted.college) and each.until is None for each in held
        ):
            return False
        match wanted.state:
            case "":
                return any(runs(each, self.on) for each in held)
            case "partis":
                is_over = any(each.until and each.until <= self.on for each in held)
                return is_over and not self.running(entry.pk)
            case "autres":
                return not held
            case "autrement":
                return bool(self.running(entry.pk)) and entry.pk in self._unreached
        return True

    @cached_property
    def _unreached(self) -> set[int]:
        """Those that a message does not reach."""
        return unreached(self.structure, self.structure.people.values_list("pk", "email"))

    def _interested(self, theme: str) -> set[int] | None:
        """None when no theme is asked for."""
        if not theme:
            return None
        told = Interest.objects.filter(person__structure=self.structure, theme=theme)
        return set(told.values_list("person_id", flat=True))

    def counted(self) -> dict[Belonging, int]:
        """How many belong that day, by what they belong as; a kind of its form with nobody is there."""
        counts = Counter(
            kind
            for held in self.held.values()
            for kind in {each.kind for each in held if runs(each, self.on)}
        )
        return {kind: counts.get(kind, 0) for kind in kinds_of_belonging(self.structure.form)} | {
            Belonging(kind): count for kind, count in counts.items()
        }


def runs(held: Held, on: date) -> bool:
    """Whether an adhésion runs that day."""
    return held.since <= on and (held.until is None or on < held.until)


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
    found = people.in_bulk(numbers)
    return [found[pk] for pk in numbers if pk in found]


def counted_members(structure: Structure, *, on: date) -> dict[Belonging, int]:
    """As Roll.counted, for whom reads nothing else: one query."""
    rows = Adhesion.objects.filter(is_in(on), person__structure=structure)
    counts = dict(rows.values_list("kind").annotate(people=Count("person", distinct=True)))
    return {kind: counts.get(kind, 0) for kind in kinds_of_belonging(structure.form)} | {
        Belonging(kind): count for kind, count in counts.items()
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked whether their card is exact, and who cannot be by mail."""

    written: tuple[Person, ...]
    shared: tuple[Person, ...]  # their address is on other cards: a personal link would open for others
    without: tuple[Person, ...]  # no address at all
    stopped: tuple[Person, ...] = ()  # theirs sends back what it is written


def to_check(structure: Structure, *, on: date) -> Asked:
    """Those who belong that day, by how they are reached."""
    people = list(structure.people.filter(belongs(on)).order_by("name", "pk").select_related("door"))
    bearers = Counter(card.email.lower() for card in structure.people.exclude(email=""))
    dead = stopped_among(structure.pk)
    stopped = tuple(person for person in people if person.email.lower() in dead)
    people = [person for person in people if person not in stopped]
    return Asked(
        stopped=stopped,
        written=tuple(person for person in people if bearers[person.email.lower()] == 1),
        shared=tuple(person for person in people if bearers[person.email.lower()] > 1),
        without=tuple(person for person in people if not person.email),
    )
