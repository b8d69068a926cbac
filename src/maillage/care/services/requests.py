"""What becomes of a request: asked once, offered, taken by one, given back, closed. The database settles races."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from maillage.accounts.models import User
from maillage.care.enums import CLOSED, Answer, Move, RequestState
from maillage.care.lifecycle import before
from maillage.care.models import CareRequest, Desk, Offer, RequestFlag, RequestMove
from maillage.care.rules.identities import refuse_beside_a_code, refuse_identity
from maillage.care.services.codes import new_code
from maillage.care.services.locking import lock
from maillage.care.services.telling import tell_freed, tell_withdrawn
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

IS_CLOSED = "Cette demande est close : rouvrez-la d’abord."
CHANGED = "Cette demande a changé depuis : rouvrez sa page, puis recommencez."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form says of a request; all keys and choices but `note`, which names nobody."""

    kind: str
    profession: str
    commune: str  # INSEE code
    asked_by: str
    need: str = ""
    age: str = ""
    flags: Collection[str] = ()
    is_agreed: bool = False
    is_urgent: bool = False
    note: str = ""
    due_at: datetime | None = None
    usual: Person | None = None


class AlreadyTaken(BadInput):
    """Somebody else has it."""

    def __init__(self, taken_at: datetime | None) -> None:
        super().__init__(
            "Quelqu’un d’autre vient de la prendre, merci." if taken_at else "Cette demande est close, merci."
        )
        self.taken_at = taken_at


@transaction.atomic
def ask(
    structure: Structure,
    asked: Asked,
    *,
    key: UUID,
    at: datetime,
    desk: Desk | None = None,
    person: Person | None = None,
    by: User | None = None,
) -> CareRequest:
    """A request, its code made; the same key gives the same one back. Raises BadInput when its note names somebody.

    `desk`, or else `person`: who asks without account, and keeps who it is for.
    """
    refuse_beside_a_code(asked.note)
    lock(structure.pk)
    if known := sent_before(CareRequest.objects.filter(structure=structure), key):
        return known
    last = CareRequest.objects.filter(structure=structure).aggregate(last=Max("number"))["last"] or 0
    made = CareRequest.objects.create(
        structure=structure, number=last + 1, code=new_code(structure), key=key, desk=desk, asked_at=at,
        kind=asked.kind, profession=asked.profession, need=asked.need, commune=asked.commune, age=asked.age,
        asked_by=asked.asked_by, is_agreed=asked.is_agreed, is_urgent=asked.is_urgent, note=asked.note,
        due_at=asked.due_at, usual=asked.usual,
    )  # fmt: skip
    RequestFlag.objects.bulk_create(
        RequestFlag(request=made, flag=flag) for flag in dict.fromkeys(asked.flags)
    )
    note(made, Move.ASKED, at=at, person=person, by=by)
    return made


def note(
    request: CareRequest,
    move: str,
    *,
    at: datetime,
    person: Person | None = None,
    by: User | None = None,
    detail: str = "",
) -> None:
    RequestMove.objects.create(request=request, move=move, at=at, person=person, by=by, detail=detail[:200])


def note_all(
    of: Iterable[CareRequest], move: str, *, at: datetime, detail: str = "", to_taker: bool = False
) -> None:
    """The same of each of them. `to_taker`: it is about who holds it."""
    RequestMove.objects.bulk_create(
        RequestMove(
            request=each, move=move, at=at, person=each.taker if to_taker else None, detail=detail[:200]
        )
        for each in of
    )


def offer(
    request: CareRequest, people: Iterable[Person], *, at: datetime, until: datetime | None = None
) -> list[Offer]:
    """Offer it to these, each once for ever: who was already asked is left alone. The new offers alone are given."""
    return offer_all([(request, people)], at=at, until=until)[request.pk]


@transaction.atomic
def offer_all(
    wanted: Iterable[tuple[CareRequest, Iterable[Person]]], *, at: datetime, until: datetime | None = None
) -> dict[int, list[Offer]]:
    """As `offer` does each, in as few statements as for one: request → the new offers."""
    people = {request.pk: (request, {each.pk: each for each in them}) for request, them in wanted}
    ours = Offer.objects.filter(request__in=people)
    asked = set(ours.values_list("request_id", "person_id"))
    rows = [
        Offer(request=request, person=person, offered_at=at, until=until)
        for request, them in people.values()
        for person in them.values()
        if (request.pk, person.pk) not in asked
    ]
    made: dict[int, list[Offer]] = {pk: [] for pk in people}
    if not rows:
        return made
    Offer.objects.bulk_create(rows, ignore_conflicts=True)
    new = {(row.request_id, row.person_id) for row in rows}
    for each in ours.filter(offered_at=at, person__in={row.person_id for row in rows}).order_by("pk"):
        if (each.request_id, each.person_id) in new:
            each.request, them = people[each.request_id]
            each.person = them[each.person_id or 0]
            made[each.request_id].append(each)
    told = (each for offers in made.values() for each in offers)
    RequestMove.objects.bulk_create(
        RequestMove(request=each.request, move=Move.OFFERED, at=at, person=each.person) for each in told
    )
    return made


