"""What a caller does: ten names, one they know, what each answered, the last tap taken back, the time given."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, date_in_french, plural
from maillage.outreach.enums import Answer
from maillage.outreach.models import Call, Caller, CallTime, Campaign, DoNotContact
from maillage.outreach.queries.calling import (
    Candidate,
    candidates,
    held,
    in_hand,
    last_answer,
    profession_called,
    professions_of,
    still_belongs,
)
from maillage.outreach.rules import AGAIN_WITHIN, HEARD, HELD_FOR, LEFT_OPEN, TEN
from maillage.people.models import Person
from maillage.people.models.naming import called
from maillage.people.queries.members import belongs
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

CLOSED = "Cette campagne est close : il n’y a plus personne à appeler. Merci d’avoir appelé."
GONE = "Vous n’appelez plus pour cette structure : ce lien ne donne plus de noms. Merci d’avoir appelé."
NOT_YOURS = "Ce nom n’est plus dans votre liste : il a été rendu aux autres."
TOMORROW = timedelta(days=1)
MOST_TIMES = 1_000


class CallingOver(BadInput):
    """The campaign is closed, or this caller calls in it no more."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered. `again_on`: the day to call again, for that answer alone."""

    answer: str
    again_on: date | None = None


@transaction.atomic
def take(caller: Caller, *, at: datetime, commune: str = "", national: str | None = None) -> int:
    """Up to ten names in the hands of this caller, that nobody else calls meanwhile; how many were added.

    Of a `commune` alone, or the one person of that `national` number. Raises BadInput when nobody is left, when ten are
    held already, or when the caller has to say first which profession they call.
    """
    on = timezone.localdate(at)
    kept = _locked(caller, on=on)
    campaign = kept.campaign
    if not profession_called(kept, professions_of(campaign)):
        raise BadInput("Choisissez d’abord la profession que vous appelez.")
    _given_back(campaign, on=on)
    room = TEN - kept.calls.filter(held(on)).count()
    if room <= 0:
        raise BadInput(
            "Vous avez déjà dix noms. Notez une réponse, ou laissez-en un, puis demandez-en d’autres."
        )
    chosen = candidates(kept, at=at, commune=commune, national=national)[:room]
    if not chosen:
        raise BadInput(_nobody(commune, national))
    Call.objects.bulk_create(
        Call(
            campaign=campaign,
            caller=kept,
            national=each.national,
            name=each.name,
            profession=each.profession,
            commune=each.commune,
            reserved_on=on,
        )
        for each in chosen
    )
    return len(chosen)


@transaction.atomic
def note_call(caller: Caller, called: Candidate, told: Told, *, at: datetime) -> Call:
    """A call that was held without this page: the name, and what was answered. Raises BadInput."""
    on = timezone.localdate(at)
    kept = _locked(caller, on=on)
    call = Call.objects.create(
        campaign=kept.campaign,
        caller=kept,
        national=called.national,
        name=called.name,
        profession=called.profession,
        commune=called.commune,
        reserved_on=on,
    )
    answer(kept, call.pk, told, at=at)
    return call


def _nobody(commune: str, national: str | None) -> str:
    if national is not None:
        return (
            "Cette personne ne peut pas vous être confiée aujourd’hui : un pair s’en charge, ou vient de l’appeler. "
            "Choisissez quelqu’un d’autre."
        )
    where = "dans cette commune aujourd’hui" if commune else "aujourd’hui"
    elsewhere = "choisissez une autre commune, ou " if commune else ""
    return (
        f"Il n’y a plus personne à vous confier {where}. Chacun n’est appelé qu’une fois par semaine : {elsewhere}revenez "
        "dans quelques jours."
    )


