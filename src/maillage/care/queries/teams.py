"""Education and concertations as they are read; what of them is to be counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from maillage.care.enums import Ability, Coming
from maillage.care.models import EtpProgramme, EtpSession, RcpCall, RcpGuest
from maillage.care.rules.duty_hours import wall
from maillage.kernel import date_in_french, hour, plural
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.structures.queries.clocks import day_in, instants_in, zone_of
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Days, DiaryEntry, OwnLine, Task, Wanted, YearDate

MOST = 50
SESSIONS = "Éducation thérapeutique"
AN_HOUR, KEPT = timedelta(hours=1), timedelta(days=90)
#: A session that nobody counted is told for so long.
TOLD_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class CallLine:
    """A concertation in the list."""

    call: RcpCall
    day: date
    called: int
    coming: int
    there: int
    questions: int


def calls_of(structure: Structure) -> QuerySet[RcpCall]:
    return structure.rcp_calls.order_by("-starts_at", "-pk")


def call_lines(structure: Structure, calls: Sequence[RcpCall]) -> list[CallLine]:
    """These calls, with their numbers, in one question."""
    counted = RcpCall.objects.filter(pk__in=[each.pk for each in calls]).annotate(
        called=Count("guests", distinct=True),
        coming=Count("guests", filter=Q(guests__coming=Coming.YES), distinct=True),
        there=Count("guests", filter=Q(guests__was_there=True), distinct=True),
        asked=Count("questions", distinct=True),
    )
    found = {each.pk: each for each in counted}
    return [
        CallLine(
            each,
            day_in(structure, each.starts_at),
            found[each.pk].called,
            found[each.pk].coming,
            found[each.pk].there,
            found[each.pk].asked,
        )
        for each in calls
        if each.pk in found
    ]


def programmes_of(structure: Structure) -> QuerySet[EtpProgramme]:
    return structure.etp_programmes.select_related("owner").order_by("-is_on", "title", "pk")


def sessions_of(structure: Structure) -> QuerySet[EtpSession]:
    rows = EtpSession.objects.filter(programme__structure=structure)
    return rows.select_related("programme").order_by("-held_on", "-starts_at", "-pk")


@prepared
def _waited(
    structure: Structure, first: date, last: date, since: datetime, at: datetime
) -> tuple[QuerySet[EtpSession], QuerySet[RcpCall]]:
    sessions = EtpSession.objects.filter(
        programme__structure=structure, is_off=False, present=None, held_on__lte=last, held_on__gte=first
    )
    calls = RcpCall.objects.filter(
        structure=structure, is_off=False, situations=None, starts_at__lt=at, starts_at__gte=since
    )
    return (
        sessions.select_related("programme").order_by("held_on", "pk")[:MOST],
        calls.order_by("starts_at", "pk")[:MOST],
    )


class Waited:
    """What the home of a structure asks of education and concertations."""

    def __init__(self, structure: Structure, *, on: date, at: datetime) -> None:
        self.structure = structure
        self.lists = _waited(structure, on - TOLD_FOR, on, at - TOLD_FOR, at)
        self.uncounted, self.calls = self.lists

    def tasks(self) -> Iterator[Task]:
        slug = self.structure.slug
        if self.uncounted:
            first = self.uncounted[0]
            words = f"Compter les présents : {plural(len(self.uncounted), 'séance')}"
            url = reverse("care:etp_programme", args=[slug, first.programme_id])
            detail = f"{first.title}, {date_in_french(first.held_on)}"
            yield Task(words, url, detail, Ability.COORDINATE, None, Role.COORDINATION)
        for each in self.calls[:3]:
            url = reverse("care:rcp_call", args=[slug, each.pk])
            yield Task(
                f"Noter la concertation : {each.theme}", url, "", Ability.COORDINATE, None, Role.COORDINATION
            )


def invitations_of(person: Person, *, at: datetime) -> QuerySet[RcpGuest]:
    """The concertations to come that they are called to."""
    rows = RcpGuest.objects.filter(person=person, call__starts_at__gte=at, call__is_off=False)
    return rows.select_related("call").order_by("call__starts_at", "pk")


def sessions_for(person: Person, structure: Structure) -> QuerySet[EtpSession]:
    """Of the programmes that they hold or answer for; those called off too, which their diary says."""
    programmes = EtpProgramme.objects.filter(Q(team__person=person) | Q(owner=person), structure=structure)
    rows = EtpSession.objects.filter(programme__in=programmes.order_by().values("pk"))
    return rows.select_related("programme").order_by("held_on", "starts_at", "pk")


def sessions_near(person: Person, structure: Structure, *, on: date, since: date) -> QuerySet[EtpSession]:
    """The next ones, and those that were held and that nobody counted."""
    wanted = Q(held_on__gt=on) | Q(present=None, held_on__gte=since, held_on__lte=on)
    return sessions_for(person, structure).filter(wanted, is_off=False)


def own_lines(sessions: Iterable[EtpSession], link: Link | None, *, on: date) -> Iterator[OwnLine]:
    for each in sessions:
        when = f"le {date_in_french(each.held_on)}, {_clock(each.starts_at)}"
        where = f", {each.place}" if each.place else ""
        path = link.step(f"seance-{each.pk}") if link else ""
        if each.held_on > on:
            yield OwnLine(SESSIONS, f"{each.title}, {when}{where}.", path, "Voir" if path else "")
        else:
            yield OwnLine(
                SESSIONS, f"{each.title}, {when} : combien sont venus ?", path, "Compter" if path else ""
            )


def diary(person: Person, *, at: datetime) -> Iterator[DiaryEntry]:
    """Concertations that they did not say no to, one called off said so; sessions of their programmes."""
    zone, since = zone_of(person.structure), at - KEPT
    guests = RcpGuest.objects.filter(person=person, call__starts_at__gte=since).exclude(coming=Coming.NO)
    for guest in guests.select_related("call").order_by("call__starts_at", "pk")[:MOST]:
        call = guest.call
        lasts = timedelta(minutes=call.minutes) if call.minutes else AN_HOUR
        yield DiaryEntry(
            f"rcp-{call.key}@maillage", call.starts_at, call.starts_at + lasts, f"Concertation : {call.theme}",
            place=call.place, words=call.call_url, version=int(call.is_off), is_off=call.is_off,
        )  # fmt: skip
    for each in sessions_for(person, person.structure).filter(held_on__gte=day_in(person.structure, since))[
        :MOST
    ]:
        starts = wall(each.held_on, each.starts_at, zone)
        yield DiaryEntry(
            f"seance-{each.key}@maillage", starts, starts + AN_HOUR, f"{each.programme.title} : {each.title}",
            place=each.place, version=each.version, is_off=each.is_off,
        )  # fmt: skip


def year(structure: Structure, first: date, last: date) -> Days:
    """Concertations and sessions, each on its day."""
    zone = zone_of(structure)
    begins, ends = instants_in(structure, first, last)
    calls = structure.rcp_calls.filter(is_off=False, starts_at__gte=begins, starts_at__lt=ends).order_by(
        "starts_at", "pk"
    )
    sessions = sessions_of(structure).filter(is_off=False, held_on__range=(first, last))
    yield Wanted([calls, sessions])
    for call in calls:
        path = reverse("care:rcp_call", args=[structure.slug, call.pk])
        here = call.starts_at.astimezone(zone)
        gesture = "" if call.situations is not None else "Préparer"
        yield YearDate(here.date(), f"Concertation : {call.theme}", f"à {_clock(here.time())}", path, gesture)
    for each in sessions:
        path = f"{reverse('care:etp_programme', args=[structure.slug, each.programme_id])}#seance-{each.pk}"
        yield YearDate(
            each.held_on, f"{each.programme.title} : {each.title}", f"à {_clock(each.starts_at)}", path
        )


def _clock(at: time) -> str:
    return hour(datetime.combine(date(2000, 1, 1), at, UTC))


def contents(structure: Structure) -> dict[str, list[Mapping[str, Any]]]:
    """For the export of the structure."""
    programmes = structure.etp_programmes.select_related("owner").prefetch_related("team__person", "sessions")
    calls = structure.rcp_calls.prefetch_related("guests__person", "questions__person")
    return {
        "etp": [
            plain(each)
            | {
                "owner": each.owner.name if each.owner else None,
                "team": [row.person.name for row in each.team.all()],
                "sessions": [plain(row) for row in each.sessions.all()],
            }
            for each in programmes
        ],
        "rcp_calls": [
            plain(each)
            | {
                "guests": [plain(row) | {"person": row.person.name} for row in each.guests.all()],
                "questions": [
                    plain(row) | {"person": row.person.name if row.person else None}
                    for row in each.questions.all()
                ],
            }
            for each in calls
        ],
    }
