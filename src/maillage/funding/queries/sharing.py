"""Who shares, what their presences say of their time, and what was shared."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from maillage.funding.models import AssociateShare, Sharing
from maillage.funding.queries.hours import around, minutes_of, on_clocks_of
from maillage.governance.enums import MeetingState
from maillage.governance.models import Presence
from maillage.people.models import Person
from maillage.people.queries.parts import holders
from maillage.structures.models import Structure
from maillage.tables import SheetCell

MINUTES, CENT = Decimal(60), Decimal("0.01")


def associates_of(structure: Structure, *, on: date) -> dict[str, Person]:
    """Those who hold parts that day, each by a name of their own: two of one name are told apart by their cards."""
    people = [holder.person for holder in holders(structure, on=on)]
    times = Counter(each.name for each in people)
    return {each.name if times[each.name] == 1 else f"{each.name} (fiche {each.pk})": each for each in people}


def hours_in(structure: Structure, year: int) -> Mapping[int, Decimal]:
    """By card, the hours noted at the meetings held in a civil year, on the structure's clocks."""
    were = Presence.objects.filter(
        is_pending=False, person__isnull=False, meeting__instance__structure=structure,
        meeting__state=MeetingState.HELD, meeting__starts_at__range=around(year),
    ).select_related("meeting__instance")  # fmt: skip
    on_clocks_of(structure, [each.meeting for each in were])
    minutes: dict[int, Decimal] = defaultdict(Decimal)
    for each in were:
        if each.person_id and each.meeting.day.year == year:
            minutes[each.person_id] += minutes_of(each)
    return {card: (spent / MINUTES).quantize(CENT) for card, spent in minutes.items()}


def sharings_of(structure: Structure) -> QuerySet[Sharing]:
    """The newest first, each with its shares."""
    known = Sharing.objects.filter(legal_person__structure=structure)
    shares = Prefetch("shares", AssociateShare.objects.select_related("person"))
    return known.select_related("legal_person", "decision", "undoes", "undone_by").prefetch_related(shares)


def shares_in_rows(sharing: Sharing) -> Iterator[Sequence[SheetCell]]:
    yield "Associé", "Heures", "Points", "Part", "Partage", "Le", "Règle"
    for each in sharing.shares.all():
        yield (
            each.name,
            "" if each.hours is None else each.hours,
            "" if each.points is None else each.points,
            each.amount,
            sharing.label,
            sharing.made_on,
            sharing.said,
        )


def sharing_in(sharing: Sharing) -> dict[str, Any]:
    """For an export: sums are in euros."""
    return {
        "legal_person": sharing.legal_person.name,
        "label": sharing.label,
        "amount": sharing.amount,
        "rule": sharing.rule,
        "rule_said": sharing.said,
        "made_on": sharing.made_on,
        "undoes": sharing.undoes.label if sharing.undoes else None,
        "shares": [
            {"name": each.name, "hours": each.hours, "points": each.points, "amount": each.amount}
            for each in sharing.shares.all()
        ],
    }


def shares_of(person: Person, year: int) -> QuerySet[AssociateShare]:
    """What somebody received of the sums shared in a civil year, with the rule and the vote of each."""
    mine = AssociateShare.objects.filter(person=person, sharing__made_on__year=year)
    known = mine.select_related("sharing__legal_person", "sharing__decision")
    return known.order_by("sharing__made_on", "sharing__pk")
