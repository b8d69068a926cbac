"""All that this room keeps of a structure, as plain values."""

from typing import Any

from maillage.mail.models import FailingAddress
from maillage.people.models import FeeRule, JoiningRules, Person
from maillage.people.models.naming import CALLED
from maillage.people.queries import desk
from maillage.people.queries.presence import theme_words
from maillage.people.queries.table import information_of
from maillage.structures.models import Structure
from maillage.structures.queries import plain

#: What is read of each person at once.
TOLD = ("sites", "adhesions__college", "fees__payment", "absences", "interests")


def told_of(person: Person) -> dict[str, Any]:
    """All that is kept of somebody, as plain values."""
    own = {name: value for name, value in plain(person).items() if name not in CALLED}  # its name again
    return own | {
        "sites": [site.name for site in person.sites.all()],
        "adhesions": [
            plain(adhesion) | {"college": adhesion.college.name if adhesion.college else None}
            for adhesion in person.adhesions.all()
        ],
        "fees": [
            plain(fee) | {"receipt": plain(fee.payment) if fee.payment else None} for fee in person.fees.all()
        ],
        "absences": [plain(absence) for absence in person.absences.all()],
        "interests": theme_words(person.interests.all()),
    }


def contents(structure: Structure) -> dict[str, Any]:
    everybody = Person.everybody.filter(structure=structure)
    return {
        "people": [told_of(person) for person in everybody.prefetch_related(*TOLD)],
        "join_requests": [plain(demand) for demand in structure.join_requests.all()],
        "joining_rules": [
            plain(rules) | {"admitted": [row.standing for row in rules.admitted.all()]}
            for rules in JoiningRules.objects.filter(structure=structure)
        ],
        "fee_rule": [
            plain(rule) | {"amounts": [plain(row) for row in rule.amounts.all()]}
            for rule in FeeRule.objects.filter(structure=structure)
        ],
        "gains": [plain(gain) for gain in structure.gains.all()],
        "member_imports": [plain(batch) for batch in structure.member_imports.all()],
        "addresses_that_fail": [
            plain(failing) for failing in FailingAddress.objects.filter(about=structure.pk)
        ],
        "own_themes": [theme.name for theme in structure.own_themes.all()],
        "contact_desk": desk.contents(structure),
        "colleges": [college.name for college in structure.colleges.all()],
        "information_meetings": [
            plain(meeting) | {"attendance": {row.profession: row.count for row in meeting.attendance.all()}}
            for meeting in information_of(structure)
        ],
    }
