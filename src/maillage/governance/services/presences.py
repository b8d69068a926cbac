"""Who is there: noted by the host, once for each, with the hours of arrival and of departure."""

from datetime import datetime, timedelta

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.enums import Means, MeetingState
from maillage.governance.models import Meeting, Pouvoir, Presence
from maillage.governance.services.locking import locked
from maillage.kernel import BadInput
from maillage.people.models import Person

#: One ticks people in while they enter, before it begins.
BEFORE = timedelta(hours=1)


@transaction.atomic
def arrive(meeting: Meeting, person: Person, *, by: User, at: datetime, means: str = Means.HOST) -> Presence:
    """Somebody is there; noted after the end, since the beginning. Twice, the first hour stands. Who left comes back.

    Raises BadInput before one may tick, and for somebody of another structure.
    """
    kept = _sitting(meeting, at)
    if person.structure_id != kept.instance.structure_id:
        raise BadInput("Cette personne n’est pas de votre structure.")
    since = kept.starts_at if at < kept.starts_at or at >= kept.ends_at else at
    presence, is_new = Presence.objects.get_or_create(
        meeting=kept, person=person, defaults={"arrived_at": since, "means": means, "noted_by": by}
    )
    if not is_new and (presence.left_at is not None or presence.is_pending):
        presence.left_at, presence.is_pending, presence.noted_by = None, False, by
        presence.save(update_fields=["left_at", "is_pending", "noted_by"])
    return presence


@transaction.atomic
def leave(meeting: Meeting, person: Person, *, by: User, at: datetime) -> None:
    """Somebody leaves before the end: their voice and those they carry leave with them. Raises BadInput."""
    kept = _sitting(meeting, at)
    presence = kept.presences.filter(person=person, is_pending=False).first()
    if presence is None or presence.left_at is not None:
        return
    if at >= kept.ends_at:
        raise BadInput("La réunion est finie : cette personne y est restée jusqu’au bout.")
    presence.left_at, presence.noted_by = max(at, presence.arrived_at + timedelta(seconds=1)), by
    presence.save(update_fields=["left_at", "noted_by"])


@transaction.atomic
def untick(meeting: Meeting, person: Person, *, by: User, at: datetime) -> None:
    """They were not there: ticked by mistake."""
    kept = _sitting(meeting, at)
    if kept.presences.filter(person=person).delete()[0]:
        said = f"Présence retirée : {person.name}, « {kept.title} »."
        record(said, by=by.pk, subject=kept.instance.structure_id)


@transaction.atomic
def give_pouvoir(
    meeting: Meeting, giver: Person, holder: Person, *, by: User | None, at: datetime
) -> Pouvoir:
    """Note a pouvoir that was received, by the host or from its giver's own link (`by` is None); the same twice, once. One received later by the same giver replaces it.

    Raises BadInput for oneself, somebody of another structure, and once the meeting is over.
    """
    kept = locked(meeting)
    if kept.state in {MeetingState.CANCELLED, MeetingState.HELD} or at >= kept.ends_at:
        raise BadInput("Cette réunion est finie ou annulée : un pouvoir n’y sert plus.")
    if giver == holder:
        raise BadInput("On ne se donne pas pouvoir à soi-même.", field="holder")
    if {giver.structure_id, holder.structure_id} != {kept.instance.structure_id}:
        raise BadInput("Ces personnes ne sont pas de votre structure.")
    told = {"received_at": at, "given_for": kept.starts_at, "noted_by": by}
    pouvoir, is_new = Pouvoir.objects.get_or_create(meeting=kept, giver=giver, holder=holder, defaults=told)
    if not is_new and pouvoir.given_for != kept.starts_at:  # given again, for the date as it is
        Pouvoir.objects.filter(pk=pouvoir.pk).update(**told)
        pouvoir.refresh_from_db()
    if is_new:
        said = f"Pouvoir de {giver.name} à {holder.name}, « {kept.title} »."
        record(said, by=by.pk if by else None, subject=kept.instance.structure_id)
    return pouvoir


@transaction.atomic
def drop_pouvoir(pouvoir: Pouvoir, *, by: User) -> None:
    """It was taken back, or noted by mistake. Raises BadInput once the meeting is held: it was counted."""
    kept = locked(pouvoir.meeting)
    if kept.state == MeetingState.HELD:
        raise BadInput("Cette réunion est tenue : ce pouvoir y a compté.")
    if Pouvoir.objects.filter(pk=pouvoir.pk).delete()[0]:
        said = f"Pouvoir retiré : {pouvoir.giver.name}, « {kept.title} »."
        record(said, by=by.pk, subject=kept.instance.structure_id)


def _sitting(meeting: Meeting, at: datetime) -> Meeting:
    """The meeting, locked, on the day it is held."""
    kept = locked(meeting)
    if kept.state == MeetingState.CANCELLED:
        raise BadInput("Cette réunion est annulée : personne n’y est.")
    if at < kept.starts_at - BEFORE:
        raise BadInput("On pointe à partir d’une heure avant le début.")
    return kept
