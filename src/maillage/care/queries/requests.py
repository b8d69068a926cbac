"""Requests as pages and messages say them: never their note outside of their own page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.db.models import Case, F, IntegerField, Max, Q, QuerySet, Value, When

from maillage import legislation
from maillage.care.enums import (
    CLOSED,
    TAKEN_KINDS,
    BackReason,
    Move,
    NoReason,
    RequestKind,
    RequestState,
    UnmetReason,
)
from maillage.care.models import CareRequest, Desk, Offer, RequestMove
from maillage.geography import atlas
from maillage.kernel import DAYS, date_in_french, hour, moment, phone_in_french, plural, with_no_break_spaces
from maillage.people.models import Person
from maillage.people.queries.desk import contact_line
from maillage.people.queries.lists import trade_of
from maillage.structures.models import Structure

#: Those that who comes first takes.
KINDS = tuple(key for key, _ in TAKEN_KINDS)
#: The same, said so that a database looks among the few that are open rather than among all those kinds.
OURS = ~Q(kind__in=[kind for kind in RequestKind.values if kind not in KINDS])
#: Nobody is cared for by them; keys of the law room.
NOT_CARING = frozenset({"coordinateur", "etablissement", "usager", "collectivite", "autre"})
REASONS: Mapping[str, str] = dict([*NoReason.choices, *BackReason.choices, *UnmetReason.choices])
#: The same person, asked for twice, is asked for within some days.
ALIKE_WITHIN = timedelta(days=3)


def caring_professions() -> dict[str, str]:
    """Those who care for somebody: key → label, in the order of the law room."""
    return {each.key: each.label for each in legislation.professions() if each.key not in NOT_CARING}


def due_words(at: datetime | None, zone: tzinfo) -> str:
    """« avant samedi 5 décembre, 12 h », less than a year away; empty without a deadline."""
    if at is None:
        return ""
    there = at.astimezone(zone)
    day = date_in_french(there.date()).removesuffix(f"\N{NO-BREAK SPACE}{there.year}")
    return f"avant {DAYS[there.weekday()]} {day}, {hour(there)}"


def commune_name(code: str) -> str:
    try:
        return atlas().commune(code).name
    except KeyError:
        return code


def said(request: CareRequest, zone: tzinfo) -> str:
    """« Infirmier : Cahors, avant samedi 5 décembre, 12 h »: all that a message, a title, a trace may say."""
    words = f"{trade_of(request.profession)} : {commune_name(request.commune)}"
    due = due_words(request.due_at, zone)
    if request.is_urgent:
        words = f"Urgent, {words[:1].lower()}{words[1:]}"
    return with_no_break_spaces(f"{words}{f', {due}' if due else ''}")


@dataclass(frozen=True, slots=True)
class Line:
    """A request on a list."""

    request: CareRequest
    trade: str
    commune: str
    due: str
    is_late: bool
    is_open: bool
    state: str  # « Prise par Lou Fictif, 12 min après »


def is_late(request: CareRequest, *, at: datetime) -> bool:
    return request.state not in CLOSED and request.due_at is not None and request.due_at < at


def line_of(request: CareRequest, zone: tzinfo, *, at: datetime) -> Line:
    return Line(
        request,
        trade_of(request.profession),
        commune_name(request.commune),
        due_words(request.due_at, zone),
        is_late(request, at=at),
        request.state == RequestState.OPEN,
        state_words(request, zone),
    )


def state_words(request: CareRequest, zone: tzinfo) -> str:
    if request.state == RequestState.TAKEN:
        who = request.taker.name if request.taker else "quelqu’un dont la fiche est effacée"
        seen = ", guichet joint" if request.acknowledged_at else ""
        return f"Prise par {who}, {after(request)}{seen}"
    if request.state in CLOSED and request.closed_at:
        reason = REASONS.get(request.reason, request.reason)
        ended = f"{request.get_state_display()} le {moment(request.closed_at, zone=zone)}"
        return f"{ended} ({reason[:1].lower()}{reason[1:]})" if reason else ended
    return str(request.get_state_display())


def after(request: CareRequest) -> str:
    """« 12 min après »."""
    if request.taken_at is None:
        return ""
    return f"{minutes_in_words(int((request.taken_at - request.asked_at).total_seconds() // 60))} après"


def minutes_in_words(minutes: int | None) -> str:
    """« 12 min », « 3 h 05 », « 2 j 4 h »; empty when nobody knows."""
    if minutes is None:
        return ""
    hours, left = divmod(minutes, 60)
    if hours >= 24:
        days, hours = divmod(hours, 24)
        return with_no_break_spaces(f"{days} j {hours} h")
    return (
        f"{hours}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{left:02}" if hours else f"{left}\N{NO-BREAK SPACE}min"
    )


def requests_of(structure: Structure, *, state: str = "", kind: str = "") -> QuerySet[CareRequest]:
    """`state`: « ouvertes », « prises », « closes », or all. What is nearest its deadline first; closed, the last first."""
    rows = structure.care_requests.filter(OURS).select_related("taker", "desk", "joined_to")
    if kind:
        rows = rows.filter(kind=kind)
    if state in STATES:
        rows = rows.filter(state__in=STATES[state])
    if state == "closes":
        return rows.order_by("-closed_at", "-pk")
    if state in STATES:
        return rows.order_by(F("due_at").asc(nulls_last=True), "-asked_at", "-pk")
    going = Case(
        When(state=RequestState.OPEN, then=Value(0)),
        When(state=RequestState.TAKEN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.order_by(going, F("due_at").asc(nulls_last=True), "-asked_at", "-pk")


#: Chips of the list → states.
STATES: Mapping[str, tuple[str, ...]] = {
    "ouvertes": (RequestState.OPEN,),
    "prises": (RequestState.TAKEN,),
    "closes": tuple(CLOSED),
}


def late_of(structure: Structure, *, at: datetime) -> QuerySet[CareRequest]:
    """Nobody took them in time, or nobody said that they are done."""
    rows = CareRequest.objects.filter(OURS, structure=structure, due_at__lt=at)
    return rows.filter(state__in=(RequestState.OPEN, RequestState.TAKEN)).order_by("due_at", "pk")


def alone_of(structure: Structure) -> QuerySet[CareRequest]:
    """Still open, and nobody else is left to be told."""
    rows = CareRequest.objects.filter(OURS, structure=structure, state=RequestState.OPEN)
    return rows.filter(search__next_at=None).order_by(F("due_at").asc(nulls_last=True), "pk")


def alike(request: CareRequest) -> QuerySet[CareRequest]:
    """Perhaps the same person: same need, commune and age, asked within three days. Only a hand may say so."""
    near = Q(
        asked_at__range=(request.asked_at - ALIKE_WITHIN, request.asked_at + ALIKE_WITHIN), joined_to=None
    )
    same = {
        name: getattr(request, name) for name in ("structure", "profession", "need", "commune", "age", "kind")
    }
    rows = CareRequest.objects.filter(near, **same).exclude(pk=request.pk)
    return rows.exclude(state=RequestState.WITHDRAWN).select_related("desk").order_by("asked_at")[:5]


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the thread."""

    at: str
    words: str
    detail: str