def _given_back(campaign: Campaign, *, on: date) -> None:
    """What was kept too long goes back to the others, and what those who left the structure hold."""
    kept_too_long = Q(given_back_on=None, reserved_on__lte=on - HELD_FOR) | Q(
        given_back_on__lte=on - HELD_FOR
    )
    campaign.calls.filter(kept_too_long, answer="").delete()
    belonging = Person.objects.filter(belongs(on), structure=campaign.structure_id)
    calls = Call.objects.filter(in_hand(on), campaign__structure=campaign.structure_id)
    calls.exclude(caller__person__in=belonging).update(given_back_on=on)


@transaction.atomic
def give_back(caller: Caller, call: int, *, at: datetime) -> Call:
    """Leave a name to the others; what was answered stays. Left twice, it is once. Raises BadInput."""
    on = timezone.localdate(at)
    kept = _locked(caller, on=on)
    found = kept.calls.filter(pk=call).first()
    if found is None:
        raise BadInput(NOT_YOURS)
    if found.answer not in LEFT_OPEN:
        raise BadInput("Vous avez déjà noté une réponse pour cette personne.")
    if found.given_back_on is None:
        found.given_back_on = on
        found.save(update_fields=["given_back_on"])
    return found


@transaction.atomic
def choose(caller: Caller, profession: str, *, on: date) -> None:
    """Which of the professions of the campaign they call, when theirs is none of them. Raises BadInput."""
    kept = _locked(caller, on=on)
    if profession not in professions_of(kept.campaign):
        raise BadInput("Choisissez l’une des professions de la campagne.")
    kept.profession = profession
    kept.save(update_fields=["profession"])


@transaction.atomic
def answer(caller: Caller, call: int, told: Told, *, at: datetime) -> None:
    """Note what was answered; noted twice, it is one. Raises BadInput."""
    on = timezone.localdate(at)
    kept = _locked(caller, on=on)
    found = kept.calls.filter(pk=call).first()
    if found is None or not _is_theirs(found, on):
        raise BadInput(NOT_YOURS)
    again = told.again_on if told.answer == Answer.AGAIN else None
    is_another_day = found.answered_at is None or timezone.localdate(found.answered_at) < on
    is_one_more_try = found.answer == told.answer == Answer.ABSENT and is_another_day
    if found.answer == told.answer and found.call_again_on == again and not is_one_more_try:
        return
    if found.answer not in LEFT_OPEN:
        raise BadInput("Vous avez déjà noté une réponse pour cette personne.")
    if told.answer == Answer.AGAIN and (again is None or not on < again <= on + AGAIN_WITHIN):
        raise BadInput("Donnez le jour où rappeler : après aujourd’hui, et dans les six mois.")
    if told.answer == Answer.ABSENT and found.answer == Answer.AGAIN:
        # They were heard the first time: it stays so, and the promise goes to the next day.
        found.call_again_on = on + TOMORROW
        found.save(update_fields=["call_again_on"])
        return
    if told.answer == Answer.ABSENT and not found.answer:
        found.reserved_on = on  # two weeks to try again, from the first time
    found.answer, found.answered_at, found.call_again_on = told.answer, at, again
    found.save(update_fields=["answer", "answered_at", "call_again_on", "reserved_on"])
    _tell_reached(found, kept.campaign)
    if told.answer == Answer.NEVER:
        DoNotContact.objects.get_or_create(national=found.national, defaults={"asked_on": on, "call": found})


def _is_theirs(call: Call, on: date) -> bool:
    """Not left to the others, nor kept so long that it went back to them."""
    if call.given_back_on or (call.call_again_on and call.call_again_on <= on - HELD_FOR):
        return False
    return call.answer != Answer.ABSENT or call.reserved_on > on - HELD_FOR


@transaction.atomic
def undo(caller: Caller, *, at: datetime) -> Call | None:
    """Take the last answer back, within ten minutes: the name is in the list again. None when there is none."""
    on = timezone.localdate(at)
    kept = _locked(caller, on=on)
    last = last_answer(kept, at=at)
    if last is None:
        return None
    others = Call.objects.filter(national=last.national, answer=Answer.NEVER).exclude(pk=last.pk)
    if not others.exists():  # somebody else heard it too: it stands
        DoNotContact.objects.filter(call=last).delete()
    last.answer, last.answered_at, last.call_again_on = "", None, None
    last.reserved_on, last.given_back_on = on, None
    last.save(update_fields=["answer", "answered_at", "call_again_on", "reserved_on", "given_back_on"])
    _tell_reached(last, kept.campaign)
    return last


