"""What a large territory asks in a year, whom it is told to, and where each search stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from uuid import uuid4

from care.crowding import made
from maillage.care.enums import AskerKind, Move, RequestKind, RequestState
from maillage.care.models import CareRequest, Offer, RequestFlag, RequestMove, Search, Watch, WatchedKind
from maillage.people.models import Person
from maillage.structures.models import Structure

KINDS = (RequestKind.RETURN, RequestKind.HOME, RequestKind.UNSCHEDULED, RequestKind.BEFORE_SURGERY)
PAGES = {"care:request": "a request"}
#: Of ten, what became of each.
STATES = (
    RequestState.OPEN,
    RequestState.OPEN,
    RequestState.TAKEN,
    RequestState.UNMET,
    RequestState.WITHDRAWN,
) + 5 * (RequestState.DONE,)
#: How many are told of each.
TOLD = 10
SITE = "https://maillage.example/"


def ask_for_many(structure: Structure, cards: Sequence[Person], count: int, at: datetime) -> None:
    """`count` requests of a year, one in ten still open; all cards but one in ten want to be told of their kinds."""
    codes, last = structure.territory.codes, structure.care_requests.count()
    watches = made(
        Watch(person=card, base=codes[card.pk % len(codes)], km=30, opens_at=time(0), closes_at=time(23, 59))
        for card in cards
        if card.pk % 10
    )
    made(WatchedKind(watch=each, kind=kind) for each in watches for kind in KINDS)
    by_trade: dict[str, list[Person]] = {}
    for each in watches:
        by_trade.setdefault(each.person.profession, []).append(each.person)
    trades, every = sorted(by_trade), timedelta(days=360) / max(count, 1)
    requests = made(
        _request(
            structure, by_trade[trades[rank % len(trades)]], rank, last + rank + 1, at - (rank + 1) * every
        )
        for rank in range(count)
    )
    made(_search(each, at) for each in requests)
    made(RequestFlag(request=each, flag="isolement") for each in requests)
    offers = made(offer for each in requests for offer in _offers(each, by_trade[each.profession]))
    made(RequestMove(request=each, move=Move.ASKED, at=each.asked_at) for each in requests)
    made(
        RequestMove(request=each.request, move=Move.OFFERED, at=each.offered_at, person=each.person)
        for each in offers
    )


def _request(
    structure: Structure, people: list[Person], rank: int, number: int, asked_at: datetime
) -> CareRequest:
    codes = structure.territory.codes
    # Those of the last days are those that are open.
    state = STATES[rank * 7 % 10]
    taken = state in {RequestState.TAKEN, RequestState.DONE}
    closed = state not in {RequestState.OPEN, RequestState.TAKEN}
    return CareRequest(
        structure=structure, number=number, kind=KINDS[rank % len(KINDS)], profession=people[0].profession,
        need="pansement", commune=codes[rank % len(codes)], age="75", asked_by=AskerKind.HOSPITAL,
        code=f"K{number:05}", is_agreed=True, asked_at=asked_at, due_at=asked_at + timedelta(days=1), state=state,
        is_urgent=rank % 50 == 0, key=uuid4(), taker=people[rank % len(people)] if taken else None,
        taken_at=asked_at + timedelta(minutes=rank % 90) if taken else None,
        closed_at=asked_at + timedelta(days=1) if closed else None,
    )  # fmt: skip


def _search(request: CareRequest, at: datetime) -> Search:
    """Of those that are open, one in three is to be told to others now, one in three later, the others to nobody else."""
    place = request.number % 3
    is_open = request.state == RequestState.OPEN
    next_at = (at - timedelta(minutes=5), at + timedelta(hours=9), None)[place] if is_open else None
    return Search(request=request, site=SITE, next_at=next_at)


def _offers(request: CareRequest, people: list[Person]) -> Iterator[Offer]:
    first = request.number
    told = {
        people[(first + rank) % len(people)].pk: people[(first + rank) % len(people)] for rank in range(TOLD)
    }
    if request.taker:
        told[request.taker.pk] = request.taker
    for pk, person in told.items():
        answer = "oui" if pk == request.taker_id else "non" if pk % 4 == 0 else ""
        yield Offer(
            request=request, person=person, offered_at=request.asked_at, answer=answer,
            answered_at=request.asked_at if answer else None,
        )  # fmt: skip


def arguments(structure: Structure) -> dict[str, dict[str, object]]:
    """The last that is open, of which ten were told."""
    told = structure.care_requests.filter(kind__in=KINDS, state=RequestState.OPEN).order_by("number")
    return {"care:request": {"number": told[0].number}}
