"""Many turns, many capacities, many taps: what pages of care ask must not grow with them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from django.utils import timezone

from maillage.care.enums import Outcome
from maillage.care.models import (
    Capacity,
    CapacityDay,
    Duty,
    RegulatedCase,
    RegulationPost,
    Roster,
    RosterHours,
    RosterMember,
)
from maillage.care.services.unscheduled import POST
from maillage.links.services import open_link
from maillage.people.models import Person
from maillage.structures.models import Structure

PAGES = {
    "care:home": "care",
    "care:on_duty": "who is on duty",
    "care:add_roster": "open a roster",
    "care:roster": "a roster",
    "care:duty": "a turn",
    "care:roster_settings": "rules of a roster",
    "care:close_roster": "close a roster",
    "care:offered_capacities": "who can take",
    "care:capacity": "what one can take",
    "care:regulation": "regulation",
}


def take_many_turns(structure: Structure, cards: Sequence[Person], *, people: int, on: date) -> None:
    """A roster a trade of three, held each evening since a year by as many as `people`; each says what they can take."""
    at, cards = datetime(on.year, on.month, on.day, 9, tzinfo=UTC), cards[:people]
    for name in ("Soirs", "Nuits", "Samedis"):
        roster = Roster.objects.create(structure=structure, name=name, profession=cards[0].profession)
        RosterHours.objects.bulk_create(
            RosterHours(roster=roster, weekday=day, starts=time(18), ends=time(0)) for day in range(7)
        )
        RosterMember.objects.bulk_create(
            RosterMember(roster=roster, person=card, since=on - timedelta(days=400)) for card in cards
        )
        Duty.objects.bulk_create(
            Duty(
                roster=roster,
                day=on + timedelta(days=number),
                starts=time(18),
                ends=time(0),
                zone="Europe/Paris",
                person=cards[number % len(cards)],
                published=cards[number % len(cards)],
                published_at=at,
            )
            for number in range(-360, 90)
        )
    said = Capacity.objects.bulk_create(
        Capacity(structure=structure, person=card, profession=card.profession, since=on) for card in cards
    )
    CapacityDay.objects.bulk_create(
        CapacityDay(capacity=each, weekday=day, amount=2) for each in said for day in range(7)
    )
    post = RegulationPost.objects.create(structure=structure, name="Accueil", link=open_link(POST))
    RegulatedCase.objects.bulk_create(
        RegulatedCase(
            structure=structure,
            post=post,
            profession=cards[0].profession,
            outcome=Outcome.TAKEN_SOON,
            at=timezone.now(),
            day=on - timedelta(days=number % 28),
            key=uuid4(),
        )
        for number in range(10 * people)
    )


def arguments(structure: Structure) -> dict[str, dict[str, object]]:
    roster = structure.care_rosters.all()[0]
    one: dict[str, object] = {"pk": roster.pk}
    return {
        "care:roster": one,
        "care:roster_settings": one,
        "care:close_roster": one,
        "care:duty": {"pk": roster.pk, "turn": roster.duties.all()[0].pk},
        "care:capacity": {"pk": structure.care_capacities.all()[0].person_id},
    }
