"""What can be taken of unscheduled care on a day, by profession; what became of people, day by day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Q, QuerySet

from maillage.care.enums import Outcome, RequestKind, Unit
from maillage.care.models import Capacity, CapacityDay, CapacityException, RegulatedCase
from maillage.care.queries.presence import leaves_on
from maillage.care.queries.turns import hang
from maillage.documents.services.years import YearPoint, Years
from maillage.kernel import add_months, decimal_in_french, plural
from maillage.legislation import professions_by_key
from maillage.people.models import Absence, Adhesion, Person
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import instants_in
from maillage.structures.queries.prepared import prepared

ONE_DAY = timedelta(days=1)
NOTHING = Decimal(0)
NOBODY: Mapping[int, int] = MappingProxyType({})
UNITS: Mapping[str, tuple[str, str]] = {
    Unit.SLOTS: ("créneau", "créneaux"),
    Unit.HOURS: ("heure", "heures"),
    Unit.CASES: ("cas", "cas"),
}


def trade(key: str) -> str:
    """« Infirmier », as the law room calls a profession; its key when it knows it no more."""
    found = professions_by_key().get(key)
    return found.label if found else key


def amount_in_words(amount: Decimal, unit: str) -> str:
    one, many = UNITS[unit]
    if amount == amount.to_integral_value():
        return plural(int(amount), one, many)
    return f"{decimal_in_french(amount)}\N{NO-BREAK SPACE}{many}"


@dataclass(frozen=True, slots=True)
class Offered:
    """What one offers on a day."""

    capacity: Capacity
    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Trade:
    """A profession on a day: who can take, and how much."""

    profession: str
    label: str
    lines: Sequence[tuple[Person | None, str]]
    total: str


Days = QuerySet[CapacityDay, tuple[int, int, Decimal]]
Singles = QuerySet[CapacityException, tuple[int, date, Decimal]]


@prepared
def _room(
    structure: Structure, first: date, last: date
) -> tuple[QuerySet[Capacity], QuerySet[Adhesion], Days, Singles, QuerySet[Absence]]:
    held = Capacity.objects.filter(Q(until=None) | Q(until__gt=first), structure=structure, since__lte=last)
    chosen = held.order_by()
    single = CapacityException.objects.filter(capacity__in=chosen.values("pk"), day__gte=first, day__lte=last)
    away = Absence.objects.filter(person__in=chosen.values("person"), replaced_by="")
    return (
        held.select_related("person").order_by("profession", "pk"),
        Adhesion.objects.filter(person__in=chosen.values("person")).order_by("pk"),
        CapacityDay.objects.filter(capacity__in=chosen.values("pk"))
        .order_by()
        .values_list("capacity", "weekday", "amount"),
        single.order_by().values_list("capacity", "day", "amount"),
        away.filter(since__lte=last, last_day__gte=first).order_by("pk"),
    )


class Room:
    """What can be taken between two days of those who belong then, in lists that a page reads in one question (`together`)."""

    def __init__(self, structure: Structure, first: date, last: date | None = None) -> None:
        self.first, self.last = first, last or first
        self.capacities, self.adhesions, self.days, self.single, self.absences = _room(
            structure, first, self.last
        )

    @property
    def lists(self) -> list[QuerySet[Any]]:
        return [self.capacities, self.adhesions, self.days, self.single, self.absences]

    def read(self) -> "Room":
        together(*self.lists)
        return self

    def offered(self) -> Iterator[Offered]:
        """Day by day; nothing on days when the card says that they are away without anybody standing in."""
        for each, first, last in self._spans():
            for number in range((last - first).days + 1):
                day = first + number * ONE_DAY
                if amount := self._on(each, day):
                    yield Offered(each, day, amount)

    def by_month(self) -> Iterator[tuple[Capacity, date, Decimal]]:
        """(capacity, first day of a month, all that it offers in it): as `offered` sums up, without going day by day.

        So many Mondays at what Mondays offer, and so on; days that are unlike the others are put right one by one.
        """
        unlike = self._unlike()
        for each, first, last in self._spans():
            amounts: dict[date, Decimal] = {}
            week = [(weekday, usual) for weekday in range(7) if (usual := self._usual(each, weekday))]
            for month, days in _months(first, last):
                amounts[month] = sum((days[weekday] * usual for weekday, usual in week), start=NOTHING)
            for day in unlike.get(each.pk, ()):
                if first <= day <= last:
                    amounts[day.replace(day=1)] += self._on(each, day) - self._usual(each, day.weekday())
            yield from ((each, month, amount) for month, amount in amounts.items() if amount)

    def _spans(self) -> Iterator[tuple[Capacity, date, date]]:
        """Each with the first and the last day of it, as long as they belong."""
        hang(
            [each.person for each in self.capacities if each.person], "adhesions", self.adhesions, "person_id"
        )
        for each in self.capacities:
            ends = (each.until, leaves_on(each.person) if each.person else None)
            over = min([self.last + ONE_DAY, *filter(None, ends)])
            if (first := max(self.first, each.since)) < over:
                yield each, first, over - ONE_DAY

    def _on(self, capacity: Capacity, day: date) -> Decimal:
        if (capacity.person_id, day) in self._away:
            return NOTHING
        said = self._single.get((capacity.pk, day))
        return self._usual(capacity, day.weekday()) if said is None else said

    def _usual(self, capacity: Capacity, weekday: int) -> Decimal:
        return self._week.get((capacity.pk, weekday), NOTHING)

    def _unlike(self) -> Mapping[int, set[date]]:
        """Capacity → the days when it may offer something else than on the other days of that name."""
        found = defaultdict[int, set[date]](set)
        for capacity, day in self._single:
            found[capacity].add(day)
        days = defaultdict[int | None, set[date]](set)
        for person, day in self._away:
            days[person].add(day)
        for each in self.capacities:
            found[each.pk] |= days.get(each.person_id, set())
        return found

    @cached_property
    def _week(self) -> Mapping[tuple[int, int], Decimal]:
        return {(capacity, weekday): amount for capacity, weekday, amount in self.days}

    @cached_property
    def _single(self) -> Mapping[tuple[int, date], Decimal]:
        return {(capacity, day): amount for capacity, day, amount in self.single}

    @cached_property
    def _away(self) -> Collection[tuple[int | None, date]]:
        return {
            (each.person_id, max(each.since, self.first) + number * ONE_DAY)
            for each in self.absences
            for number in range((min(each.last_day, self.last) - max(each.since, self.first)).days + 1)
        }

    def trades(self, taken: Mapping[int, int] = NOBODY) -> list[Trade]:
        """Who can take, by profession, of one day; units are never added to each other.

        `taken`: card → requests taken that day; hours are not compared with requests.
        """
        of_trade: dict[str, list[Offered]] = defaultdict(list)
        for each in self.offered():
            of_trade[each.capacity.profession].append(each)
        return [
            Trade(
                key,
                trade(key),
                [(each.capacity.person, left_in_words([each], taken)) for each in several],
                left_in_words(several, taken),
            )
            for key, several in sorted(of_trade.items(), key=lambda item: trade(item[0]))
        ]


def taken_on(structure: Structure, day: date) -> dict[int, int]:
    """Card → how many unscheduled requests they took that day, and still hold or have done."""
    begins, over = instants_in(structure, day, day)
    rows = structure.care_requests.filter(
        kind=RequestKind.UNSCHEDULED, taker__isnull=False, taken_at__gte=begins, taken_at__lt=over
    )
    return dict(rows.order_by().values_list("taker").annotate(Count("pk")))


@lru_cache(maxsize=256)
def _months(first: date, last: date) -> Sequence[tuple[date, Sequence[int]]]:
    """(first day of a month, how many Mondays, Tuesdays… of it are between these two)."""
    found, month = [], first.replace(day=1)
    while month <= last:
        after = add_months(month, 1)
        begins, ends = max(month, first), min(after - ONE_DAY, last)
        found.append((month, [_count(weekday, begins, ends) for weekday in range(7)]))
        month = after
    return found


def _count(weekday: int, first: date, last: date) -> int:
    """How many days of that name from a day to another."""
    before = (weekday - first.weekday()) % 7
    return max(0, (last - first).days - before + 7) // 7


def left_in_words(several: Iterable[Offered], taken: Mapping[int, int]) -> str:
    """« 12 créneaux, il en reste 9, 3 heures »: what is left, once something is taken."""
    totals, gone = defaultdict[str, Decimal](Decimal), defaultdict[str, Decimal](Decimal)
    for each in several:
        unit = each.capacity.unit
        totals[unit] += each.amount
        if unit != Unit.HOURS:
            gone[unit] += min(each.amount, Decimal(taken.get(each.capacity.person_id or 0, 0)))
    return ", ".join(
        f"{amount_in_words(totals[unit], unit)}{_left(totals[unit] - gone[unit]) if gone[unit] else ''}"
        for unit in Unit.values
        if unit in totals
    )


def _left(amount: Decimal) -> str:
    if not amount:
        return ", tout est pris"
    is_whole = amount == amount.to_integral_value()
    return f", il en reste\N{NO-BREAK SPACE}{int(amount) if is_whole else decimal_in_french(amount)}"


def capacity_of(person: Person) -> Capacity | None:
    rows = Capacity.objects.filter(person=person, until=None).prefetch_related("week", "exceptions")
    return rows.first()


# What became of people

#: Whom people are directed to everywhere; those of the structure's own rosters and capacities follow.
USUAL = (
    "medecin_generaliste",
    "infirmier",
    "pharmacien",
    "masseur_kinesitherapeute",
    "chirurgien_dentiste",
    "sage_femme",
)


def taps_of(structure: Structure) -> dict[str, str]:
    """Key → label of the professions of the first tap."""
    rosters = structure.care_rosters.filter(closed_on=None).order_by().values_list("profession", flat=True)
    others = structure.care_capacities.filter(until=None).order_by().values_list("profession", flat=True)
    return {key: trade(key) for key in dict.fromkeys([*USUAL, *sorted({*rosters, *others})])}


@dataclass(frozen=True, slots=True)
class DayCount:
    """A line of the month: a day, and how many of each outcome."""

    day: date
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def cells(self) -> list[int]:
        return [self.counts.get(outcome, 0) for outcome in Outcome.values]


def cases_by_day(structure: Structure, first: date, last: date, profession: str = "") -> list[DayCount]:
    """Each day that has some, in order."""
    rows = RegulatedCase.objects.filter(structure=structure, day__range=(first, last))
    if profession:
        rows = rows.filter(profession=profession)
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for day, outcome, count in rows.order_by("day").values_list("day", "outcome").annotate(Count("pk")):
        found[day][outcome] = count
    return [DayCount(day, counts) for day, counts in sorted(found.items())]


def professions_counted(structure: Structure, first: date, last: date) -> list[tuple[str, str, int]]:
    """Key, label, how many: those that were counted between two days."""
    rows = RegulatedCase.objects.filter(structure=structure, day__range=(first, last))
    found = rows.order_by().values_list("profession").annotate(Count("pk"))
    return sorted(((key, trade(key), count) for key, count in found), key=lambda line: line[1])


def chart_of(days: Sequence[DayCount], title: str) -> Years:
    """How many a day; its table says of which outcome."""
    points = [YearPoint(f"{each.day.day}", float(each.total), None, str(each.total)) for each in days]
    return Years(points, title)
