"""Who is on duty, read once for every page, paper, diary and message: `Turns.stretches` is the only answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from maillage.care.enums import SwapState
from maillage.care.models import Duty, Roster, RosterHours, RosterMember, Swap
from maillage.care.rules.duty_hours import Hours, hours_said, part_of, stretch, wall
from maillage.care.rules.holidays import holidays_of
from maillage.care.rules.on_duty import Away, Given, Held, Lent, coverage, held
from maillage.care.rules.roster import Slot, wanted
from maillage.kernel import FIRST_DAY, LAST_DAY, hour, moment, when
from maillage.people.models import Absence, Person
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import day_in, zone_of
from maillage.structures.queries.prepared import prepared

ONE_DAY, A_YEAR = timedelta(days=1), timedelta(days=365)
MIDNIGHT = time(0)
#: Hours without anybody are listed this far, and told this long before.
LISTED, TOLD_BEFORE = timedelta(days=60), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a turn, and who holds it, as they are shown. `person` None: nobody."""

    roster: Roster
    start: datetime
    end: datetime
    person: Person | None
    absent: Person | None
    stand_in: str
    duty: Duty
    #: Who it was published for, when it was handed over.
    instead_of: Person | None
    zone: tzinfo

    @property
    def said(self) -> str:
        """« vendredi 5 mars 2027, de 13 h à 1 h le samedi »."""
        return when(self.start, self.end, zone=self.zone)

    @property
    def hours(self) -> str:
        return hours_said(self.start, self.end, self.zone)

    @property
    def who(self) -> str:
        if self.person is None:
            return "personne"
        return f"{self.person.name}, remplacement : {self.stand_in}" if self.stand_in else self.person.name