def thread(request: CareRequest, zone: tzinfo) -> list[Step]:
    """What happened, in order. Those told at once are one line."""
    steps: list[Step] = []
    told: list[RequestMove] = []
    for each in request.moves.select_related("person", "by"):
        if each.move == Move.OFFERED and (not told or told[0].at == each.at):
            told.append(each)
            continue
        steps += _told(told, zone)
        told = [each] if each.move == Move.OFFERED else []
        if not told:
            steps.append(_step(each, zone))
    return [*steps, *_told(told, zone)]


def _told(moves: Sequence[RequestMove], zone: tzinfo) -> list[Step]:
    if not moves:
        return []
    names = ", ".join(each.person.name if each.person else "une fiche effacée" for each in moves)
    return [Step(moment(moves[0].at, zone=zone), f"Proposée à {len(moves)}", names)]


def _step(each: RequestMove, zone: tzinfo) -> Step:
    who = each.person.name if each.person else str(each.by or "")
    words = f"{each.get_move_display()}{f' par {who}' if who and each.move != Move.REMINDED else ''}"
    return Step(moment(each.at, zone=zone), words, REASONS.get(each.detail, each.detail))


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom to call, and how."""

    name: str
    phone: str = ""
    email: str = ""
    line: str = ""  # when all is said in one

    @property
    def dialled(self) -> str:
        """The telephone, as a link wants it: without any space."""
        return "".join(self.phone.split())


def asker_of(request: CareRequest, contact: str | None = None) -> Reach:
    """Who keeps the identity, and waits for the taker's call. `contact`: the line of the structure, when it is read."""
    search = getattr(request, "search", None)
    if request.desk:
        return reach_of(request.desk)
    if search and search.asker:
        return reach_of(search.asker)
    return Reach(request.structure.name, line=contact_line(request.structure) if contact is None else contact)


