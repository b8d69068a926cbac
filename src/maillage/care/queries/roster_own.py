"""What rosters bring to somebody who holds the link of their card: their turns, their diary, what is kept of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from maillage.care.enums import SwapState
from maillage.care.models import Capacity, Duty, Roster, RosterMember, Swap
from maillage.care.queries.requests import NOT_CARING
from maillage.care.queries.rosters import (
    LISTED,
    Gap,
    Reading,
    Stretch,
    instants_of,
    is_over,
    part_said,
    reading_at,
    return_said,
    swaps_for,
    turns_of,
)
from maillage.care.queries.unscheduled import amount_in_words
from maillage.kernel import DAYS, date_in_french, plural
from maillage.people.models import Person
from maillage.structures.queries.clocks import day_in, today_in, zone_of
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import DiaryEntry, Lines, OwnLine, Wanted

HEADING = "Gardes et soins non programmés"
#: How far one's page and diary look, and how long what was called off stays in a diary.
AHEAD, KEPT = timedelta(days=120), timedelta(days=90)
MOST = 3


@dataclass(frozen=True, slots=True)
class Own:
    mine: list[Stretch]
    #: What they hand over or exchange, and what they may take.
    asked: list["Sought"]
    sought: list["Sought"]
    shows_phone: bool
    has_phone: bool
    #: Of the rosters that they watch: hours without anybody.
    gaps: list[Gap]


@dataclass(frozen=True, slots=True)
class Sought:
    """A turn that seeks somebody, its hours in words; `in_return`: the turn wanted for it, or empty."""

    swap: Swap
    said: str
    in_return: str
    is_over: bool

    @property
    def outcome(self) -> str:
        """Why it is sought no more; empty as long as it is."""
        if self.swap.state == SwapState.REFUSED:
            who = self.swap.asked_of
            return f"{who.name if who else 'La personne demandée'} a dit non : ce tour reste à vous."
        if self.is_over:
            return "Personne n’a dit oui à temps : la proposition a expiré."
        return ""


def sought(swap: Swap, zone: tzinfo, *, at: datetime) -> Sought:
    return Sought(swap, part_said(swap, zone), return_said(swap, zone), is_over(swap, at=at))


@prepared
def _own_lists(
    person: Person, today: date, eve: date
) -> tuple[QuerySet[Swap], QuerySet[RosterMember], QuerySet[Capacity], QuerySet[Swap]]:
    mine = (SwapState.ASKED, SwapState.REFUSED)
    asked = Swap.objects.filter(giver=person, state__in=mine, duty__day__gte=eve)
    return (
        asked.select_related("duty__roster", "asked_of", "against").order_by("asked_at", "pk"),
        RosterMember.objects.filter(person=person).order_by("since", "pk"),
        Capacity.objects.filter(person=person, until=None).order_by("pk"),
        swaps_for(person, today, eve),
    )


class OwnReading:
    """What their page and their home read, once its lists are."""

    def __init__(self, person: Person, at: datetime) -> None:
        self.person, self.at = person, at
        today = day_in(person.structure, at)
        self.reading = Reading(person.structure, today, today + AHEAD, whose=person)
        self.asked, self.places, self.capacities, self.sought = _own_lists(
            person, today, today - timedelta(days=1)
        )

    @property
    def lists(self) -> list[QuerySet[Any]]:
        return [*self.reading.lists, self.asked, self.sought, self.places, self.capacities]

    @property
    def takes_turns(self) -> bool:
        return bool(self.places) or any(each.warned_id == self.person.pk for each in self.reading.rosters)

    def own(self) -> Own:
        zone, person, at = self.reading.zone, self.person, self.at
        watched = {each.pk for each in self.reading.rosters if each.warned_id == person.pk}
        far = at + LISTED
        gaps = self.reading.gaps(after=at) if watched else []
        places = [place for place in self.places if place.until is None]
        return Own(
            [each for each in self.reading.held if each.person == person and each.end > at],
            [sought(each, zone, at=at) for each in self.asked],
            [each for each in (sought(one, zone, at=at) for one in self.sought) if not each.is_over],
            any(place.phone_agreed_on for place in places),
            bool(places and person.phone),
            [gap for gap in gaps if gap.roster.pk in watched and gap.start < far],
        )


def turns_for(duty: Duty, person: Person, *, at: datetime) -> list[Stretch]:
    """Whole turns to come that others of this roster hold alone: what a whole one of theirs may be exchanged for.

    `duty` with its roster, and that with its structure; empty when theirs began, or is not whole any more.
    """
    structure = duty.roster.structure
    alone = Roster.objects.filter(pk=duty.roster_id).order_by("pk")
    reading = reading_at(structure, at, within=AHEAD, rosters=alone)
    whole = [each for each in reading.read().held if (each.start, each.end) == instants_of(each.duty)]
    own = turns_of(structure, Duty.objects.filter(pk=duty.pk), {duty.roster_id: duty.roster})
    if instants_of(duty)[0] <= at or {each.person or each.absent for each in own} != {person}:
        return []
    return [each for each in whole if each.start > at and each.person and each.person != person]


def may_take(person: Person, swap: Swap) -> bool:
    """Asked of them or of all in their turn; who took it reads it too, never who gives it."""
    if swap.giver_id == person.pk:
        return False
    is_asked = swap.is_for_all or swap.asked_of_id == person.pk or swap.taker_id == person.pk
    return is_asked and RosterMember.objects.filter(roster=swap.duty.roster_id, person=person).exists()


def own_lines(person: Person) -> Lines:
    """Their next turns, what seeks somebody, what they can take; nothing of a module that is switched off."""
    link = person.door.link if hasattr(person, "door") else None
    read = OwnReading(person, timezone.now())
    yield Wanted(read.lists)
    has_turns = read.takes_turns
    if has_turns:
        own = read.own()
        for turn in own.mine[:MOST]:
            path = link.step("gardes") if link else ""
            yield OwnLine(HEADING, f"{turn.roster.name}, {turn.said}.", path, "Mes gardes" if path else "")
        for each in own.sought[:MOST]:
            path = link.step(f"remplacement-{each.swap.pk}") if link else ""
            who = each.swap.giver.name if each.swap.giver else "Quelqu’un"
            wants = "vous propose un échange" if each.in_return else "cherche à se faire remplacer"
            yield OwnLine(HEADING, f"{who} {wants}, {each.said}.", path, "Voir" if path else "")
        if not own.mine and link:
            yield OwnLine(HEADING, "Aucun tour de garde ne vous attend.", link.step("gardes"), "Mes gardes")
    held = bool(read.capacities)
    if link and (has_turns or held) and person.profession not in NOT_CARING:
        said = "Ce que vous pouvez prendre, jour par jour." if held else "Dire ce que vous pouvez prendre."
        yield OwnLine(HEADING, said, link.step("capacite"), "Ma capacité")


def diary(person: Person) -> Iterator[DiaryEntry]:
    """The turns they were told; what is no more theirs stays, called off."""
    today = today_in(person.structure)
    rows = Duty.objects.filter(
        told__person=person,
        published_at__isnull=False,
        day__range=(today - KEPT, today + 3 * AHEAD),
        roster__structure=person.structure,
    )
    rosters = _rosters(rows, person)
    if not rosters:
        return
    of_duty: dict[int, list[Stretch]] = {}
    for stretch in turns_of(person.structure, rows, rosters):
        of_duty.setdefault(stretch.duty.pk, []).append(stretch)
    for duty in rows.order_by("day", "starts", "pk"):
        mine = [each for each in of_duty.get(duty.pk, ()) if each.person == person]
        title = f"Garde : {rosters[duty.roster_id].name}"
        if not mine:
            yield _entry(duty, *instants_of(duty), title, 0, is_off=True)
        for number, part in enumerate(mine):
            yield _entry(duty, part.start, part.end, title, number, words=_instead(part))


def _rosters(duties: QuerySet[Duty], person: Person) -> dict[int, Roster]:
    found = {each.pk: each for each in Roster.objects.filter(pk__in=duties.order_by().values("roster"))}
    for each in found.values():
        each.structure = person.structure
    return found


def _instead(stretch: Stretch) -> str:
    return f"À la place de {stretch.instead_of.name}." if stretch.instead_of else ""


def _entry(
    duty: Duty,
    start: datetime,
    end: datetime,
    title: str,
    number: int,
    *,
    words: str = "",
    is_off: bool = False,
) -> DiaryEntry:
    again = f"-{number + 1}" if number else ""
    uid = f"garde-{duty.key}{again}@maillage"
    return DiaryEntry(uid, start, end, title, words=words, version=duty.version, is_off=is_off)


def of_card(person: Person) -> Mapping[str, Any]:
    """What is kept of somebody, in words: for the copy that they take of their card."""
    zone = zone_of(person.structure)
    found: dict[str, Any] = {}
    rows = Duty.objects.filter(told__person=person, published_at__isnull=False)
    turns = turns_of(person.structure, rows, _rosters(rows, person))
    mine = [each for each in turns if each.person == person]
    if mine:
        found["Tours de garde"] = [{"Tour": each.said, "Tableau": each.roster.name} for each in mine]
    places = person.roster_places.select_related("roster")
    if places:
        found["Tableaux de garde"] = [
            {"Tableau": each.roster.name, "Dans le tour": _since(each.since, each.until)} for each in places
        ]
    swaps = Swap.objects.filter(giver=person).select_related("duty")
    if swaps:
        found["Remplacements demandés"] = [
            {"Heures": part_said(each, zone), "État": each.get_state_display()}
            for each in swaps.order_by("asked_at", "pk")
        ]
    capacities = person.offered_capacities.prefetch_related("week", "exceptions")
    if capacities:
        found["Soins non programmés"] = [
            {"Quand": _since(each.since, each.until), "Capacité": _week_said(each)} for each in capacities
        ]
    return found


def _since(since: date, until: date | None) -> str:
    said = f"depuis le {date_in_french(since)}"
    return f"{said}, jusqu’au {date_in_french(until)}" if until else said


def _week_said(capacity: Capacity) -> str:
    week = [
        f"{DAYS[each.weekday]} {amount_in_words(each.amount, capacity.unit)}" for each in capacity.week.all()
    ]
    single = capacity.exceptions.all()
    also = [plural(len(single), "jour à part", "jours à part")] if single else []
    return ", ".join([*week, *also]) or "rien de fixe"
