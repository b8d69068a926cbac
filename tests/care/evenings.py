"""A roster of evenings, three in the turn, published for two months."""

from datetime import UTC, date, datetime, time

from django.utils import timezone

from maillage.accounts.models import User
from maillage.care.models import Duty, Roster
from maillage.care.queries.rosters import rosters_of
from maillage.care.services import duties, rosters
from maillage.mail.models import Recipient
from maillage.people.models import Person
from maillage.people.services import doors_to
from maillage.structures.models import Structure

SITE = "https://maillage.example/"
#: A Monday, in the morning.
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
FIRST, LAST = date(2027, 3, 1), date(2027, 4, 30)
EVENING = (time(13), time(1))


def named(structure: Structure, name: str, trade: str = "medecin_generaliste") -> Person:
    return structure.people.create(
        name=name, profession=trade, email=f"{name.lower().replace(' ', '.')}@example.org"
    )


def three(structure: Structure) -> list[Person]:
    return [named(structure, name) for name in ("Abel Fictif", "Bea Fictif", "Cleo Fictif")]


def evenings(
    structure: Structure, team: list[Person], by: User, first: date, last: date, *, at: datetime
) -> Roster:
    """Every day from 13 to 1; the last of the team is warned."""
    structure.care_rosters.all().delete()
    columns = {
        "name": "Soirs",
        "profession": "medecin_generaliste",
        "serves_holidays": True,
        "warned": team[2],
    }
    made = rosters.add_roster(structure, columns, {day: [EVENING] for day in range(7)}, by=by)
    for person in team:
        rosters.join(made, person, on=date(2026, 1, 1), by=by)
    duties.draw_turns(made, first, last, at=at, by=by)
    duties.publish(made, at=at, by=by, site=SITE)
    (found,) = rosters_of(structure)
    found.structure = structure
    return found


def on(roster: Roster, day: date) -> Duty:
    return roster.duties.select_related("roster__structure__territory", "published").get(day=day)


def sent(key: str) -> list[str]:
    rows = Recipient.objects.filter(sending__key__startswith=key).order_by("address")
    return list(rows.values_list("address", flat=True))


def door(person: Person) -> str:
    return str(doors_to([person], on=timezone.localdate())[person.pk].get_absolute_url())
