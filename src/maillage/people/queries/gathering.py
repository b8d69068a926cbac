"""What the pages of one card read of it, in one question."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from maillage.people.models import Person
from maillage.structures.queries import read_parts, told
from maillage.ui.slots import Lines, OwnLine


def gather_card(person: Person, *also: tuple[Model, str]) -> Person:
    """A card, with its structure, and what is said on it, once; `also`: what else its page reads."""
    of_card: Iterable[str] = ("adhesions__college", "interests", "absences", "took_in", "sites")
    read_parts([*((person, name) for name in of_card), (person.structure, "own_themes"), *also])
    return person


def lines_told(rooms: Collection[Lines], *also: QuerySet[Any]) -> dict[str, list[OwnLine]]:
    """What the rooms say of a card, by heading; `also`: what else its page reads, in the same question."""
    found: dict[str, list[OwnLine]] = {}
    for line in told(rooms, *also):
        found.setdefault(line.heading, []).append(line)
    return found


def belongs_then(person: Person, *, on: date) -> bool:
    """Whether somebody belongs that day: read from their card, when it was gathered."""
    held = () if person.is_merged else person.adhesions.all()
    return any(each.since <= on and (each.until is None or each.until > on) for each in held)
