"""All that this room keeps of a structure, as plain values, and what its home shows first."""

from collections.abc import Iterator
from typing import Any

from maillage.people.models import Fee, JoiningRules, Person
from maillage.people.queries.table import information_of, people_of
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.ui.slots import HomeFigure


def contents(structure: Structure) -> dict[str, Any]:
    return {
        "people": [
            plain(person)
            | {
                "sites": [site.name for site in person.sites.all()],
                "adhesions": [
                    plain(adhesion) | {"college": adhesion.college.name if adhesion.college else None}
                    for adhesion in person.adhesions.all()
                ],
            }
            for person in Person.everybody.filter(structure=structure).prefetch_related(
                "sites", "adhesions__college"
            )
        ],
        "fees": [
            plain(fee) | {"person": fee.person.name, "receipt": plain(fee.payment) if fee.payment else None}
            for fee in Fee.objects.filter(person__structure=structure).select_related("person", "payment")
        ],
        "join_requests": [plain(demand) for demand in structure.join_requests.all()],
        "joining_rules": [
            plain(rules) | {"admitted": [row.standing for row in rules.admitted.all()]}
            for rules in JoiningRules.objects.filter(structure=structure)
        ],
        "colleges": [college.name for college in structure.colleges.all()],
        "information_meetings": [
            plain(meeting) | {"attendance": {row.profession: row.count for row in meeting.attendance.all()}}
            for meeting in information_of(structure)
        ],
    }


def home_figures(structure: Structure) -> Iterator[HomeFigure]:
    yield HomeFigure("Autour de la table", len(people_of(structure)), "personnes")
    if meetings := information_of(structure):
        yield HomeFigure("Informations données", len(meetings))
