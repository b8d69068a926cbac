"""Inviting those who sit in an instance, what they answer by their link, and the reminder that follows the date."""

from datetime import datetime, timedelta

from django.db import transaction

from maillage.governance.enums import Coming, MeetingState
from maillage.governance.models import Invitation, Meeting
from maillage.governance.queries.seats import seated
from maillage.governance.services import telling
from maillage.governance.services.locking import locked
from maillage.governance.services.presences import give_pouvoir
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.links.services import close_links, open_links
from maillage.people.models import Person

#: The purpose of the link by which one answers (links.door_of).
DOOR = "reunion"
#: A reminder leaves so long before; to nobody who was convoked since.
REMINDED = timedelta(days=2)
A_PASS = 500


def invite(meeting: Meeting) -> None:
    """An invitation for each who sits there that day and has none. In a transaction."""
    held = set(meeting.invitations.values_list("person", flat=True))
    lacking = [card for card in seated(meeting.instance, on=meeting.day) if card.pk not in held]
    links = open_links(DOOR, len(lacking))
    Invitation.objects.bulk_create(
        (
            Invitation(meeting=meeting, person=card, link=link)
            for card, link in zip(lacking, links, strict=True)
        ),
        batch_size=A_PASS,
    )


@transaction.atomic
def answer(invitation: Invitation, said: str, holder: Person | None, *, at: datetime) -> Invitation:
    """What somebody says for the date as it is; the last answer holds, and the pouvoirs given before go.

    `holder`: who carries their voice when they stay away. Raises BadInput once it has begun, or is off.
    """
    meeting = locked(invitation.meeting)
    kept = Invitation.objects.select_related("person", "link").get(pk=invitation.pk)
    if meeting.state != MeetingState.CONVOKED or at >= meeting.starts_at:
        raise BadInput("Cette réunion a commencé, ou elle est annulée : on n’y répond plus.")
    kept.meeting, kept.answer, kept.answered_for = meeting, said, meeting.starts_at
    kept.save(update_fields=["answer", "answered_for"])
    carried = holder if said == Coming.NO else None
    meeting.pouvoirs.filter(giver=kept.person).exclude(holder=carried).delete()
    if carried is not None:
        give_pouvoir(meeting, kept.person, carried, by=None, at=at)
    return kept


def remind_due(now: datetime) -> None:
    """Meetings that are two days away, convoked before that: read from the date as it stands."""
    soon = Meeting.objects.filter(
        state=MeetingState.CONVOKED, starts_at__gt=now, starts_at__lte=now + REMINDED
    )
    for each in soon.select_related("instance__structure__territory"):
        if each.convoked_on and each.convoked_on < (each.starts_at - REMINDED).date():
            remind(each, now=now)


@transaction.atomic
def remind(meeting: Meeting, *, now: datetime) -> None:
    kept = locked(meeting)
    if kept.state == MeetingState.CONVOKED and now < kept.starts_at <= now + REMINDED:
        telling.remind(kept, at=now)


def sweep_links() -> int:
    """Links of invitations that went with a card: they lead nowhere. How many."""
    lost = list(Link.objects.filter(purpose=DOOR, invitation=None).values_list("pk", flat=True)[:A_PASS])
    close_links(lost)
    return len(lost)
