"""All that this room keeps of a structure, as plain values, and what its home shows first."""

from collections.abc import Iterator
from typing import Any

from maillage.people.queries.table import information_of, people_of
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.ui.slots import HomeFigure


def contents(structure: Structure) -> dict[str, Any]:
    return {
        "people": [
            plain(person) | {"sites": [site.name for site in person.sites.all()]}
            for person in structure.people.prefetch_related("sites")
        ],
        "information_meetings": [
            plain(meeting) | {"attendance": {row.profession: row.count for row in meeting.attendance.all()}}
            for meeting in information_of(structure)
        ],
    }


def home_figures(structure: Structure) -> Iterator[HomeFigure]:
    yield HomeFigure("Autour de la table", len(people_of(structure)), "personnes")
    if meetings := information_of(structure):
        yield HomeFigure("Informations données", len(meetings))
