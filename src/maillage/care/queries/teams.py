"""Education and concertations as they are read; what of them is to be counted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from maillage.care.enums import Ability, Coming
from maillage.care.models import EtpProgramme, EtpSession, RcpCall, RcpGuest
from maillage.kernel import date_in_french, plural
from maillage.people.models import Person
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.structures.queries.clocks import day_in
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task

MOST = 50
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
