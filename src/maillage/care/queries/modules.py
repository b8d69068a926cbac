"""Whether a structure keeps this room: switched off, its links lead nowhere and it asks nothing."""

from datetime import date

from maillage.care.enums import Ability
from maillage.governance.queries.ideas import takes_part
from maillage.people.models import Person
from maillage.people.queries.gathering import belongs_then
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of
from maillage.ui.queries import module_of


def is_on(structure: Structure) -> bool:
    return module_of(Ability.READ) in modules_of(structure)


def takes_part_in_care(person: Person) -> bool:
    return is_on(person.structure) and takes_part(person)


def has_left(person: Person, *, on: date) -> bool:
    """They belonged, and do not any more; who never did sits around the table."""
    return bool(person.adhesions.all()) and not belongs_then(person, on=on)
