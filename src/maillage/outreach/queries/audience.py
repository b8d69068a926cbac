"""To whom a bulletin goes: who belongs today, of a college, a profession, a commune and a group, and asked for no silence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from maillage.kernel import folded, with_no_break_spaces
from maillage.legislation import professions_by_key
from maillage.mail.queries import stopped_among
from maillage.outreach.enums import Dimension, Wish
from maillage.outreach.models import Subscription
from maillage.outreach.types import Audience, Reached
from maillage.people.models import Adhesion, Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.members import belongs, is_in
from maillage.structures.models import Structure
from maillage.ui.queries import groups as groups_of_rooms
from maillage.ui.slots import Group

EVERYONE = "Toutes les personnes"
#: Between the keys of an audience: one is in it who is in each.
AND = "|"
Choices = Mapping[Dimension, list[tuple[str, str]]]


def crossed(keys: Iterable[str]) -> str:
    """What Bulletin.audience keeps: « college:3|commune:bressols »; empty for all who belong."""
    return AND.join(filter(None, keys))


def keys_of(audience: str) -> set[str]:
    return set(filter(None, audience.split(AND)))


@dataclass(frozen=True, slots=True)
class Part:
    """What an audience may keep to: « profession:infirmier », as one reads it."""

    dimension: Dimension
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Members:
    """Everyone who belongs to a structure on a day, read once, and the parts that each is in."""

    people: tuple[Person, ...]
    parts: Mapping[int, frozenset[Part]]  # by the number of the card

    def choices(self) -> Choices:
        """For lists to choose from, by dimension: each part with how many they are; the last spelling names it."""
        sizes = Counter(key for parts in self.parts.values() for key in {part.key for part in parts})
        found: defaultdict[Dimension, dict[str, str]] = defaultdict(dict)
        for part in sorted({each for parts in self.parts.values() for each in parts}, key=_spelling):
            found[part.dimension][part.key] = part.label
        return {
            dimension: [
                (key, f"{label} ({sizes[key]})")
                for key, label in sorted(found[dimension].items(), key=lambda each: folded(each[1]))
            ]
            for dimension in Dimension
            if dimension in found
        }

    def of(self, audience: str) -> tuple[Person, ...]:
        asked = keys_of(audience)
        return tuple(each for each in self.people if asked <= {part.key for part in self.parts[each.pk]})

    def said(self, audience: str) -> str:
        """« Profession : infirmier, commune : Montauban »."""
        asked = keys_of(audience)
        if not asked:
            return EVERYONE
        known = sorted({each for parts in self.parts.values() for each in parts}, key=_spelling)
        labels = {part.key: f"{part.dimension.label} : {part.label}" for part in known if part.key in asked}
        if asked - labels.keys():
            return "Un groupe où il n’y a plus personne"
        order = [part.key for part in sorted(known, key=lambda part: list(Dimension).index(part.dimension))]
        told = [labels[key] for key in sorted(asked, key=order.index)]
        said = ", ".join([told[0], *(each[0].lower() + each[1:] for each in told[1:])])
        return with_no_break_spaces(said)


def _spelling(part: Part) -> tuple[str, str]:
    """Capitals first: « BRESSOLS », then « Bressols », which is kept."""
    return part.key, part.label


def members_of(structure: Structure, *, on: date) -> Members:
    people = tuple(structure.people.filter(belongs(on)).order_by("name", "pk"))
    return Members(people, _parts(structure, people, on=on))


def groups_of(person: Person, *, on: date) -> set[str]:
    """The keys of audiences that somebody who belongs is in that day."""
    running = [
        each
        for each in person.adhesions.all()
        if each.since <= on and (each.until is None or each.until > on)
    ]
    colleges = [(each.college_id, each.college.name) for each in running if each.college_id and each.college]
    groups = [group for group in groups_of_rooms(person.structure) if person.pk in group.people]
    return {part.key for part in _parts_of(person, colleges, groups)}


def _parts(structure: Structure, people: Iterable[Person], *, on: date) -> dict[int, frozenset[Part]]:
    there = {person.pk: person for person in people}
    running = Adhesion.objects.filter(is_in(on), college__isnull=False, person__structure=structure)
    colleges: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for person, college, name in running.values_list("person", "college", "college__name"):
        colleges[person].append((college, name))
    groups = groups_of_rooms(structure)
    return {
        pk: frozenset(_parts_of(person, colleges[pk], [group for group in groups if pk in group.people]))
        for pk, person in there.items()
    }


def _parts_of(person: Person, colleges: Iterable[tuple[int, str]], groups: Iterable[Group]) -> Iterator[Part]:
    for college, name in colleges:
        yield Part(Dimension.COLLEGE, f"college:{college}", name)
    if known := professions_by_key().get(person.profession):
        yield Part(Dimension.PROFESSION, f"profession:{person.profession}", known.label)
    if person.commune:
        yield Part(Dimension.COMMUNE, f"commune:{folded(person.commune)}"[:100], person.commune)
    for group in groups:
        yield Part(Dimension.GROUP, f"groupe:{group.key}", group.name)


def audience_of(structure: Structure, members: Members, asked: str) -> Audience:
    """Those it is for, each once, whoever shares an address told once."""
    stopped = Subscription.objects.filter(structure=structure).exclude(wish=Wish.RECEIVES)
    rows = list(stopped.values_list("person", "address", "wish"))
    by_person = {person: wish for person, _, wish in rows if person}
    by_address = {address: wish for _, address, wish in rows}
    reached: dict[str, Reached] = {}
    dead = stopped_among(structure.pk)
    unreached, stopped_ones, wishes = [], [], Counter[str]()
    for person in members.of(asked):
        address = person.email.strip().lower()
        wish = by_person.get(person.pk) or by_address.get(address)
        if wish:
            wishes[wish] += 1
        elif address in dead:
            stopped_ones.append(person)
        elif is_address(address):
            reached.setdefault(address, Reached(address, person))
        else:
            unreached.append(person)
    people = len(members.of(asked)) - wishes.total()
    return Audience(
        members.said(asked),
        people,
        tuple(reached.values()),
        tuple(unreached),
        tuple(stopped_ones),
        silent=wishes[Wish.REFUSED],
        held=wishes[Wish.HELD],
    )
