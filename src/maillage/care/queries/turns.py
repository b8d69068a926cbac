"""Whose turn it is in a structure: what was declared, what was offered, who is away, read in a few questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django.db.models import Max, Model, Q, QuerySet
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
from maillage.care.rules.turns import Doctor, Ledger, Past, Skipped, Turn, Wanted, ledger, taken_by, turn
from maillage.kernel import add_months
from maillage.people.models import Absence, Adhesion, Person
from maillage.people.queries.desk import is_here
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import zone_of

#: Of an offer that only tells when somebody had their turn; never that of a request.
NO_REQUEST = -1
HELD = (RequestState.TAKEN, RequestState.DONE)


@dataclass(frozen=True, slots=True)
class Table:
    """All that a turn is read of: who takes, what was offered, on that day there."""

    on: date
    doctors: tuple[Doctor, ...]
    people: Mapping[int, Person]
    capacities: Mapping[int, DoctorCapacity]
    past: Ledger

    def turn_for(self, request: CareRequest) -> Turn:
        return turn(self.doctors, self.past, wanted(request), on=self.on)

    def taken_by(self, doctor: Doctor) -> int:
        return taken_by(doctor, self.past)

    def names(self, found: Turn) -> tuple[list[Person], list[tuple[Person, Skipped]]]:
        """Whom it may be offered to, in order; the others, each with why."""
        return (
            [self.people[key] for key in found.order],
            [(self.people[each.key], each) for each in found.skipped],
        )


def clocks_of(structure: Structure, setting: CareSetting | None = None) -> Clocks:
    """Its zone, its holidays, the hours in which it writes."""
    chosen = setting or setting_of(structure)
    zone = zone_of(structure)
    codes = structure.territory.codes
    return Clocks(zone, calendar_of(codes), chosen.opens_at, chosen.closes_at)


def table_of(structure: Structure, *, at: datetime, also: Sequence[QuerySet[Any]] = ()) -> Table:
    """Two questions, whatever the number of doctors and of offers; `also`: lists to read with it."""
    zone = zone_of(structure)
    on = timezone.localdate(at, zone)
    ours = {"person__in": Person.objects.filter(structure=structure)}
    declared = DoctorCapacity.objects.filter(**ours)
    rows = declared.select_related("person").order_by("declared_at", "pk")
    limits = CapacityLimit.objects.filter(capacity__in=declared).order_by("pk")
    communes = CapacityCommune.objects.filter(capacity__in=declared).order_by("pk")
    absences = Absence.objects.filter(person__in=declared.values("person")).order_by("pk")
    adhesions = Adhesion.objects.filter(person__in=declared.values("person")).order_by("pk")
    together(rows, limits, communes, absences, adhesions, *also)
    cards = [each.person for each in rows]
    hang(rows, "limits", limits, "capacity_id")
    hang(rows, "communes", communes, "capacity_id")
    hang(cards, "absences", absences, "person_id")
    hang(cards, "adhesions", adhesions, "person_id")
    here = [each for each in rows if is_here(each.person, on)]
    doctors = tuple(_doctor(each, rank, on) for rank, each in enumerate(here))
    return Table(
        on,
        doctors,
        {each.person_id: each.person for each in here},
        {each.person_id: each for each in here},
        ledger(_history(structure, min((each.since for each in doctors), default=on), zone)),
    )


def _history(structure: Structure, since: date, zone: tzinfo) -> list[Past]:
    """As much of it as a turn depends on: the last offer to each, what takes a place, what was asked of who is sought."""
    offers = Offer.objects.filter(
        request__structure=structure, request__kind=RequestKind.DOCTOR, person__isnull=False
    ).order_by()
    start = datetime.combine(since, datetime.min.time(), zone)
    near = offers.filter(Q(offered_at__gte=start) | Q(request__state=RequestState.OPEN)).values_list(
        "person", "request", "offered_at", "answer", "request__state", "request__taker"
    )
    turns = offers.exclude(answer=Answer.MISSED).values_list("person").annotate(last=Max("offered_at"))
    together(near, turns)
    last = (
        Past(person, NO_REQUEST, at, timezone.localdate(at, zone), takes_place=False) for person, at in turns
    )
    return [*last, *(_past(*line, zone=zone) for line in near)]


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


def window(capacity: DoctorCapacity, on: date) -> tuple[date, date]:
    """The days, both included, in which what they declared is counted: the month, or until the day they said."""
    if capacity.last_day:
        return capacity.since, capacity.last_day
    first = on.replace(day=1)
    return first, add_months(first, 1) - timedelta(days=1)


def _doctor(capacity: DoctorCapacity, rank: int, on: date) -> Doctor:
    return Doctor(
        capacity.person_id,
        capacity.most,
        *window(capacity, on),
        rank=rank,
        communes=frozenset(each.code for each in capacity.communes.all()),
        beyond=frozenset(each.what for each in capacity.limits.all()),
        away=tuple((each.since, each.last_day) for each in capacity.person.absences.all()),
    )


def _past(
    person: int, request: int, at: datetime, answer: str, state: str, taker: int | None, *, zone: tzinfo
) -> Past:
    holds = (not answer and state == RequestState.OPEN) or (state in HELD and taker == person)
    return Past(person, request, at, timezone.localdate(at, zone), holds, answer != Answer.MISSED)


def wanted(request: CareRequest) -> Wanted:
    return Wanted(
        request.pk, request.commune, request.age, frozenset(each.flag for each in request.flags.all())
    )
