"""To whom a bulletin goes: who belongs today, by college, profession or commune, and asked for no silence."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from maillage.kernel import folded, with_no_break_spaces
from maillage.legislation import professions_by_key
from maillage.mail.queries import stopped_among
from maillage.outreach.enums import Wish
from maillage.outreach.models import Subscription
from maillage.outreach.types import Audience, Reached
from maillage.people.models import Adhesion, Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.members import belongs, is_in
from maillage.structures.models import Structure

EVERYONE = "Toutes les personnes"
Choices = list[tuple[str, str | list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Members:
    """Everyone who belongs to a structure on a day, read once; groups are told from what their cards say."""

    people: tuple[Person, ...]

    def choices(self) -> Choices:
        """For a list to choose from: everyone, then groups with how many they are."""
        groups: dict[str, Counter[tuple[str, str]]] = {}
        for person in self.people:
            for heading, key, label in set(_groups_of(person)):
                groups.setdefault(heading, Counter())[key, label] += 1
        found: Choices = [("", f"{EVERYONE} ({len(self.people)})")]
        for heading, counts in sorted(groups.items()):
            labels = dict(sorted(counts, reverse=True))
            sizes = Counter(dict.fromkeys(labels, 0))
            for (key, _), count in counts.items():
                sizes[key] += count
            named = sorted(labels.items(), key=lambda each: folded(each[1]))
            found.append((heading, [(key, f"{label} ({sizes[key]})") for key, label in named]))
        return found

    def of(self, group: str) -> tuple[Person, ...]:
        if not group:
            return self.people
        return tuple(person for person in self.people if group in {key for _, key, _ in _groups_of(person)})

    def said(self, group: str) -> str:
        """« Profession : infirmier »."""
        if not group:
            return EVERYONE
        found = (
            f"{heading} : {label}"
            for person in self.people
            for heading, key, label in _groups_of(person)
            if key == group
        )
        return with_no_break_spaces(next(found, "Un groupe où il n’y a plus personne"))


def members_of(structure: Structure, *, on: date) -> Members:
    running = Adhesion.objects.filter(is_in(on)).select_related("college")
    people = structure.people.filter(belongs(on)).order_by("name", "pk")
    return Members(tuple(people.prefetch_related(Prefetch("adhesions", running, to_attr="running"))))


def groups_of(person: Person, *, on: date) -> set[str]:
    """The audiences that somebody is in that day, all who belong first; empty for whom does not belong."""
    running = list(Adhesion.objects.filter(is_in(on), person=person).select_related("college"))
    if not running:
        return set()
    person.running = running  # type: ignore[attr-defined]
    return {"", *(key for _, key, _ in _groups_of(person))}


def audience_of(structure: Structure, members: Members, group: str) -> Audience:
    """Those of the group, each once, whoever shares an address told once."""
    stopped = Subscription.objects.filter(structure=structure).exclude(wish=Wish.RECEIVES)
    rows = list(stopped.values_list("person", "address", "wish"))
    by_person = {person: wish for person, _, wish in rows if person}
    by_address = {address: wish for _, address, wish in rows}
    reached: dict[str, Reached] = {}
    dead = stopped_among(structure.pk)
    unreached, stopped_ones, wishes = [], [], Counter[str]()
    for person in members.of(group):
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
    people = len(members.of(group)) - wishes.total()
    return Audience(
        members.said(group),
        people,
        tuple(reached.values()),
        tuple(unreached),
        tuple(stopped_ones),
        silent=wishes[Wish.REFUSED],
        held=wishes[Wish.HELD],
    )


def _groups_of(person: Person) -> Iterator[tuple[str, str, str]]:
    """(heading, key, label) of each group that a card is in."""
    for adhesion in person.running:  # type: ignore[attr-defined]
        if adhesion.college:
            yield "Collège", f"college:{adhesion.college.pk}", adhesion.college.name
    if known := professions_by_key().get(person.profession):
        yield "Profession", f"profession:{person.profession}", known.label
    if person.commune:
        yield "Commune", f"commune:{folded(person.commune)}"[:100], person.commune
