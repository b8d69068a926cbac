"""An instance that is dissolved: it meets no more, what it did stays."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.enums import MeetingState, VoteState
from maillage.governance.models import Instance, Mandate, Vote
from maillage.governance.services.instances import end_mandate
from maillage.governance.services.locking import lock
from maillage.kernel import BadInput, date_in_french


@transaction.atomic
def close_instance(instance: Instance, *, on: date, by: User, at: datetime) -> Instance:
    """From that day: its mandates end, it is convoked no more. Dissolved twice, the first day stands.

    Raises BadInput while people wait for something of it: a meeting after that day, a vote, a poll of dates.
    """
    lock(instance.structure_id)
    kept = get_object_or_404(Instance.objects.select_related("structure__territory"), pk=instance.pk)
    if kept.closed_on is not None:
        return kept
    open_ones = (MeetingState.DRAFT, MeetingState.CONVOKED)
    after = next((each for each in kept.meetings.filter(state__in=open_ones) if each.day >= on), None)
    if after:
        raise BadInput(f"Une réunion l’attend : « {after.title} ». Annulez-la ou effacez-la d’abord.")
    if asked := Vote.objects.filter(meeting__instance=kept, state=VoteState.OPEN).first():
        raise BadInput(f"Un vote est ouvert : « {asked.title} ». Clôturez-le d’abord.")
    if poll := kept.polls.filter(meeting=None).filter(Q(closed_at=None) | Q(dates__starts_at__gt=at)).first():
        raise BadInput(
            f"Un sondage de dates attend : « {poll.title} ». Attendez qu’il se ferme, puis recommencez."
        )
    kept.closed_on = on
    kept.save(update_fields=["closed_on"])
    running = Mandate.objects.filter(instance=kept).filter(Q(until=None) | Q(until__gt=on))
    for mandate in running.select_related("instance__structure"):
        end_mandate(mandate, on=on, by=by)
    said = f"Instance dissoute le {date_in_french(on)} : {kept.name}."
    record(said, by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def open_again(instance: Instance, *, by: User) -> Instance:
    """It was not dissolved, after all; the mandates that ended then are given again by hand."""
    lock(instance.structure_id)
    kept = get_object_or_404(Instance, pk=instance.pk)
    if kept.closed_on is not None:
        kept.closed_on = None
        kept.save(update_fields=["closed_on"])
        record(f"Instance rouverte : {kept.name}.", by=by.pk, subject=kept.structure_id)
    return kept
