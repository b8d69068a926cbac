"""Unscheduled care, counted for a year. Small groups are not hidden here: `statistics` is the door that does."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from maillage.care.enums import Outcome, RequestKind, SwapState, Unit
from maillage.care.models import CareRequest, Duty, RegulatedCase, Swap
from maillage.care.queries.rosters import ONE_DAY, TurnLists, Turns, turn_lists
from maillage.care.queries.unscheduled import Room
from maillage.people.models import Absence
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import instants_in, zone_of
from maillage.structures.queries.prepared import prepared


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
    counted = by_day, published, takers, whole = _counted(
        structure, first, until, until + ONE_DAY, *instants_in(structure, first, until)
    )
    room, turns = Room(structure, first, until), MovedTurns(structure, first, until)
    together(*counted, *([*room.lists, *turns.lists] if first <= last else []))
    if first <= last:
        for capacity, month, amount in room.by_month():
            amounts[month.month, capacity.profession, capacity.unit] += amount
            if capacity.person_id:
                people.add(capacity.person_id)
        people |= {each.who for each in turns.pieces() if each.who} | {pk for pk in whole if pk}
    people |= {pk for pk in takers if pk}
    months, trades = Counter[tuple[int, str]](), Counter[tuple[str, str]]()
    for day, profession, outcome, count in by_day:
        months[day.month, outcome] += count
        trades[profession, outcome] += count
    return UnscheduledYear(
        year,
        last,
        bool(months or amounts or published),
        len(people),
        dict(amounts),
        months,
        trades,
    )


class MovedTurns(Turns):
    """The turns of a year that were handed over, or that somebody left: the others were held whole."""

    def __init__(self, structure: Structure, first: date, last: date) -> None:
        self.structure, self.zone = structure, zone_of(structure)
        self.duties, self.swaps, self.absences = _moved(
            structure, first, last, first - ONE_DAY, last + ONE_DAY
        )


def _published(structure: Structure, first: date, last: date) -> QuerySet[Duty]:
    return Duty.objects.filter(
        roster__structure=structure, published_at__isnull=False, day__gte=first, day__lte=last
    )


def _is_moved(first: date, morrow: date) -> Q:
    lent = Exists(Swap.objects.filter(duty=OuterRef("pk"), state=SwapState.TAKEN))
    left = Exists(
        Absence.objects.filter(person=OuterRef("published"), since__lte=morrow, last_day__gte=first)
    )
    return lent | left


@prepared
def _moved(structure: Structure, first: date, last: date, eve: date, morrow: date) -> TurnLists:
    moved = _published(structure, first, last).filter(_is_moved(first, morrow))
    duties, swaps, absences = turn_lists(moved, eve, morrow)
    return duties.select_related(None), swaps.select_related(None), absences  # cards are not shown


@prepared
def _counted(
    structure: Structure, first: date, last: date, morrow: date, begins: datetime, ends: datetime
) -> tuple[
    QuerySet[RegulatedCase, tuple[date, str, str, int]],
    QuerySet[Duty, tuple[int]],
    QuerySet[CareRequest, int | None],
    QuerySet[Duty, int | None],
]:
    """People directed by day; whether turns were published; who took a request, who held a turn whole."""
    cases = RegulatedCase.objects.filter(structure=structure, day__gte=first, day__lte=last).order_by()
    published = _published(structure, first, last)
    takers = CareRequest.objects.filter(
        structure=structure, kind=RequestKind.UNSCHEDULED, taker__isnull=False, taken_at__gte=begins,
        taken_at__lt=ends,
    )  # fmt: skip
    whole = published.exclude(_is_moved(first, morrow)).order_by().values_list("published", flat=True)
    return (
        cases.values_list("day", "profession", "outcome").annotate(number=Count("pk")),
        published.order_by("pk").values_list("pk")[:1],
        takers.order_by().values_list("taker", flat=True).distinct(),
        whole.distinct(),
    )
