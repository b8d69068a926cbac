"""What the pages of one card read of it, in one question."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Model

from maillage.people.models import Person
from maillage.structures.queries import read_parts


def gather_card(person: Person, *also: tuple[Model, str]) -> Person:
    """A card, with its structure, and what is said on it, once; `also`: what else its page reads."""
    of_card: Iterable[str] = ("adhesions__college", "interests", "absences", "took_in", "sites")
    read_parts([*((person, name) for name in of_card), (person.structure, "own_themes"), *also])
    return person


def belongs_then(person: Person, *, on: date) -> bool:
    """Whether somebody belongs that day: read from their card, when it was gathered."""
    held = () if person.is_merged else person.adhesions.all()
    return any(each.since <= on and (each.until is None or each.until > on) for each in held)