def reach_of(who: Desk | Person) -> Reach:
    return Reach(who.name, phone_in_french(who.phone), who.email)


def taker_of(request: CareRequest) -> Reach | None:
    """The one name that who asked reads; None as long as nobody took it."""
    return reach_of(request.taker) if request.taker else None


def pending_offers(person: Person) -> QuerySet[Offer]:
    """What they were told of, and may still take."""
    rows = Offer.objects.filter(person=person, answer="", request__state=RequestState.OPEN)
    return rows.filter(request__kind__in=KINDS).select_related("request").order_by("request__due_at", "pk")


def held_by(person: Person) -> QuerySet[Offer]:
    """What they took, and is not over."""
    rows = Offer.objects.filter(
        person=person, request__taker=person, request__state=RequestState.TAKEN, request__kind__in=KINDS
    )
    return rows.select_related("request").order_by("request__due_at", "pk")


def asked_by(person: Person) -> QuerySet[CareRequest]:
    rows = CareRequest.objects.filter(search__asker=person, kind__in=KINDS)
    return rows.select_related("taker", "search__asker").order_by("-asked_at", "-pk")


def told_counts(requests: Iterable[CareRequest]) -> dict[int, int]:
    """Request → how many were told."""
    counted: dict[int, int] = {}
    for pk in Offer.objects.filter(request__in=[each.pk for each in requests]).values_list(
        "request", flat=True
    ):
        counted[pk] = counted.get(pk, 0) + 1
    return counted


def told_of(requests: Iterable[CareRequest]) -> dict[int, set[int]]:
    """Request → cards not to tell again: they answered, or a message left for them since it was last given back."""
    numbers, found = [each.pk for each in requests], dict[int, set[int]]()
    backs = RequestMove.objects.filter(request__in=numbers, move=Move.GIVEN_BACK).order_by()
    last = dict(backs.values_list("request").annotate(Max("at")))
    for each in Offer.objects.filter(request__in=numbers, person__isnull=False).order_by():
        back = last.get(each.request_id)
        if each.person_id and (each.answer or back is None or (each.reminded_at or each.offered_at) >= back):
            found.setdefault(each.request_id, set()).add(each.person_id)
    return found


def told_words(count: int) -> str:
    """« 3 personnes prévenues »; empty: nobody was."""
    return plural(count, "personne prévenue", "personnes prévenues") if count else ""


def board(page: Sequence[CareRequest], zone: tzinfo, *, at: datetime) -> list[dict[str, Any]]:
    """The lines of a page, with how many were told."""
    told = told_counts(page)
    return [{"line": line_of(each, zone, at=at), "told": told_words(told.get(each.pk, 0))} for each in page]
