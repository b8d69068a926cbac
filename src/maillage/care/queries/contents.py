"""All that is kept of care, for the export of the structure and of somebody: each subject says its own."""

from collections.abc import Callable, Mapping
from typing import Any

from maillage.care.queries import (
    alerts_contents,
    alerts_own,
    pathways_contents,
    protocols_contents,
    record,
    requests_contents,
    roster_contents,
    roster_own,
)
from maillage.care.queries.doctors_contents import doctors_contents, doctors_of_card
from maillage.people.models import Person
from maillage.structures.models import Structure

OF_STRUCTURES: tuple[Callable[[Structure], Mapping[str, Any]], ...] = (
    doctors_contents,
    requests_contents.contents,
    roster_contents.contents,
    pathways_contents.contents,
    protocols_contents.contents,
    alerts_contents.contents,
    record.contents,
)
OF_CARDS: tuple[Callable[[Person], Mapping[str, Any]], ...] = (
    doctors_of_card,
    requests_contents.of_card,
    roster_own.of_card,
    pathways_contents.of_card,
    protocols_contents.of_card,
    alerts_own.of_card,
)


def contents(structure: Structure) -> dict[str, Any]:
    return {key: value for each in OF_STRUCTURES for key, value in each(structure).items()}


def of_card(person: Person) -> dict[str, Any]:
    return {heading: lines for each in OF_CARDS for heading, lines in each(person).items()}