def rosters_of(structure: Structure) -> QuerySet[Roster]:
    """All of them: one that is closed wants no more hours, and what it published is held."""
    rosters = Roster.objects.filter(structure=structure)
    return rosters.select_related("warned").order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class Gap:
    """Wanted hours that nobody holds; `absent`: who should have."""

    roster: Roster
    start: datetime
    end: datetime
    absent: Person | None
    zone: tzinfo

    @property
    def said(self) -> str:
        return when(self.start, self.end, zone=self.zone)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A roster at an instant: who holds it, who comes next; `is_wanted`: its hours want somebody now."""

    roster: Roster
    now: Stretch | None
    next: Stretch | None
    is_wanted: bool
    #: When its hours begin again, when nobody is wanted now.
    wanted_next: datetime | None

    @property
    def zone(self) -> tzinfo:
        return zone_of(self.roster.structure)

    @property
    def begins(self) -> str:
        """When somebody is wanted again."""
        return moment(self.wanted_next, zone=self.zone) if self.wanted_next else ""

    @property
    def until(self) -> str:
        return hour(self.now.end.astimezone(self.zone)) if self.now else ""

    @property
    def is_gap(self) -> bool:
        return self.is_wanted and (self.now is None or self.now.person is None)


#: How far the next is looked for.
NEXT = timedelta(days=14)


TurnLists = tuple[QuerySet[Duty], QuerySet[Swap], QuerySet[Absence]]
ReadLists = tuple[QuerySet[Roster], QuerySet[RosterHours], QuerySet[Duty], QuerySet[Swap], QuerySet[Absence]]


def turn_lists(duties: QuerySet[Duty], first: date, last: date) -> TurnLists:
    """With who was away between these days."""
    known = duties.order_by()
    swaps = Swap.objects.filter(duty__in=known.values("pk"), state=SwapState.TAKEN)
    members = RosterMember.objects.filter(roster__in=known.values("roster")).order_by().values("person")
    away = Absence.objects.filter(person__in=members, since__lte=last, last_day__gte=first)
    return (
        duties.select_related("person", "published").order_by("day", "starts", "pk"),
        swaps.select_related("taker", "giver").order_by("settled_at", "pk"),
        away.order_by("since", "pk"),
    )


def _read(
    rosters: QuerySet[Roster], eve: date, last: date, next_day: date, seen: Q | None = None
) -> ReadLists:
    """`seen`: which turns; all of them otherwise."""
    chosen = rosters.order_by().values("pk")
    hours = RosterHours.objects.filter(roster__in=chosen).order_by("roster", "weekday", "starts")
    duties = Duty.objects.filter(seen or Q(), roster__in=chosen, day__range=(eve, last))
    return rosters, hours, *turn_lists(duties, eve, next_day)


@prepared
def _read_all(structure: Structure, eve: date, last: date, next_day: date) -> ReadLists:
    """Of every roster."""
    return _read(rosters_of(structure), eve, last, next_day)


@prepared
def _read_of(person: Person, eve: date, last: date, next_day: date) -> ReadLists:
    """Of those that somebody takes turns in, or watches; the turns of others, in those that they watch alone."""
    theirs = Q(members__person=person) | Q(warned=person)
    rosters = Roster.objects.filter(theirs).distinct()
    taken = Swap.objects.filter(taker=person, state=SwapState.TAKEN).values("duty")
    seen = Q(published=person) | Q(pk__in=taken) | Q(roster__warned=person)
    return _read(rosters.order_by("name", "pk").select_related("warned"), eve, last, next_day, seen)


class Turns:
    """Some turns and what was said of them since, in lists that a page reads in one question (`together`)."""

    def __init__(self, structure: Structure, duties: QuerySet[Duty], first: date, last: date) -> None:
        """`duties`: from a day to another, or those of the eve of the first too."""
        self.structure, self.zone = structure, zone_of(structure)
        self.duties, self.swaps, self.absences = turn_lists(duties, first - ONE_DAY, last + ONE_DAY)

    def without_cards(self) -> Self:
        """For who reads `pieces` alone: a year of turns names the same cards again and again."""
        self.duties, self.swaps = self.duties.select_related(None), self.swaps.select_related(None)
        return self

    @property
    def lists(self) -> list[QuerySet[Any]]:
        return [self.duties, self.swaps, self.absences]

    def stretches(self, rosters: Mapping[int, Roster]) -> list[Stretch]:
        """What is published of these, handed over and left as it was said since: in order of time."""
        known = self.published
        people = {duty.published_id: duty.published for duty in known.values() if duty.published}
        people |= {swap.taker_id: swap.taker for swap in self.swaps if swap.taker}
        return [_told(piece, known[piece.duty], rosters, people, self.zone) for piece in self.pieces()]

    @cached_property
    def published(self) -> Mapping[int, Duty]:
        return {duty.pk: duty for duty in self.duties if duty.published_at is not None}

    def pieces(self) -> list[Held]:
        """The same, without the cards: who holds what."""
        known = self.published
        people = {duty.published_id for duty in known.values()} | {swap.taker_id for swap in self.swaps}
        given = [Given(pk, *instants_of(duty), duty.published_id) for pk, duty in known.items()]
        lent = [
            Lent(each.duty_id, *_part(known[each.duty_id], each), each.giver_id, each.taker_id)
            for each in self.swaps
            if each.duty_id in known
        ]
        away = [each for each in aways(self.absences, self.zone) if each.who in people]
        return held(given, lent, away)


class Reading(Turns):
    """Rosters of a structure from a day to another: their hours, their turns, who holds them."""

    def __init__(
        self,
        structure: Structure,
        first: date,
        last: date,
        rosters: QuerySet[Roster] | None = None,
        whose: Person | None = None,
    ) -> None:
        """All those of the structure; or these; or those of somebody."""
        self.structure, self.zone, self.first, self.last = structure, zone_of(structure), first, last
        days = (first - ONE_DAY, last, last + ONE_DAY)  # a night ends the next day
        if whose is not None:
            read = _read_of(whose, *days)
        else:
            read = _read_all(structure, *days) if rosters is None else _read(rosters, *days)
        self.rosters, self.hours, self.duties, self.swaps, self.absences = read

    @property
    def lists(self) -> list[QuerySet[Any]]:
        return [self.rosters, self.hours, *super().lists]

    def read(self, *also: QuerySet[Any]) -> "Reading":
        """All of it in one question, with other lists of the page."""
        together(*self.lists, *also)
        return self

    @cached_property
    def by_number(self) -> Mapping[int, Roster]:
        for each in self.rosters:
            each.structure = self.structure
        return {each.pk: each for each in self.rosters}

    @cached_property
    def held(self) -> list[Stretch]:
        return self.stretches(self.by_number)

    def of(self, roster: Roster) -> list[Stretch]:
        return [each for each in self.held if each.roster.pk == roster.pk]

    def week(self, roster: Roster) -> dict[int, list[Hours]]:
        week: dict[int, list[Hours]] = {}
        for each in self.hours:
            if each.roster_id == roster.pk:
                week.setdefault(each.weekday, []).append((each.starts, each.ends))
        return week

    def slots(self, roster: Roster, first: date, last: date) -> list[Slot]:
        if roster.closed_on:
            last = min(last, roster.closed_on - ONE_DAY)
        if last < first:
            return []
        return wanted(
            self.week(roster),
            first,
            last,
            zone=self.zone,
            holidays=holidays_in(self.structure, first, last).keys(),
            serves_holidays=roster.serves_holidays,
        )

    def gaps(self, *, after: datetime) -> list[Gap]:
        """Wanted hours that nobody holds, from an instant to the last day, roster by roster."""
        return [gap for roster in self.by_number.values() for gap in self._gaps(roster, after)]

    def _gaps(self, roster: Roster, after: datetime) -> Iterator[Gap]:
        mine = self.of(roster)
        absent = {(each.start, each.duty.pk): each.absent for each in mine}
        pieces = [
            Held(each.duty.pk, each.start, each.end, each.person.pk if each.person else None) for each in mine
        ]
        slots = self.slots(roster, self.first - ONE_DAY, self.last)
        for each in coverage([(slot.start, slot.end) for slot in slots], pieces):
            if each.is_gap and each.end > after:
                should = absent.get((each.held.start, each.held.duty)) if each.held else None
                yield Gap(roster, max(each.start, after), each.end, should, self.zone)

    def on_duty(self, *, at: datetime) -> list[OnDuty]:
        """Of each roster, who holds it at an instant and who comes next; of a closed one, as long as somebody does."""
        lines = [self._on_duty(roster, at) for roster in self.by_number.values()]
        return [each for each in lines if not each.roster.closed_on or each.now or each.next]

    def closed(self) -> list[Roster]:
        return [each for each in self.by_number.values() if each.closed_on]

    def _on_duty(self, roster: Roster, at: datetime) -> OnDuty:
        mine, today = self.of(roster), at.astimezone(self.zone).date()
        now = next((each for each in mine if each.start <= at < each.end), None)
        coming = next((each for each in mine if each.start > at and each.person), None)
        slots = self.slots(roster, today - ONE_DAY, today + NEXT)
        is_wanted = any(slot.start <= at < slot.end for slot in slots)
        starts = next((slot.start for slot in slots if slot.start > at), None)
        return OnDuty(roster, now, coming, is_wanted, starts)


def reading_at(
    structure: Structure, at: datetime, *, within: timedelta, rosters: QuerySet[Roster] | None = None
) -> Reading:
    """From the day of an instant on, not read yet."""
    today = day_in(structure, at)
    return Reading(structure, today, today + within, rosters)


def turns_of(structure: Structure, duties: QuerySet[Duty], rosters: Mapping[int, Roster]) -> list[Stretch]:
    """Who holds some turns, whatever their days."""
    turns = Turns(structure, duties, FIRST_DAY + ONE_DAY, LAST_DAY - 2 * ONE_DAY)
    together(*turns.lists)
    return turns.stretches(rosters)


def instants_of(duty: Duty) -> tuple[datetime, datetime]:
    return stretch(duty.day, duty.hours, ZoneInfo(duty.zone))


def _part(duty: Duty, swap: Swap) -> tuple[datetime, datetime]:
    return part_of(duty.day, duty.hours, swap.hours, ZoneInfo(duty.zone))


def part_said(swap: Swap, zone: tzinfo) -> str:
    """The hours of a request, in words; `swap` with its turn."""
    return when(*_part(swap.duty, swap), zone=zone)


def return_said(swap: Swap, zone: tzinfo) -> str:
    """The turn that is wanted in return, in words; empty when none is."""
    return when(*instants_of(swap.against), zone=zone) if swap.against else ""


def is_over(swap: Swap, *, at: datetime) -> bool:
    """Its hours are; of an exchange, one of the two turns began."""
    if swap.against:
        return min(instants_of(swap.duty)[0], instants_of(swap.against)[0]) <= at
    return _part(swap.duty, swap)[1] <= at


def _told(
    piece: Held,
    duty: Duty,
    rosters: Mapping[int, Roster],
    people: Mapping[int | None, Person | None],
    zone: tzinfo,
) -> Stretch:
    return Stretch(
        rosters[duty.roster_id],
        piece.start,
        piece.end,
        people.get(piece.who),
        people.get(piece.absent),
        piece.stand_in,
        duty,
        duty.published if piece.who is not None and piece.who != duty.published_id else None,
        zone,
    )


def aways(absences: Iterable[Absence], zone: tzinfo) -> list[Away]:
    """As instants, of whole days."""
    return [
        Away(
            each.person_id,
            wall(each.since, MIDNIGHT, zone),
            wall(min(each.last_day, LAST_DAY - 2 * ONE_DAY) + ONE_DAY, MIDNIGHT, zone),
            each.replaced_by.strip(),
        )
        for each in absences
    ]


def holidays_in(structure: Structure, first: date, last: date) -> Mapping[date, str]:
    """The public holidays where a structure is."""
    zone_of(structure)  # its communes are read once
    return holidays_of(structure.territory.codes, first, last)


def unpublished(roster: Roster, *, on: date) -> QuerySet[Duty]:
    """Turns whose holder, as it is prepared, is not the one everybody reads; drafts of days that are over apart."""
    is_other = (
        Q(person=None, published__isnull=False)
        | Q(person__isnull=False, published=None)
        | (Q(person__isnull=False, published__isnull=False) & ~Q(person=F("published")))
    )
    rows = roster.duties.filter(
        Q(published_at=None, day__gte=on - ONE_DAY) | (Q(published_at__isnull=False) & is_other)
    )
    return rows.select_related("person", "published").order_by("day", "starts")


def open_swaps(roster: Roster, *, at: datetime) -> QuerySet[Swap]:
    """Those that seek somebody; of turns that are over, none."""
    day = (at.astimezone(UTC) - ONE_DAY).date()
    rows = Swap.objects.filter(state=SwapState.ASKED, duty__roster=roster, duty__day__gte=day)
    return rows.select_related("duty", "giver", "asked_of", "against").order_by("asked_at", "pk")


def swaps_for(person: Person, on: date, eve: date) -> QuerySet[Swap]:
    """What they may take: asked of all who are in their turn, or of them."""
    places = RosterMember.objects.filter(Q(until=None) | Q(until__gt=on), person=person, since__lte=on)
    rows = Swap.objects.filter(
        Q(is_for_all=True) | Q(asked_of=person),
        state=SwapState.ASKED,
        duty__roster__in=places.values("roster"),
        duty__day__gte=eve,
    ).exclude(giver=person)
    return rows.select_related("duty__roster", "giver", "against").order_by("duty__day", "pk")


def published_ahead(roster: Roster, *, at: datetime) -> list[Duty]:
    """Turns of somebody, as published, that are not over."""
    since = (at.astimezone(UTC) - ONE_DAY).date()
    rows = roster.duties.filter(published__isnull=False, day__gte=since).select_related("person", "published")
    return [each for each in rows.order_by("day", "starts") if instants_of(each)[1] > at]
