"""Finding who takes a request: told to a few, nearest first, then to others; taken by one, given back, looked after.

A message waits for no minute: it is in the outbox with the request, and the worker passes every two seconds.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from maillage.accounts.models import User
from maillage.care.enums import Answer, Move, RequestState
from maillage.care.models import CareRequest, Desk, Offer, Search
from maillage.care.queries.modules import going_on
from maillage.care.queries.requests import KINDS, asker_of, told_of
from maillage.care.queries.rings import in_order, pace_of, usual_watcher, watchers_of
from maillage.care.queries.turns import clocks_of
from maillage.care.rules.due import may_write
from maillage.care.rules.rings import is_awake, next_ring
from maillage.care.services import requests
from maillage.care.services.requests import AlreadyTaken, Asked
from maillage.care.services.telling import (
    reach_line,
    tell_asker,
    tell_given_back,
    tell_offers,
    tell_structure,
    tell_taken,
    tell_taker,
    times,
)
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import SENT
from maillage.structures.queries.clocks import zone_of

#: A taker who did not say that they reached who asked is asked, once, this long after.
ASKED_AFTER, ASKED_SOON = timedelta(hours=12), timedelta(hours=2)
#: Rows of one pass of the worker.
MOST = 200


@transaction.atomic
def begin(
    structure: Structure,
    asked: Asked,
    *,
    key: UUID,
    at: datetime,
    site: str,
    desk: Desk | None = None,
    by: User | None = None,
    asker: Person | None = None,
) -> CareRequest:
    """Ask, and tell the first ones at once. Sent three times, it is asked and told once. Raises BadInput."""
    request = requests.ask(structure, asked, key=key, at=at, desk=desk, by=by)
    request.structure = structure
    search, is_new = Search.objects.get_or_create(request=request, defaults={"asker": asker, "site": site})
    if is_new:
        search.request = request
        _ring(search, at=at)
    elif (request.desk, search.asker) != (
        desk,
        asker,
    ):  # the key of another: what it asked is not theirs to read
        raise BadInput(SENT)
    return request


def _locked(request: CareRequest) -> Search:
    rows = Search.objects.select_for_update(of=("self",))
    return rows.select_related("request__structure__territory", "request__desk", "asker").get(request=request)


def _ring(search: Search, *, at: datetime) -> int:
    """Tell the next ones; how many. Inside a transaction that holds the search."""
    request = search.request
    here = at.astimezone(zone_of(request.structure))
    ring = next_ring(
        watchers_of(request, on=here.date()),
        told=told_of([request]).get(request.pk, ()),
        usual=usual_watcher(request, on=here.date()),
        here=here,
        is_urgent=request.is_urgent,
        pace=pace_of(request.structure),
    )
    _tell_again(search, ring.people, at=at)
    offers = requests.offer(request, in_order(request.structure, ring.people), at=at)
    search.next_at = ring.next_at
    search.save(update_fields=["next_at"])
    tell_offers(offers, request, site=search.site, at=at)
    return len(ring.people)


def _tell_again(search: Search, people: Collection[int], *, at: datetime) -> int:
    """Those of them who were told before it was given back; how many."""
    request = search.request
    waiting = list(request.offers.filter(answer="", person__in=people).select_related("person"))
    request.offers.filter(pk__in=[each.pk for each in waiting]).update(reminded_at=at)
    again = str(times(request, Move.GIVEN_BACK))
    tell_offers(waiting, request, site=search.site, at=at, again=again)
    return len(waiting)


@transaction.atomic
def ring_again(request: CareRequest, *, at: datetime) -> int:
    """Tell the next ones now, without waiting; how many were told. Raises BadInput when it seeks nobody."""
    search = _locked(request)
    if search.request.state != RequestState.OPEN:
        raise BadInput("Cette demande ne cherche plus personne : rouvrez-la d’abord.")
    return _ring(search, at=at)


def ring_due(now: datetime) -> None:
    """Searches whose next ones are to be told; each in a transaction of its own."""
    due = _going_on(Search.objects.filter(next_at__lte=now, request__state=RequestState.OPEN))
    for pk in due.order_by("next_at").values_list("request", flat=True)[:MOST]:
        _each(pk, now, _ring_if_due)


def _going_on(rows: QuerySet[Search]) -> QuerySet[Search]:
    asked = Structure.objects.filter(pk__in=rows.order_by().values("request__structure"))
    return rows.filter(request__structure__in=going_on(asked))


def _each(pk: int, now: datetime, done: Callable[[Search, datetime], None]) -> None:
    with transaction.atomic():
        rows = Search.objects.select_for_update(of=("self",), skip_locked=True)
        search = (
            rows.select_related(
                "request__structure__territory", "request__desk__link", "request__taker", "asker"
            )
            .filter(request=pk)
            .first()
        )
        if search:
            done(search, now)


def _ring_if_due(search: Search, now: datetime) -> None:
    if search.next_at and search.next_at <= now and search.request.state == RequestState.OPEN:
        _ring(search, at=now)


def take(offer: Offer, *, at: datetime) -> CareRequest:
    """First come, alone served; who asked is told of one name. Raises AlreadyTaken, and keeps that they came too late."""
    try:
        return _take(offer, at=at)
    except AlreadyTaken:
        Offer.objects.filter(pk=offer.pk, answer="").update(answer=Answer.MISSED, answered_at=at)
        raise


@transaction.atomic
def _take(offer: Offer, *, at: datetime) -> CareRequest:
    request = requests.take(offer, at=at)
    tell_taken(request, site=request.search.site, at=at)  # one message a taking, however often it is said
    return request


@transaction.atomic
def refuse(offer: Offer, *, reason: str, at: datetime) -> None:
    """Not me. When all those who were told said no, the next ones are told at once."""
    requests.refuse(offer, reason=reason, at=at)
    if offer.request.state == RequestState.OPEN and not offer.request.offers.filter(answer="").exists():
        Search.objects.filter(request=offer.request).exclude(next_at=None).update(next_at=at)


@transaction.atomic
def give_back(request: CareRequest, *, at: datetime, reason: str = "", by: User | None = None) -> None:
    """It seeks somebody again: those who were told and did not say no are told once more, at their hours, then others.

    Raises BadInput when nobody holds it any more.
    """
    search = _locked(request)
    requests.give_back(request, at=at, reason=reason, by=by)
    request.offers.filter(answer=Answer.MISSED).update(answer="", answered_at=None)
    told = _tell_again(search, _awake(search.request, at), at=at)
    tell_given_back(request, site=search.site, at=at)
    search.next_at = at + pace_of(request.structure).every if told else at
    search.reminded_at = search.escalated_at = None
    search.save(update_fields=["next_at", "reminded_at", "escalated_at"])


def _awake(request: CareRequest, at: datetime) -> list[int]:
    """Cards of those who may be told at this hour."""
    here = at.astimezone(zone_of(request.structure))
    on = here.date()
    known = [*watchers_of(request, on=on), *filter(None, [usual_watcher(request, on=on)])]
    return [each.person for each in known if is_awake(each, here, is_urgent=request.is_urgent)]


@transaction.atomic
def withdraw(request: CareRequest, *, at: datetime, reason: str = "", by: User | None = None) -> None:
    """Nobody is needed any more: whoever took it is told."""
    requests.close(request, RequestState.WITHDRAWN, at=at, reason=reason, by=by)


@transaction.atomic
def finish(
    request: CareRequest, *, at: datetime, person: Person | None = None, by: User | None = None
) -> None:
    """The loop is closed: said by the taker, by who asked, or by who coordinates. Twice, it is done once."""
    requests.close(request, RequestState.DONE, at=at, person=person, by=by)


@transaction.atomic
def end_unmet(request: CareRequest, *, at: datetime, reason: str, by: User) -> None:
    """Nobody will take it: who asked is told, to look elsewhere."""
    requests.close(request, RequestState.UNMET, at=at, reason=reason, by=by)
    tell_asker(  # one message a time that it ends so, however often it is said
        request,
        f"unmet {times(request, Move.UNMET)}",
        f"Sans réponse : votre demande {request.code}",
        f"Personne n’a pu prendre votre demande {request.code}. Appelez la structure si vous cherchez encore.",
        site=request.search.site,
        at=at,
    )


@transaction.atomic
def reopen(request: CareRequest, *, at: datetime, by: User) -> None:
    search = _locked(request)
    requests.reopen(request, at=at, by=by)
    search.next_at, search.reminded_at, search.escalated_at = at, None, None
    search.save(update_fields=["next_at", "reminded_at", "escalated_at"])


def look_after_due(now: datetime) -> None:
    """What nobody takes is told to the structure; a taker who said nothing is asked. Each once.

    What is urgent at any hour; the rest in the hours of the structure.
    """
    silent = Q(request__state=RequestState.OPEN, escalated_at=None) & (
        Q(next_at=None) | Q(request__due_at__lte=now)
    )
    held = Q(request__state=RequestState.TAKEN, reminded_at=None) & (
        Q(request__due_at__lte=now)
        | Q(request__acknowledged_at=None, request__taken_at__lte=now - ASKED_AFTER)
        | Q(request__is_urgent=True, request__acknowledged_at=None, request__taken_at__lte=now - ASKED_SOON)
    )
    rows = _going_on(Search.objects.filter(silent | held, request__kind__in=KINDS))
    urgent_first = rows.order_by(F("request__is_urgent").desc(), "request__due_at")
    for pk in urgent_first.values_list("request", flat=True)[:MOST]:
        _each(pk, now, _look_after)


def _look_after(search: Search, now: datetime) -> None:
    request = search.request
    if not request.is_urgent and not may_write(now, clocks_of(request.structure)):
        return
    if request.state == RequestState.OPEN and search.escalated_at is None:
        path = reverse("care:request", args=[request.structure.slug, request.number])
        why = "L’heure est passée" if request.due_at and request.due_at <= now else "Tous sont prévenus"
        words = f"{why}, et personne ne l’a prise. Qui demande : {reach_line(asker_of(request))}."
        is_told = tell_structure(request, words, path=path, site=search.site, at=now)
        search.escalated_at = now
        search.save(update_fields=["escalated_at"])
        requests.note(
            request, Move.REMINDED, at=now, detail="La structure est prévenue" if is_told else "À voir ici"
        )
    elif request.state == RequestState.TAKEN and search.reminded_at is None:
        if request.taker:
            tell_taker(
                request,
                request.taker,
                f"reminded {now.timestamp():.0f}",
                f"Où en est la demande {request.code} ?",
                f"Vous avez pris la demande {request.code}. Dites en un geste si le guichet est joint, si c’est fait, "
                "ou rendez-la.",
                site=search.site,
                at=now,
            )
        search.reminded_at = now
        search.save(update_fields=["reminded_at"])
        request.offers.filter(person=request.taker).update(reminded_at=now)
        requests.note(request, Move.REMINDED, at=now, person=request.taker, detail="À qui l’a prise")
