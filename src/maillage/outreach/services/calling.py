"""What a caller does: ten names, what each answered, the last tap taken back, the time given."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.kernel import BadInput
from maillage.outreach.enums import Answer
from maillage.outreach.models import Call, Caller, CallTime, DoNotContact
from maillage.outreach.queries.calling import candidates, held, last_answer
from maillage.outreach.rules import AGAIN_WITHIN, HELD_FOR, TEN
from maillage.structures.models import Structure

CLOSED = "Cette campagne est close : il n’y a plus personne à appeler. Merci d’avoir appelé."
MOST_TIMES = 1_000


class CampaignClosed(BadInput):
    """Nobody calls in it any more."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered. `again_on`: the day to call again, for that answer alone."""

    answer: str
    again_on: date | None = None


@transaction.atomic
def take(caller: Caller, *, at: datetime) -> int:
    """Up to ten names in the hands of this caller, that nobody else calls meanwhile; how many were added.

    Raises BadInput when nobody is left, or when ten are held already.
    """
    kept, on = _locked(caller), timezone.localdate(at)
    kept.campaign.calls.filter(answer="", reserved_on__lte=on - HELD_FOR).delete()  # given back
    room = TEN - kept.calls.filter(held(on)).count()
    if room <= 0:
        raise BadInput("Vous avez déjà dix noms. Notez une réponse, puis demandez-en d’autres.")
    chosen = candidates(kept, at=at)[:room]
    if not chosen:
        raise BadInput(
            "Il n’y a plus personne à vous confier aujourd’hui. Chacun n’est appelé qu’une fois par semaine : revenez "
            "dans quelques jours."
        )
    Call.objects.bulk_create(
        Call(
            campaign=kept.campaign,
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
def answer(caller: Caller, call: int, told: Told, *, at: datetime) -> None:
    """Note what was answered; noted twice, it is one. Raises BadInput."""
    kept, on = _locked(caller), timezone.localdate(at)
    found = kept.calls.filter(pk=call).first()
    is_given_back = found and found.call_again_on and found.call_again_on <= on - HELD_FOR
    if found is None or is_given_back:
        raise BadInput("Ce nom n’est plus dans votre liste : il a été rendu aux autres.")
    again = told.again_on if told.answer == Answer.AGAIN else None
    if found.answer == told.answer and found.call_again_on == again:
        return
    if found.answer not in {"", Answer.AGAIN}:
        raise BadInput("Vous avez déjà noté une réponse pour cette personne.")
    if told.answer == Answer.AGAIN and (again is None or not on < again <= on + AGAIN_WITHIN):
        raise BadInput("Donnez le jour où rappeler : après aujourd’hui, et dans les six mois.")
    found.answer, found.answered_at, found.call_again_on = told.answer, at, again
    found.save(update_fields=["answer", "answered_at", "call_again_on"])
    if told.answer == Answer.NEVER:
        DoNotContact.objects.get_or_create(national=found.national, defaults={"asked_on": on, "call": found})


@transaction.atomic
def undo(caller: Caller, *, at: datetime) -> Call | None:
    """Take the last answer back, within ten minutes: the name is in the list again. None when there is none."""
    kept, on = _locked(caller), timezone.localdate(at)
    last = last_answer(kept, at=at)
    if last is None:
        return None
    others = Call.objects.filter(national=last.national, answer=Answer.NEVER).exclude(pk=last.pk)
    if not others.exists():  # somebody else heard it too: it stands
        DoNotContact.objects.filter(call=last).delete()
    last.answer, last.answered_at, last.call_again_on, last.reserved_on = "", None, None, on
    last.save(update_fields=["answer", "answered_at", "call_again_on", "reserved_on"])
    return last


@transaction.atomic
def give_time(caller: Caller, minutes: int, *, key: UUID, on: date) -> None:
    """Minutes given that day. The same form sent twice counts once. Raises BadInput."""
    kept = _locked(caller)
    if kept.times.count() >= MOST_TIMES:
        raise BadInput("Vous avez déjà noté mille fois du temps dans cette campagne.", field="minutes")
    CallTime.objects.get_or_create(key=key, defaults={"caller": kept, "on": on, "minutes": minutes})


def _locked(caller: Caller) -> Caller:
    """As it stands, with the row of its structure as the lock. Raises Http404 when erased, CampaignClosed when over."""
    structure = caller.campaign.structure_id
    get_object_or_404(Structure.objects.select_for_update(of=("self",)), pk=structure)
    rows = Caller.objects.select_related("campaign__structure__territory", "person")
    kept = get_object_or_404(rows, pk=caller.pk)
    if kept.campaign.closed_on:
        raise CampaignClosed(CLOSED)
    return kept
