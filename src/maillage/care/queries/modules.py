"""Whether a structure keeps this room: switched off, its links lead nowhere and it asks nothing."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from maillage.care.enums import Ability
from maillage.governance.queries.ideas import takes_part
from maillage.people.models import Person
from maillage.people.queries.gathering import belongs_then
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of
from maillage.ui.queries import module_of


def is_on(structure: Structure) -> bool:
    return module_of(Ability.READ) in modules_of(structure)


def goes_on(structure: Structure) -> bool:
    """Whether time writes to anybody there: never in an example, on a site that writes for good; its people are nobody."""
    return is_on(structure) and (settings.DEMO or not structure.is_fictitious)


def going_on(structures: QuerySet[Structure]) -> list[UUID]:
    """Of these, where time writes to somebody."""
    return [each.pk for each in structures.prefetch_related("module_choices") if goes_on(each)]


def takes_part_in_care(person: Person) -> bool:
    return is_on(person.structure) and takes_part(person)


def has_left(person: Person, *, on: date) -> bool:
    """They belonged, and do not any more; who never did sits around the table."""
    return bool(person.adhesions.all()) and not belongs_then(person, on=on)
