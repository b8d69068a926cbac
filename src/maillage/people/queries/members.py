"""Who belongs to a structure, found and listed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from maillage.kernel import folded
from maillage.legislation import professions_by_key
from maillage.people.enums import Belonging
from maillage.people.models import Adhesion, Person
from maillage.people.queries.joining import kinds_of_belonging
from maillage.structures.models import Structure
from maillage.tables import SheetCell

#: Cards on a page of the list.
PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom the list shows. What is empty does not filter; `state` as FilterForm has it."""

    q: str = ""
    profession: str = ""
    college: str = ""
    state: str = ""


def is_in(on: date) -> Q:
    """Adhésions that run that day, of cards that were not taken into another."""
    return Q(since__lte=on, person__is_merged=False) & (Q(until=None) | Q(until__gt=on))


def belongs(on: date) -> Exists:
    """Of a card: whether its person belongs that day."""
    return Exists(Adhesion.objects.filter(is_in(on), person=OuterRef("pk")))


def listed(structure: Structure, wanted: Wanted, *, on: date) -> list[int]:
    """The cards that answer, by name as people read it: « Églantine » stands at E, « zelie » finds « Zélie »."""
    words = folded(wanted.q).split()
    names = cards(structure, wanted, on=on).order_by().prefetch_related(None).values_list("pk", "name")
    found = sorted((folded(name), pk) for pk, name in names)
    return [pk for name, pk in found if all(word in name for word in words)]


def in_order(structure: Structure, numbers: Sequence[int]) -> list[Person]:
    """These cards, in this order, each with its adhésions."""
    adhesions = Prefetch("adhesions", Adhesion.objects.select_related("college"))
    people = structure.people.prefetch_related(adhesions).in_bulk(numbers)
    return [people[pk] for pk in numbers if pk in people]


def cards(structure: Structure, wanted: Wanted, *, on: date) -> QuerySet[Person]:
    """The cards that answer, their names apart, each with its adhésions."""
    found = structure.people.alias(belongs=belongs(on))
    match wanted.state:
        case "":
            found = found.filter(belongs=True)
        case "partis":
            found = found.filter(belongs=False, adhesions__until__lte=on).distinct()
        case "autres":
            found = found.filter(adhesions=None)
    if wanted.profession:
        found = found.filter(profession=wanted.profession)
    if wanted.college.isdecimal():
        found = found.filter(Q(adhesions__college=int(wanted.college)) & Q(adhesions__until=None)).distinct()
    adhesions = Adhesion.objects.select_related("college")
    return found.order_by("name", "pk").prefetch_related(Prefetch("adhesions", adhesions))


def counted_members(structure: Structure, *, on: date) -> dict[Belonging, int]:
    """How many belong that day, by what they belong as; a kind of its form with nobody is there."""
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


def to_check(structure: Structure, *, on: date) -> Asked:
    """Those who belong that day, by how they are reached."""
    people = list(cards(structure, Wanted(), on=on).select_related("door"))
    bearers = Counter(card.email.lower() for card in structure.people.exclude(email=""))
    return Asked(
        written=tuple(person for person in people if bearers[person.email.lower()] == 1),
        shared=tuple(person for person in people if bearers[person.email.lower()] > 1),
        without=tuple(person for person in people if not person.email),
    )


#: The columns of the list taken away, and brought back as it is.
COLUMNS = (
    "Nom",
    "Profession",
    "Mode d’exercice",
    "RPPS",
    "Commune",
    "Lieu d’exercice",
    "Courriel",
    "Téléphone",
    "À titre de",
    "Collège",
    "Depuis le",
    "Jusqu’au",
)


def in_rows(people: Iterable[Person]) -> Iterator[tuple[SheetCell, ...]]:
    """Titles, then a line for each adhésion of each card, and one for a card without."""
    yield COLUMNS
    known = professions_by_key()
    for person in people:
        trade = known[person.profession].label if person.profession in known else person.profession
        told = (
            person.name,
            trade,
            person.get_practice_display(),
            person.rpps,
            person.commune,
            person.workplace,
            person.email,
            person.phone,
        )
        for adhesion in person.adhesions.all() or [None]:
            belonging = (
                (
                    adhesion.get_kind_display(),
                    adhesion.college.name if adhesion.college else "",
                    adhesion.since,
                    adhesion.until,
                )
                if adhesion
                else (None,) * 4
            )
            yield (*told, *belonging)
