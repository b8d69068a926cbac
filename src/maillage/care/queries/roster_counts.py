"""Unscheduled care, counted for a year. Small groups are not hidden here: `statistics` is the door that does."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import ExtractMonth

from maillage.care.enums import Outcome, RequestKind, SwapState, Unit
from maillage.care.models import CareRequest, Duty, RegulatedCase, Swap
from maillage.care.queries.rosters import ONE_DAY, Turns
from maillage.care.queries.unscheduled import Room
from maillage.people.models import Absence
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
    whole, moved = _turns(structure, first, until)
    turns = Turns(structure, moved, first, until).without_cards()
    together(
        by_month, by_trade, published, takers, *([*room.lists, whole, *turns.lists] if first <= last else [])
    )
    if first <= last:
        for capacity, month, amount in room.by_month():
            amounts[month.month, capacity.profession, capacity.unit] += amount
            if capacity.person_id:
                people.add(capacity.person_id)
        people |= {each.who for each in turns.pieces() if each.who} | {pk for pk in whole if pk}
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


def _turns(
    structure: Structure, first: date, last: date
) -> tuple[QuerySet[Duty, int | None], QuerySet[Duty]]:
    """Whom turns were published for, who held them whole; and the turns that were handed over, or that somebody left."""
    published = Duty.objects.filter(
        roster__structure=structure, day__range=(first, last), published_at__isnull=False
    )
    lent = Exists(Swap.objects.filter(duty=OuterRef("pk"), state=SwapState.TAKEN))
    left = Exists(
        Absence.objects.filter(person=OuterRef("published"), since__lte=last + ONE_DAY, last_day__gte=first)
    )
    return published.exclude(lent | left).order_by().values_list(
        "published", flat=True
    ).distinct(), published.filter(lent | left)


def _takers(structure: Structure, first: date, last: date) -> QuerySet[CareRequest, int | None]:
    begins, ends = instants_in(structure, first, last)
    rows = CareRequest.objects.filter(
        structure=structure,
        kind=RequestKind.UNSCHEDULED,
        taker__isnull=False,
        taken_at__gte=begins,
        taken_at__lt=ends,
    )
    return rows.order_by().values_list("taker", flat=True).distinct()