def _tell_reached(call: Call, campaign: Campaign) -> None:
    """What is kept of answers, from the answers themselves: the call where its person heard last, and how many were
    called. With the row of the structure as the lock."""
    theirs = Call.objects.filter(campaign__structure=campaign.structure_id, national=call.national)
    last = theirs.filter(answer__in=HEARD).order_by("-pk").first()
    if last is None or last.heard_by_id is None:
        theirs.filter(heard_by__isnull=False).update(heard_by=None)
    if last is not None and last.heard_by_id is None:
        kept = {"heard_by": campaign.structure_id, "alike": called(last.name)[1]}
        Call.objects.filter(pk=last.pk).update(**kept)
    _tell_last(call, campaign)
    told = campaign.calls.filter(voices__isnull=False)
    Campaign.objects.filter(pk=campaign.pk).update(called=told.count())


def _tell_last(call: Call, campaign: Campaign) -> None:
    """The last answer of this person in the campaign, and by how many callers they were heard in it."""
    theirs = campaign.calls.filter(national=call.national)
    told = list(theirs.exclude(answer="").order_by("answered_at", "pk"))
    theirs.filter(voices__isnull=False).update(voices=None)
    if told:
        voices = {each.caller_id for each in told if each.answer in HEARD}
        theirs.filter(pk=told[-1].pk).update(voices=len(voices))


@transaction.atomic
def give_time(caller: Caller, minutes: int, *, key: UUID, on: date) -> None:
    """Minutes given that day. The same form sent twice counts once. Raises BadInput."""
    kept = _locked(caller, on=on)
    if sent_before(kept.times, key):
        return
    if kept.times.count() >= MOST_TIMES:
        raise BadInput("Vous avez déjà noté mille fois du temps dans cette campagne.", field="minutes")
    kept.times.create(key=key, on=on, minutes=minutes)


@transaction.atomic
def correct_time(time: CallTime, minutes: int, why: str, *, by: User) -> None:
    """A time that was typed wrong, as it was given; 0: it was not, and goes. Said twice, it is told once."""
    kept = CallTime.objects.select_related("caller__person", "caller__campaign").filter(pk=time.pk).first()
    if kept is None or kept.minutes == minutes:
        return
    before, campaign = kept.minutes, kept.caller.campaign
    if minutes:
        kept.minutes = minutes
        kept.save(update_fields=["minutes"])
    else:
        kept.delete()
    now = plural(minutes, "minute") if minutes else "retiré"
    said = f"Temps d’appel de {kept.caller}, {date_in_french(kept.on)}, « {campaign.title} » : "
    said += f"{plural(before, 'minute')}, corrigé : {now}. Raison : {' '.join(why.split())}"
    record(said, by=by.pk, subject=campaign.structure_id)


def _locked(caller: Caller, *, on: date) -> Caller:
    """As it stands, with the row of its structure as the lock. Raises Http404 when erased, CallingOver when over."""
    structure = caller.campaign.structure_id
    get_object_or_404(Structure.objects.select_for_update(of=("self",)), pk=structure)
    rows = Caller.objects.select_related("campaign__structure__territory", "person")
    kept = get_object_or_404(rows, pk=caller.pk)
    refuse_if_over(kept, on=on)
    return kept


def refuse_if_over(caller: Caller, *, on: date) -> None:
    """Raises CallingOver: the campaign is closed, or this caller was withdrawn or left the structure."""
    if caller.campaign.closed_on:
        raise CallingOver(CLOSED)
    if caller.withdrawn_on or not still_belongs(caller, on=on):
        raise CallingOver(GONE)