@transaction.atomic
def take(offer: Offer, *, at: datetime) -> CareRequest:
    """First come, alone served: one of those who take it in the same second, the others learn it at once.

    Taking again what one holds changes nothing. Raises AlreadyTaken.
    """
    request = offer.request
    won = CareRequest.objects.filter(pk=request.pk, state=RequestState.OPEN).update(
        state=RequestState.TAKEN, taker=offer.person_id, taken_at=at
    )
    request.refresh_from_db()
    if not won:
        if request.state == RequestState.TAKEN and request.taker_id == offer.person_id:
            return request
        raise AlreadyTaken(request.taken_at)
    Offer.objects.filter(pk=offer.pk).update(answer=Answer.YES, answered_at=at, reason="")
    note(request, Move.TAKEN, at=at, person=offer.person)
    return request


@transaction.atomic
def refuse(offer: Offer, *, reason: str, at: datetime) -> None:
    """Not me, and why; answering again what was answered changes nothing."""
    if Offer.objects.filter(pk=offer.pk, answer="").update(answer=Answer.NO, answered_at=at, reason=reason):
        note(offer.request, Move.REFUSED, at=at, person=offer.person, detail=reason)


@transaction.atomic
def give_back(request: CareRequest, *, at: datetime, reason: str = "", by: User | None = None) -> None:
    """Whoever held it holds it no more: it seeks somebody again. Raises BadInput when nobody held it.

    `by`: whoever coordinates says so in the place of who held it, and who held it is told.
    """
    holder = request.taker
    freed = CareRequest.objects.filter(pk=request.pk, state=RequestState.TAKEN, taker=holder).update(
        state=RequestState.OPEN, taker=None, taken_at=None, acknowledged_at=None
    )
    if not freed:
        raise BadInput("Cette demande n’est plus à rendre : elle a changé depuis. Rouvrez sa page.")
    request.offers.filter(person=holder).update(answer=Answer.GAVE_BACK, answered_at=at, reason=reason)
    request.refresh_from_db()
    note(request, Move.GIVEN_BACK, at=at, person=holder, by=by, detail=reason)
    if by and holder:
        tell_freed(request, holder, at=at)


@transaction.atomic
def acknowledge(request: CareRequest, *, at: datetime, by: User | None = None) -> None:
    """The taker says that they have reached the desk, or who coordinates (`by`) that the person knows: said once."""
    if CareRequest.objects.filter(pk=request.pk, state=RequestState.TAKEN, acknowledged_at=None).update(
        acknowledged_at=at
    ):
        request.refresh_from_db()
        note(request, Move.ACKNOWLEDGED, at=at, person=None if by else request.taker, by=by)


@transaction.atomic
def close(
    request: CareRequest,
    state: str,
    *,
    at: datetime,
    reason: str = "",
    person: Person | None = None,
    by: User | None = None,
) -> None:
    """It ends, once: done, without answer, or withdrawn, and whoever held it is told.

    Raises BadInput from a state that does not lead there.
    """
    refuse_identity(reason, field="reason")
    changed = CareRequest.objects.filter(pk=request.pk, state__in=before(state)).update(
        state=state, closed_at=at, reason=reason
    )
    request.refresh_from_db()
    if not changed:
        if request.state == state:
            return
        raise BadInput(CHANGED)
    note(
        request,
        {"aboutie": Move.DONE, "sans_reponse": Move.UNMET}.get(state, Move.WITHDRAWN),
        at=at,
        person=person,
        by=by,
        detail=reason,
    )
    if state == RequestState.WITHDRAWN and request.taker:
        tell_withdrawn(request, request.taker, at=at)


@transaction.atomic
def reopen(request: CareRequest, *, at: datetime, reason: str = "", by: User | None = None) -> None:
    """It seeks somebody again: who retired, what was closed too soon. Offers already answered stay so.

    Raises BadInput for what is not closed, a taker giving back alone what they hold, and for what is joined to another.
    """
    refuse_identity(reason, field="reason")
    changed = CareRequest.objects.filter(pk=request.pk, state__in=CLOSED, joined_to=None).update(
        state=RequestState.OPEN, taker=None, taken_at=None, acknowledged_at=None, closed_at=None, reason=""
    )
    request.refresh_from_db()
    if not changed:
        raise BadInput(CHANGED)
    note(request, Move.REOPENED, at=at, by=by, detail=reason)


@transaction.atomic
def join(request: CareRequest, other: CareRequest, *, at: datetime, by: User) -> None:
    """The same person, asked for twice: a hand says so, and the second is counted with the first.

    Two by two: raises BadInput when one of them is joined to another, or when others are joined to the second.
    """
    lock(request.structure_id)
    request.refresh_from_db()
    other.refresh_from_db()
    is_free = not (request.joined_to_id or other.joined_to_id or request.joined.exists())
    if request.pk == other.pk or request.structure_id != other.structure_id or not is_free:
        raise BadInput("Choisissez une autre demande, qui n’est pas déjà réunie à une troisième.")
    close(request, RequestState.WITHDRAWN, at=at, by=by)
    CareRequest.objects.filter(pk=request.pk).update(joined_to=other)
    request.refresh_from_db()
    note(request, Move.JOINED, at=at, by=by, detail=f"n° {other.number}")
