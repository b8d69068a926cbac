"""Unscheduled care, counted for a year. Small groups are not hidden here: `statistics` is the door that does."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractMonth

from maillage.care.enums import Outcome, RequestKind, Unit
from maillage.care.models import CareRequest, Duty, RegulatedCase
from maillage.care.queries.rosters import Reading
from maillage.care.queries.unscheduled import Room
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import instants_in


@dataclass(frozen=True, slots=True)
class UnscheduledYear:
    """A civil year; `until` is the last day that is counted. Months are numbers, 1 to 12; professions are keys."""

    year: int
    until: date
    #: Turns were published, capacities said or people directed, this year.
    is_organized: bool
    #: Cards that held a turn, offered something or took an unscheduled request, each once.
    took_part: int
    #: month, profession, unit → how much was offered, used or not.
    offered: Mapping[tuple[int, str, str], Decimal]
    #: month, outcome → people directed.
    cases: Mapping[tuple[int, str], int]
    #: profession, outcome → people directed.
    cases_by_profession: Mapping[tuple[str, str], int]

    @property
    def slots(self) -> Decimal:
        """What is said in slots; hours and cases are other things."""
        return sum((each for (_, _, unit), each in self.offered.items() if unit == Unit.SLOTS), Decimal(0))

    @property
    def directed(self) -> int:
        return sum(self.cases.values())

    @property
    def seen_within_a_day(self) -> int:
        return sum(each for (_, outcome), each in self.cases.items() if outcome == Outcome.TAKEN_SOON)

    @property
    def slots_by_month(self) -> Mapping[int, Decimal]:
        found: dict[int, Decimal] = defaultdict(Decimal)
        for (month, _, unit), amount in self.offered.items():
            if unit == Unit.SLOTS:
                found[month] += amount
        return dict(found)


def unscheduled_year(structure: Structure, year: int, *, on: date) -> UnscheduledYear:
    """What was done up to a day: neither what is to be held nor what is to be offered counts."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), on)
    until = max(first, last)
    people: set[int] = set()
    amounts: dict[tuple[int, str, str], Decimal] = defaultdict(Decimal)
    cases = RegulatedCase.objects.filter(structure=structure, day__range=(first, until)).order_by()
    by_month = cases.annotate(month=ExtractMonth("day")).values_list("month", "outcome").annotate(Count("pk"))
    by_trade = cases.values_list("profession", "outcome").annotate(Count("pk"))
    published = Duty.objects.filter(
        roster__structure=structure, published_at__isnull=False, day__range=(first, until)
    ).order_by("pk")[:1]
    takers, room = _takers(structure, first, until), Room(structure, first, until)
    rosters = structure.care_rosters.order_by("name", "pk")  # those that are closed held some too
    turns = Reading(structure, first, until, rosters)
    together(by_month, by_trade, published, takers, *(room.lists + turns.lists if first <= last else []))
    if first <= last:
        for each in room.offered():
            key = each.day.month, each.capacity.profession, each.capacity.unit
            amounts[key] += each.amount
            if each.capacity.person_id:
                people.add(each.capacity.person_id)
        people |= {each.person.pk for each in turns.held if each.person and first <= each.duty.day <= last}
    people |= {pk for pk in takers if pk}
    months = {(month, outcome): count for month, outcome, count in by_month}
    return UnscheduledYear(
        year,
        last,
        bool(months or amounts or published),
        len(people),
        dict(amounts),
        months,
        {(profession, outcome): count for profession, outcome, count in by_trade},
    )


def _takers(structure: Structure, first: date, last: date) -> QuerySet[CareRequest, int | None]:
    begins, ends = instants_in(structure, first, last)
    rows = CareRequest.objects.filter(
        taken_at__gte=begins,
        taken_at__lt=ends,
        structure=structure,
        kind=RequestKind.UNSCHEDULED,
        taker__isnull=False,
    )
    return rows.order_by().values_list("taker", flat=True).distinct()
