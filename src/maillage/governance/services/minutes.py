"""Writing the procès-verbal, sending it to be read again, correcting it, approving it."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.enums import MeetingState
from maillage.governance.models import (
    AgendaItem,
    Correction,
    Decision,
    Invitation,
    Meeting,
    Minutes,
    Signature,
)
from maillage.governance.queries.minutes import unsigned, who_signs
from maillage.governance.services import telling
from maillage.governance.services.decisions import GivenDecision, decide
from maillage.governance.services.locking import locked
from maillage.kernel import BadInput, date_in_french, joined
from maillage.people.models import Person
from maillage.structures.queries import sent_before

MOST_WORDS, MOST_CORRECTIONS = 5_000, 200
MEANWHILE = (
    "Quelqu’un a enregistré ce procès-verbal pendant que vous écriviez : votre texte est ici, le sien au-dessous. "
    "Gardez ce qu’il faut des deux, puis enregistrez."
)
FROZEN = "Ce procès-verbal est envoyé : reprenez-le d’abord, pour le corriger."


@transaction.atomic
def write(meeting: Meeting, notes: Mapping[int, str], *, version: int, by: User) -> Minutes:
    """What was said, point by point. Raises BadInput: sent, or saved by somebody since `version`."""
    kept = _of(meeting)
    if kept.frozen_at:
        raise BadInput(FROZEN)
    if kept.version != version:
        raise BadInput(MEANWHILE)
    for item in AgendaItem.objects.filter(meeting=kept.meeting, pk__in=notes):
        item.notes = notes[item.pk]
        item.save(update_fields=["notes"])
    kept.version += 1
    kept.save(update_fields=["version"])
    _record(kept, "écrit", by)
    return kept


@transaction.atomic
def send(meeting: Meeting, *, by: User, at: datetime) -> int:
    """Freeze it, and write to who was convoked: each reads it by their link, and asks a correction there. How many.

    Sent twice as it is, they are told once. Raises BadInput before the meeting was held.
    """
    kept = _of(meeting)
    if kept.meeting.state != MeetingState.HELD:
        raise BadInput("Dites d’abord que la réunion est finie, puis envoyez son procès-verbal.")
    if kept.frozen_at is None:
        kept.frozen_at = at
        kept.save(update_fields=["frozen_at"])
        _record(kept, "envoyé à relire", by)
    return telling.send_minutes(kept.meeting, kept.version, at=at, by=by)


@transaction.atomic
def take_up(meeting: Meeting, *, by: User) -> Minutes:
    """Write in it again. Raises BadInput once it is approved."""
    kept = _of(meeting)
    if kept.approval_id:
        raise BadInput("Ce procès-verbal est approuvé : il ne change plus.")
    if kept.frozen_at:
        kept.frozen_at, kept.version = None, kept.version + 1
        kept.save(update_fields=["frozen_at", "version"])
        kept.signatures.all().delete()  # they were of another text
        _record(kept, "repris", by)
    return kept


@transaction.atomic
def ask_correction(invitation: Invitation, words: str, *, key: UUID, at: datetime) -> Correction:
    """By the link of one's convocation, while it is read again; the same key asks once. Raises BadInput."""
    kept = _of(invitation.meeting)
    if known := sent_before(kept.corrections.filter(person=invitation.person), key):
        return known
    if kept.frozen_at is None or kept.approval_id:
        raise BadInput("Ce procès-verbal ne se corrige pas maintenant : dites-le à qui l’a écrit.")
    if kept.corrections.count() >= MOST_CORRECTIONS:
        raise BadInput("Ce procès-verbal a déjà deux cents demandes : dites la vôtre à qui l’a écrit.")
    return Correction.objects.create(
        minutes=kept, person=invitation.person, key=key, words=words, asked_at=at
    )


@transaction.atomic
def approve(meeting: Meeting, sitting: Meeting, *, key: UUID, by: User, at: datetime) -> Decision:
    """At a later sitting of the same instance, as a decision of its own; approved twice, it is decided once.

    Raises BadInput: not sent, not signed as the statutes want, or a sitting that is not a later one.
    """
    kept = _of(meeting)
    if kept.approval is not None:
        return kept.approval
    if kept.frozen_at is None:
        raise BadInput("Envoyez d’abord ce procès-verbal à relire : on approuve un texte qui ne change plus.")
    if lacking := [each.label for each in unsigned(kept)]:
        raise BadInput(
            f"Il manque une signature : {joined(lacking).lower()}. Notez qui a signé, puis approuvez."
        )
    if sitting.instance_id != kept.meeting.instance_id or sitting.starts_at <= kept.meeting.starts_at:
        raise BadInput(
            "Un procès-verbal s’approuve à une séance suivante de la même instance.", field="sitting"
        )
    title = f"Approbation du procès-verbal du {date_in_french(kept.meeting.day)}."
    kept.approval = decide(sitting, GivenDecision(title), key=key, by=by, at=at)
    kept.save(update_fields=["approval"])
    return kept.approval


@transaction.atomic
def note_signature(meeting: Meeting, signer: str, person: Person, *, on: date, by: User) -> Signature:
    """Somebody signed the text that was sent, in a quality that the statutes ask; the same twice is noted once.

    Raises BadInput: not sent, approved already, somebody who does not hold that office, or who signed in another quality.
    """
    kept = _of(meeting)
    if known := kept.signatures.filter(signer=signer).first():
        return known
    if kept.frozen_at is None:
        raise BadInput("Envoyez d’abord ce procès-verbal à relire : on signe un texte qui ne change plus.")
    if kept.approval_id:
        raise BadInput("Ce procès-verbal est approuvé : il ne se signe plus.")
    wanted = next((each for each in kept.meeting.instance.signers if each == signer), None)
    if wanted is None or person not in who_signs(kept.meeting, wanted):
        raise BadInput(
            "Cette personne ne signe pas en cette qualité : choisissez dans la liste.", field="person"
        )
    if kept.signatures.filter(person=person).exists():
        raise BadInput("Cette personne a déjà signé : il en faut une autre.", field="person")
    if on < kept.meeting.day:
        raise BadInput("On signe après la réunion : vérifiez le jour.", field="signed_on")
    made = Signature.objects.create(minutes=kept, signer=signer, person=person, signed_on=on, noted_by=by)
    _record(kept, f"signé par {person.name} ({wanted.label.lower()})", by)
    return made


@transaction.atomic
def drop_signature(signature: Signature, *, by: User) -> None:
    """Noted by mistake. Raises BadInput once the text is approved."""
    kept = _of(signature.minutes.meeting)
    if kept.approval_id:
        raise BadInput("Ce procès-verbal est approuvé : ses signatures restent.")
    if kept.signatures.filter(pk=signature.pk).delete()[0]:
        _record(kept, f"signature retirée ({signature.get_signer_display().lower()})", by)


def _of(meeting: Meeting) -> Minutes:
    """As they stand, once nobody else writes."""
    kept = locked(meeting)
    found, _ = Minutes.objects.select_related("approval").get_or_create(meeting=kept)
    found.meeting = kept
    return found


def _record(minutes: Minutes, what: str, by: User) -> None:
    meeting = minutes.meeting
    said = f"Procès-verbal {what} : « {meeting.title} »."
    record(said, by=by.pk, subject=meeting.instance.structure_id)
