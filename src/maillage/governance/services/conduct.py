"""Conducting a meeting: passing to a point, asking from afar, choosing what is shown."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from maillage.governance.enums import MeetingState, QuestionState
from maillage.governance.models import AgendaItem, Invitation, Meeting, Question, UnderWay
from maillage.governance.services.locking import lock, locked
from maillage.kernel import BadInput
from maillage.structures.queries import sent_before

#: Of one person without an answer yet, and of a meeting in all.
MOST_WAITING, MOST = 3, 300


def is_on(meeting: Meeting, *, at: datetime) -> bool:
    """Whether it is going on."""
    return meeting.state == MeetingState.CONVOKED and meeting.starts_at <= at < meeting.ends_at


@transaction.atomic
def go_to(item: AgendaItem, *, at: datetime) -> UnderWay:
    """Pass to a point; passed to twice, it began the first time. Raises BadInput once the meeting is held or off."""
    kept = locked(item.meeting)
    if kept.state in {MeetingState.CANCELLED, MeetingState.HELD}:
        raise BadInput("Cette réunion est tenue ou annulée.")
    point = get_object_or_404(AgendaItem, pk=item.pk)
    found = UnderWay.objects.filter(meeting=kept).first()
    if found is not None and found.item_id == point.pk:
        return found
    now_at, _ = UnderWay.objects.update_or_create(meeting=kept, defaults={"item": point, "since": at})
    return now_at


@transaction.atomic
def ask(invitation: Invitation, words: str, *, key: UUID, at: datetime) -> Question:
    """Somebody asks by their own link; the same key asks once.

    Raises BadInput: the meeting is not going on, or enough of theirs wait already.
    """
    kept = locked(invitation.meeting)
    if known := sent_before(Question.objects.filter(meeting=kept, person=invitation.person), key):
        return known
    if not is_on(kept, at=at):
        raise BadInput("On pose une question pendant la réunion.")
    asked = kept.questions.all()
    waiting = asked.filter(person=invitation.person, state__in=(QuestionState.ASKED, QuestionState.SHOWN))
    if waiting.count() >= MOST_WAITING or asked.count() >= MOST:
        raise BadInput("Vos questions attendent déjà une réponse : laissez-leur le temps.")
    return Question.objects.create(meeting=kept, person=invitation.person, key=key, words=words, asked_at=at)


@transaction.atomic
def moderate(question: Question, state: QuestionState) -> Question:
    """What the host does of it; at any time, and as often as needed."""
    lock(question.meeting.instance.structure_id)
    kept = get_object_or_404(Question, pk=question.pk)
    kept.state = state
    kept.save(update_fields=["state"])
    return kept
