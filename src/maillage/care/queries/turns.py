"""Whose turn it is in a structure: what was declared, what was offered, who is away, read in a few questions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import F, Max, Model, Q, QuerySet
from django.utils import timezone

from maillage.care.enums import Answer, RequestKind, RequestState
from maillage.care.models import (
    CapacityCommune,
    CapacityLimit,
    CareRequest,
    CareSetting,
    DoctorCapacity,
    Offer,
)
from maillage.care.queries.settings import setting_of
from maillage.care.rules.due import Clocks
from maillage.care.rules.holidays import calendar_of
from maillage.care.rules.turns import Doctor, Ledger, Past, Turn, Wanted, ledger, taken_by, turn
from maillage.kernel import add_months
from maillage.people.models import Absence, Person
from maillage.people.queries.desk import here
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import zone_of
from maillage.structures.queries.prepared import prepared

#: Of an offer that only tells when somebody had their turn; never that of a request.
NO_REQUEST = -1
HELD = (RequestState.TAKEN, RequestState.DONE)


class Capacity(NamedTuple):
    """What somebody declared, of their card."""

    pk: int
    person: int
    most: int
    since: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Table:
    """All that a turn is read of: who takes, what was offered, on that day there."""

    on: date
    doctors: tuple[Doctor, ...]
    capacities: Mapping[int, Capacity]  # by card
    past: Ledger

    def turn_for(self, request: CareRequest) -> Turn:
        return turn(self.doctors, self.past, wanted(request), on=self.on)

    def taken_by(self, doctor: Doctor) -> int:
        return taken_by(doctor, self.past)


def people_of(keys: Iterable[int]) -> Mapping[int, Person]:
    """Those of a table that a page names."""
    return Person.objects.only("name", "commune", "email").in_bulk(list(keys))


def clocks_of(structure: Structure, setting: CareSetting | None = None) -> Clocks:
    """Its zone, its holidays, the hours in which it writes."""
    chosen = setting or setting_of(structure)
    zone = zone_of(structure)
    codes = structure.territory.codes
    return Clocks(zone, calendar_of(codes), chosen.opens_at, chosen.closes_at)


def table_of(
    structure: Structure,
    *,
    at: datetime,
    about: Collection[int] | None = None,
    also: Sequence[QuerySet[Any]] = (),
) -> Table:
    """Two questions, whatever the number of doctors and of offers; `also`: lists to read with it.

    `about`: the requests that a turn is wanted for; None: any that seeks somebody.
    """
    zone = zone_of(structure)
    on = timezone.localdate(at, zone)
    lists = rows, limits, communes, away = _declared(structure, on)
    together(*lists, *also)
    capacities = [Capacity(*each) for each in rows]
    said = Said(month_of(on), by_first(limits), by_first(communes), by_first(away))
    doctors = tuple(_doctor(each, rank, said) for rank, each in enumerate(capacities))
    since = min((each.since for each in doctors), default=on)
    return Table(
        on,
        doctors,
        {each.person: each for each in capacities},
        _history(structure, since, zone, about),
    )


@prepared
def _declared(
    structure: Structure, on: date
) -> tuple[
    QuerySet[DoctorCapacity, tuple[int, int, int, date, date | None]],
    QuerySet[CapacityLimit, tuple[int, str]],
    QuerySet[CapacityCommune, tuple[int, str]],
    QuerySet[Absence, tuple[int, date, date]],
]:
    """What the doctors of a structure who are there said, with the absences of that day."""
    declared = DoctorCapacity.objects.filter(
        here(on, "person"), person__in=Person.objects.filter(structure=structure)
    )
    absences = Absence.objects.filter(
        person__in=declared.order_by().values("person"), since__lte=on, last_day__gte=on
    )
    return (
        declared.order_by("declared_at", "pk").values_list("pk", "person", "most", "since", "last_day"),
        CapacityLimit.objects.filter(capacity__in=declared).order_by().values_list("capacity", "what"),
        CapacityCommune.objects.filter(capacity__in=declared).order_by().values_list("capacity", "code"),
        absences.order_by("pk").values_list("person", "since", "last_day"),
    )


def _history(structure: Structure, since: date, zone: tzinfo, about: Collection[int] | None) -> Ledger:
    """As much of it as a turn depends on: the last offer to each, what takes a place, whom a request was offered to."""
    places, turns = _offered(structure, datetime.combine(since, datetime.min.time(), zone))
    asked = [_asked(structure)] if about is None else [_asked_of(pk) for pk in about]
    together(places, turns, *asked)

    def past(person: int, request: int, at: datetime, *, takes_place: bool) -> Past:
        return Past(person, request, at, at.astimezone(zone).date(), takes_place)

    last = (past(person, NO_REQUEST, at, takes_place=False) for person, at in turns)
    return ledger([*last, *(past(*line, takes_place=True) for line in places)], chain(*asked))


@prepared
def _offered(
    structure: Structure, start: datetime
) -> tuple[QuerySet[Offer, tuple[int, int, datetime]], QuerySet[Offer, tuple[int, datetime]]]:
    """Since then, what waits for an answer or is held; ever, when each had their last turn."""
    offers = Offer.objects.filter(
        request__structure=structure, request__kind=RequestKind.DOCTOR, person__isnull=False
    ).order_by()
    waits = Q(answer="", request__state=RequestState.OPEN)
    is_held = Q(request__state__in=HELD, request__taker=F("person"))
    places = offers.filter(waits | is_held, offered_at__gte=start)
    turns = offers.exclude(answer=Answer.MISSED).values_list("person").annotate(last=Max("offered_at"))
    return places.values_list("person", "request", "offered_at"), turns


@prepared
def _asked(structure: Structure) -> QuerySet[Offer, tuple[int, int]]:
    """Whom each request that seeks somebody was offered to."""
    rows = Offer.objects.filter(
        request__structure=structure, request__kind=RequestKind.DOCTOR, request__state=RequestState.OPEN
    )
    return rows.filter(person__isnull=False).order_by().values_list("person", "request")


@prepared
def _asked_of(request: int) -> QuerySet[Offer, tuple[int, int]]:
    rows = Offer.objects.filter(request=request, person__isnull=False)
    return rows.order_by().values_list("person", "request")


@dataclass(frozen=True, slots=True)
class Said:
    """What hangs on what doctors declared. `month`: its first and its last day; the rest, by capacity or by card."""

    month: tuple[date, date]
    limits: Mapping[int, Sequence[tuple[str]]]
    communes: Mapping[int, Sequence[tuple[str]]]
    away: Mapping[int, Sequence[tuple[date, date]]]


def by_first(lines: Iterable[tuple[Any, ...]]) -> Mapping[int, list[Any]]:
    """What follows the first cell of each line, by that cell."""
    found: dict[int, list[Any]] = defaultdict(list)
    for first, *rest in lines:
        found[first].append(tuple(rest))
    return found


def hang(on: Iterable[Model], name: str, rows: Iterable[Model], to: str) -> None:
    """On each of these, those of the rows that point to it (`to`)."""
    found: dict[Any, list[Any]] = {}
    for each in rows:
        found.setdefault(getattr(each, to), []).append(each)
    for row in on:
        prefetched(row, name, found.get(row.pk, []))


def prefetched(row: Model, name: str, rows: list[Any]) -> None:
    """These hang on a row under that name, as if they had been prefetched."""
    kept = getattr(row, name).all()
    kept._result_cache = rows
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = kept


def month_of(on: date) -> tuple[date, date]:
    first = on.replace(day=1)
    return first, add_months(first, 1) - timedelta(days=1)


def window(capacity: Capacity, month: tuple[date, date]) -> tuple[date, date]:
    """The days, both included, in which what they declared is counted: the month, or until the day they said."""
    return (capacity.since, capacity.last_day) if capacity.last_day else month


def _doctor(capacity: Capacity, rank: int, said: Said) -> Doctor:
    return Doctor(
        capacity.person,
        capacity.most,
        *window(capacity, said.month),
        rank=rank,
        communes=frozenset(code for (code,) in said.communes.get(capacity.pk, ())),
        beyond=frozenset(what for (what,) in said.limits.get(capacity.pk, ())),
        away=tuple(said.away.get(capacity.person, ())),
    )


def wanted(request: CareRequest) -> Wanted:
    return Wanted(
        request.pk, request.commune, request.age, frozenset(each.flag for each in request.flags.all())
    )
