"""Finding who takes a request: told to a few, nearest first, then to others; taken by one, given back, looked after.

A message waits for no minute: it is in the outbox with the request, and the worker looks there twice a second.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.care.enums import Answer, Move, RequestState
from maillage.care.models import CareRequest, CareSetting, Desk, Offer, Search
from maillage.care.queries.modules import going_on
from maillage.care.queries.requests import KINDS, asker_of, told_of
from maillage.care.queries.rings import Around, pace_of
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
    tell_takers,
    times,
)
from maillage.kernel import BadInput
from maillage.mail.enums import Haste
from maillage.mail.services import give_way
from maillage.people.models import Person
from maillage.people.queries.desk import contact_line
from maillage.structures.models import Structure
from maillage.structures.queries import SENT
from maillage.structures.queries.clocks import zone_of

#: A taker who did not say that they reached who asked is asked, once, this long after.
ASKED_AFTER, ASKED_SOON = timedelta(hours=12), timedelta(hours=2)
#: Rows of one pass of the worker; of one look at who may be told; of one transaction.
MOST, A_LOOK, TOGETHER = 200, 50, 5
#: What the codes of a structure are read of (`clocks.zone_of`).
CODES = ("territory__communes", "territory__parts__iris")


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
        _ring([search], at=at, haste=Haste.NOW)
    elif (request.desk, search.asker) != (
        desk,
        asker,
    ):  # the key of another: what it asked is not theirs to read
        raise BadInput(SENT)
    return request


def _locked(request: CareRequest) -> Search:
    rows = Search.objects.select_for_update(of=("self",))
    return rows.select_related("request__structure__territory", "request__desk", "asker").get(request=request)


def _ring(
    searches: Sequence[Search], *, at: datetime, haste: Haste = Haste.SOON, around: Around | None = None
) -> int:
    """Tell the next ones of requests of one structure; how many. Inside a transaction that holds their searches.

    `around`: who may be told of these, read a moment before.
    """
    seeking = [each.request for each in searches]
    structure = seeking[0].structure
    here = at.astimezone(zone_of(structure))
    around = around or Around(structure, seeking, on=here.date())
    told = told_of(seeking)
    people: list[tuple[CareRequest, list[Person]]] = []
    for search, request in zip(searches, seeking, strict=True):
        ring = next_ring(
            around.watchers(request),
            told=told.get(request.pk, ()),
            usual=around.usual(request),
            here=here,
            is_urgent=request.is_urgent,
            pace=around.pace,
        )
        search.next_at = ring.next_at
        people.append((request, around.cards(ring.people)))
    _tell_again([(request, {each.pk for each in them}) for request, them in people], at=at)
    offers = requests.offer_all(people, at=at)
    Search.objects.bulk_update(searches, ["next_at"])
    tell_offers([each for made in offers.values() for each in made], at=at, haste=haste)
    return sum(len(them) for _, them in people)


def _tell_again(wanted: Iterable[tuple[CareRequest, Collection[int]]], *, at: datetime) -> int:
    """Those cards of each that were told before it was given back; how many."""
    people = {request.pk: (request, them) for request, them in wanted}
    rows = Offer.objects.filter(
        request__in=people, answer="", person__in={pk for _, them in people.values() for pk in them}
    )
    waiting: dict[int, list[Offer]] = {}
    for each in rows.select_related("person").order_by("pk"):
        request, them = people[each.request_id]
        if each.person_id in them:
            each.request = request
            waiting.setdefault(request.pk, []).append(each)
    numbers = [each.pk for offers in waiting.values() for each in offers]
    Offer.objects.filter(pk__in=numbers).update(reminded_at=at)
    for pk, offers in waiting.items():
        tell_offers(offers, at=at, again=str(times(people[pk][0], Move.GIVEN_BACK)))
    return len(numbers)


@transaction.atomic
def ring_again(request: CareRequest, *, at: datetime) -> int:
    """Tell the next ones now, without waiting; how many were told. Raises BadInput when it seeks nobody."""
    search = _locked(request)
    if search.request.state != RequestState.OPEN:
        raise BadInput("Cette demande ne cherche plus personne : rouvrez-la d’abord.")
    return _ring([search], at=at)


def ring_due(now: datetime) -> None:
    """Searches whose next ones are to be told; a few in each transaction, for a page that writes waits for it."""
    due = _going_on(Search.objects.filter(next_at__lte=now, request__state=RequestState.OPEN))
    _by_structure(due.order_by("next_at"), now, _ringing)


def _going_on(rows: QuerySet[Search]) -> QuerySet[Search]:
    asked = Structure.objects.filter(pk__in=rows.order_by().values("request__structure"))
    return rows.filter(request__structure__in=going_on(asked))


#: What is done of some searches, in a transaction that holds them.
Done = Callable[[Sequence[Search]], None]


def _by_structure(
    due: QuerySet[Search], now: datetime, reading: Callable[[Structure, Sequence[int], datetime], Done]
) -> None:
    """The first that are due, those of one structure together; what another worker holds is left to it.

    `reading` reads what many of them need before anybody has to wait for the database.
    """
    numbers: dict[UUID, list[int]] = {}
    for pk, asked_of in due.values_list("pk", "request__structure")[:MOST]:
        numbers.setdefault(asked_of, []).append(pk)
    known = Structure.objects.select_related("territory").in_bulk(numbers)
    is_first = waits = True
    for structure, mine in ((known[pk], mine) for pk, mine in numbers.items() if pk in known):
        for some in _parts(mine, A_LOOK):
            done = reading(structure, some, now)
            for few in _parts(some, TOGETHER):
                if not is_first:
                    waits = give_way(timezone.now, waits=waits)
                is_first = False
                _some(structure, few, done)


def _parts(numbers: Sequence[int], size: int) -> list[Sequence[int]]:
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


@transaction.atomic
def _some(structure: Structure, numbers: Sequence[int], done: Done) -> None:
    rows = Search.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=numbers)
    rows = rows.select_related("request__desk__link", "request__taker", "asker")
    rank = {pk: place for place, pk in enumerate(numbers)}
    searches = sorted(rows, key=lambda each: rank[each.pk])
    for each in searches:
        each.request.structure = structure
    done(searches)


def _ringing(structure: Structure, numbers: Sequence[int], now: datetime) -> Done:
    asked = list(CareRequest.objects.filter(search__in=numbers))
    around = Around(structure, asked, on=now.astimezone(zone_of(structure)).date())
    return partial(_ring_if_due, now=now, around=around)


def _ring_if_due(searches: Sequence[Search], *, now: datetime, around: Around) -> None:
    due = [
        each
        for each in searches
        if each.next_at and each.next_at <= now and each.request.state == RequestState.OPEN
    ]
    if due:
        _ring(due, at=now, around=around)


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
    told = _tell_again([(search.request, _awake(search.request, at))], at=at)
    tell_given_back(search.request, site=search.site, at=at)
    search.next_at = at + pace_of(request.structure).every if told else at
    search.reminded_at = search.escalated_at = None
    search.save(update_fields=["next_at", "reminded_at", "escalated_at"])


def _awake(request: CareRequest, at: datetime) -> list[int]:
    """Cards of those who may be told at this hour."""
    here = at.astimezone(zone_of(request.structure))
    around = Around(request.structure, [request], on=here.date())
    known = [*around.watchers(request), *filter(None, [around.usual(request)])]
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
    rows = _going_on(Search.objects.filter(_silent(now) | _held(now), request__kind__in=KINDS))
    urgent_first = rows.order_by(F("request__is_urgent").desc(), "request__due_at")
    awake = Q(request__is_urgent=True) | Q(request__structure__in=_writing(rows, now))
    _by_structure(urgent_first.filter(awake), now, lambda *_: partial(_look_after, now=now))


def _silent(now: datetime) -> Q:
    return Q(request__state=RequestState.OPEN, escalated_at=None) & (
        Q(next_at=None) | Q(request__due_at__lte=now)
    )


def _held(now: datetime) -> Q:
    return Q(request__state=RequestState.TAKEN, reminded_at=None) & (
        Q(request__due_at__lte=now)
        | Q(request__acknowledged_at=None, request__taken_at__lte=now - ASKED_AFTER)
        | Q(request__is_urgent=True, request__acknowledged_at=None, request__taken_at__lte=now - ASKED_SOON)
    )


def _writing(rows: QuerySet[Search], now: datetime) -> list[UUID]:
    """Of the structures of these, those that may write to people now."""
    asked = Structure.objects.filter(pk__in=rows.order_by().values("request__structure"))
    found = asked.select_related("territory").prefetch_related(*CODES)
    chosen = {each.structure_id: each for each in CareSetting.objects.filter(structure__in=found)}
    usual = CareSetting()
    return [each.pk for each in found if may_write(now, clocks_of(each, chosen.get(each.pk, usual)))]


def _look_after(searches: Sequence[Search], *, now: datetime) -> None:
    """What changed since they were found is left alone."""
    open_ = [
        each for each in searches if each.request.state == RequestState.OPEN and each.escalated_at is None
    ]
    taken = [
        each for each in searches if each.request.state == RequestState.TAKEN and each.reminded_at is None
    ]
    if open_:
        _escalate(open_, now)
    if taken:
        _remind(taken, now)


def _escalate(searches: Sequence[Search], now: datetime) -> None:
    contact = contact_line(searches[0].request.structure)
    told = [(each.request, _alone_words(each, contact, now), _path(each.request)) for each in searches]
    is_told = tell_structure(told, at=now)
    detail = "La structure est prévenue" if is_told else "À voir ici"
    Search.objects.filter(pk__in=[each.pk for each in searches]).update(escalated_at=now)
    requests.note_all([each.request for each in searches], Move.REMINDED, at=now, detail=detail)


def _alone_words(search: Search, contact: str, now: datetime) -> str:
    request = search.request
    why = "L’heure est passée" if request.due_at and request.due_at <= now else "Tous sont prévenus"
    return f"{why}, et personne ne l’a prise. Qui demande : {reach_line(asker_of(request, contact))}."


def _path(request: CareRequest) -> str:
    return reverse("care:request", args=[request.structure.slug, request.number])


def _remind(searches: Sequence[Search], now: datetime) -> None:
    held = Offer.objects.filter(request__in=[each.request_id for each in searches])
    mine = list(held.filter(person=F("request__taker")).select_related("person"))
    known = {each.request_id: each.request for each in searches}
    for each in mine:
        each.request = known[each.request_id]
    tell_takers(
        [(each, f"reminded {now.timestamp():.0f}", *_asked_words(each.request)) for each in mine], at=now
    )
    Search.objects.filter(pk__in=[each.pk for each in searches]).update(reminded_at=now)
    Offer.objects.filter(pk__in=[each.pk for each in mine]).update(reminded_at=now)
    requests.note_all(list(known.values()), Move.REMINDED, at=now, detail="À qui l’a prise", to_taker=True)


def _asked_words(request: CareRequest) -> tuple[str, str]:
    return f"Où en est la demande {request.code} ?", (
        f"Vous avez pris la demande {request.code}. Dites en un geste si le guichet est joint, si c’est fait, ou "
        "rendez-la."
    )
