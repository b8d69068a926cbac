"""Offering a request of a médecin traitant to whose turn it is; what they answer; what time does of their silence."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from maillage.accounts.models import User
from maillage.care.enums import Answer, AskerKind, Bridge, Move, Refusal, RequestKind, RequestState
from maillage.care.models import CareRequest, CareSetting, DoctorsSetting, Offer, RequestMove
from maillage.care.queries.doctors import all_of, doctors_setting, in_order
from maillage.care.queries.doubles import doubles_of
from maillage.care.queries.modules import goes_on
from maillage.care.queries.turns import clocks_of, table_of
from maillage.care.rules.due import Clocks, Delay, Due, due, may_write, reminds_at
from maillage.care.services import doctor_mail
from maillage.care.services import requests as care
from maillage.care.services.doctors import setting_for
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure

NOBODY = "Personne ne peut la prendre aujourd’hui : voyez pourquoi sous la demande, ou notez un relais en attendant."
WAITS = "Cette demande attend déjà la réponse de quelqu’un."
#: Who asks for themselves: somebody reads it, and is told who they are, before anybody is disturbed.
THEMSELVES = (AskerKind.PATIENT, AskerKind.CARER)
A_PASS = 20  # offers made, and doctors asked what became of theirs, in one passage of the worker, each minute
#: A first consultation is waited for some weeks; chosen by us.
MET_WITHIN = timedelta(days=30)


def due_of(start: datetime, setting: DoctorsSetting, clocks: Clocks) -> Due:
    return due(start, Delay(days=setting.answer_days), clocks)


@transaction.atomic
def propose(request: CareRequest, *, at: datetime, site: str = "") -> Offer:
    """Offer it to whose turn it is, and write to them. Raises BadInput when it waits already, or when nobody can."""
    structure = request.structure
    setting = setting_for(structure, site=site)  # it holds the structure: two gestures at once make one offer
    request.refresh_from_db(fields=["state"])
    if request.state != RequestState.OPEN:
        raise BadInput("Cette demande ne cherche plus personne.")
    if request.offers.filter(answer="").exists():
        raise BadInput(WAITS)
    table = table_of(structure, at=at)
    found = table.turn_for(request)
    if found.next is None:
        raise BadInput(NOBODY)
    until = due_of(at, setting, clocks_of(structure))
    person = Person.objects.get(pk=found.next)
    (made,) = care.offer(request, [person], at=at, until=until.at)
    doctor_mail.write_offer(made, until, site=setting.site, at=at)
    return made


@transaction.atomic
def say_yes(offer: Offer, *, at: datetime) -> CareRequest:
    """They take it; whoever was asked meanwhile keeps their turn. Raises AlreadyTaken."""
    request = care.take(offer, at=at)
    others = request.offers.filter(answer="").exclude(pk=offer.pk)
    others.update(answer=Answer.MISSED, answered_at=at)
    setting = doctors_setting(request.structure)
    doctor_mail.tell_taken(request, site=setting.site, at=at)
    return request


def say_no(offer: Offer, *, reason: str, at: datetime) -> None:
    """Not them: it goes to somebody else at the next hour when one may write. Raises BadInput without a reason."""
    if reason not in Refusal.values:
        raise BadInput("Dites pourquoi, d’un geste : cela aide à mieux proposer la prochaine.")
    care.refuse(offer, reason=reason, at=at)


@transaction.atomic
def bridge(request: CareRequest, who: str, *, at: datetime, by: User | None = None) -> None:
    """Who watches meanwhile. Raises BadInput for who is none of them, and for what is closed."""
    if who not in Bridge.values:
        raise BadInput("Choisissez qui veille en attendant.")
    if request.closed_at:
        raise BadInput(care.IS_CLOSED)
    care.note(request, Move.BRIDGED, at=at, by=by, detail=who)


@transaction.atomic
def give_back_all(structure: Structure, person: Person, *, at: datetime, by: User | None = None) -> int:
    """All that somebody took and whose end nobody said: each seeks somebody again. How many."""
    held = list(all_of(structure).filter(state=RequestState.TAKEN, taker=person))
    for each in held:
        care.give_back(each, at=at, reason=Refusal.AWAY, by=by)
    return len(held)


# What time brings


def do_due(now: datetime) -> None:
    """Silence, reminders and offers, in the hours of each structure. Done again, it changes nothing."""
    going_on = (RequestState.OPEN, RequestState.TAKEN)
    waiting = CareRequest.objects.filter(kind=RequestKind.DOCTOR, state__in=going_on)
    for structure in Structure.objects.filter(pk__in=waiting.values("structure")).select_related("territory"):
        setting = DoctorsSetting.objects.filter(structure=structure).first()
        if setting is None or not setting.site or not goes_on(structure):
            continue
        hours = CareSetting.objects.filter(structure=structure).first()
        clocks = clocks_of(structure, hours)
        if may_write(now, clocks):
            _pass(structure, setting, clocks, now)


def _pass(structure: Structure, setting: DoctorsSetting, clocks: Clocks, now: datetime) -> None:
    asked = Offer.objects.filter(
        request__structure=structure, request__kind=RequestKind.DOCTOR, request__state=RequestState.OPEN, answer="",
        until__isnull=False,
    )  # fmt: skip
    let_go(asked.filter(until__lte=now), at=now)
    for offer in asked.select_related("request__structure__territory", "person").order_by("pk"):
        if offer.until and offer.reminded_at is None and reminds_at(offer.offered_at, offer.until) <= now:
            remind(offer, setting, clocks, at=now)
    offer_what_waits(structure, setting, now)
    ask_takers(structure, setting, clocks, now)


@transaction.atomic
def let_go(offers: QuerySet[Offer], *, at: datetime) -> None:
    """They did not answer in time: they had their turn. They may still take it, as long as nobody did."""
    late = list(offers.select_for_update(of=("self",)).order_by("pk"))
    Offer.objects.filter(pk__in=[each.pk for each in late]).update(answer=Answer.LATE, answered_at=at)
    RequestMove.objects.bulk_create(
        RequestMove(
            request_id=each.request_id, move=Move.REFUSED, at=at, person_id=each.person_id, detail=Answer.LATE
        )
        for each in late
    )


@transaction.atomic
def remind(offer: Offer, setting: DoctorsSetting, clocks: Clocks, *, at: datetime) -> None:
    if Offer.objects.filter(pk=offer.pk, answer="", reminded_at=None).update(reminded_at=at):
        until = due_of(offer.offered_at, setting, clocks)
        told = Due(offer.until.astimezone(clocks.zone), until.left_out) if offer.until else until
        doctor_mail.write_offer(offer, told, site=setting.site, at=at, again=True)
        care.note(offer.request, Move.REMINDED, at=at, person=offer.person)


def offer_what_waits(structure: Structure, setting: DoctorsSetting, now: datetime) -> None:
    """In the order that the page says: what was begun goes on; the rest, when nobody has to read it first."""
    begun = Q(offers__isnull=False)
    alone = ~Q(asked_by__in=THEMSELVES) if setting.offers_alone else Q(pk__in=[])
    rows = all_of(structure).filter(state=RequestState.OPEN).exclude(offers__answer="")
    ready = rows.filter(pk__in=rows.filter(begun | alone).values("pk"))
    found = list(in_order(ready).select_related("structure__territory").prefetch_related("flags", "offers"))
    if not found:
        return
    table, made = table_of(structure, at=now), 0
    for request in found:
        if made == A_PASS or table.turn_for(request).next is None:
            continue
        if not request.offers.all() and doubles_of(request):
            continue  # perhaps the same person: a hand says so first
        try:
            propose(request, at=now)
        except BadInput:  # somebody else offered it, or took the last place, meanwhile
            continue
        table, made = table_of(structure, at=now), made + 1  # each offer changes whose turn it is


def ask_takers(structure: Structure, setting: DoctorsSetting, clocks: Clocks, now: datetime) -> None:
    """Who said yes and tells nothing more: asked once whether they reached the person, once whether they met them."""
    since = Max("moves__at", filter=Q(moves__move=Move.REMINDED, moves__at__gte=F("taken_at")))
    held = all_of(structure).filter(state=RequestState.TAKEN, taker__isnull=False).annotate(asked_last=since)
    met_by = Q(taken_at__lte=now - MET_WITHIN) & (
        Q(asked_last=None) | Q(asked_last__lt=F("taken_at") + MET_WITHIN)
    )
    unreached = Q(
        acknowledged_at=None, asked_last=None, taken_at__lte=now - timedelta(days=setting.answer_days)
    )
    rows = held.filter(met_by | unreached).select_related("taker", "desk", "structure__territory")
    for each in rows.prefetch_related("moves__person").order_by("taken_at", "pk")[:A_PASS]:
        is_late = each.taken_at and due_of(each.taken_at, setting, clocks).at <= now
        if is_late:
            _ask_taker(each, setting, at=now)


@transaction.atomic
def _ask_taker(request: CareRequest, setting: DoctorsSetting, *, at: datetime) -> None:
    """Unless it changed hands, or was asked, meanwhile."""
    kept = CareRequest.objects.select_for_update(of=("self",)).filter(
        pk=request.pk, state=RequestState.TAKEN, taker=request.taker
    )
    asked_today = request.moves.filter(move=Move.REMINDED, at__gt=at - timedelta(days=1))
    if kept.exists() and not asked_today.exists():
        doctor_mail.ask_taker(request, site=setting.site, at=at)
        care.note(request, Move.REMINDED, at=at, person=request.taker)
