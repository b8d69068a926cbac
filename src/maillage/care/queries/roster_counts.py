"""Unscheduled care, counted for a year. Small groups are not hidden here: `statistics` is the door that does."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q
from django.db.models.functions import ExtractMonth

from maillage.care.enums import Outcome, RequestKind, Unit
from maillage.care.models import CareRequest, Duty, RegulatedCase
from maillage.care.queries.rosters import Reading
from maillage.care.queries.unscheduled import Room
from maillage.structures.models import Structure


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
    people: set[int] = set()
    amounts: dict[tuple[int, str, str], Decimal] = defaultdict(Decimal)
    if first <= last:
        for each in Room(structure, first, last).read().offered():
            key = each.day.month, each.capacity.profession, each.capacity.unit
            amounts[key] += each.amount
            if each.capacity.person_id:
                people.add(each.capacity.person_id)
    people |= _on_duty(structure, first, last) | _takers(structure, first, last)
    cases = RegulatedCase.objects.filter(structure=structure, day__range=(first, max(first, last))).order_by()
    by_month = cases.annotate(month=ExtractMonth("day")).values_list("month", "outcome").annotate(Count("pk"))
    by_trade = cases.values_list("profession", "outcome").annotate(Count("pk"))
    held = Duty.objects.filter(
        roster__structure=structure, published_at__isnull=False, day__range=(first, max(first, last))
    )
    months = {(month, outcome): count for month, outcome, count in by_month}
    return UnscheduledYear(
        year,
        last,
        bool(months or amounts or held.exists()),
        len(people),
        dict(amounts),
        months,
        {(profession, outcome): count for profession, outcome, count in by_trade},
    )


def _on_duty(structure: Structure, first: date, last: date) -> set[int]:
    if last < first:
        return set()
    rosters = structure.care_rosters.order_by("name", "pk")  # those that are closed held some too
    held = Reading(structure, first, last, rosters).read().held
    return {each.person.pk for each in held if each.person and first <= each.duty.day <= last}


def _takers(structure: Structure, first: date, last: date) -> set[int]:
    rows = CareRequest.objects.filter(
        Q(taken_at__date__range=(first, max(first, last))),
        structure=structure,
        kind=RequestKind.UNSCHEDULED,
        taker__isnull=False,
    )
    return {pk for pk in rows.order_by().values_list("taker", flat=True).distinct() if pk}
