"""What time brings by itself: reminders, and forgetting who came without a card. Done again, it changes nothing."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from maillage.links.services import close_links
from maillage.outreach.enums import EventState, Seat
from maillage.outreach.models import Event, Registration
from maillage.outreach.models.events import SAID
from maillage.outreach.services.events import telling
from maillage.outreach.services.events.planning import locked

#: The longest delay of a reminder.
MOST_DAYS = 30
#: After an event, what is kept of somebody who has no card in the structure; the page where one registers says so.
KEPT_FOR = timedelta(days=365)
A_PASS = 500  # registrations


def do_due(now: datetime) -> None:
    """What the worker asks of this room, again and again."""
    for event in near(now):
        remind_of(event, now=now)
    forget_past(now=now)


def near(now: datetime) -> list[Event]:
    """The events to come whose reminder is due, and that somebody was not reminded of; looking takes no lock."""
    soon = Event.objects.filter(
        state=EventState.OPEN, starts_at__gt=now, starts_at__lte=now + timedelta(days=MOST_DAYS)
    )
    return [event for event in soon.exclude(remind_days=0) if to_remind(event, now).exists()]


def to_remind(event: Event, now: datetime) -> QuerySet[Registration]:
    """Who has a seat, an address, and was told nothing since the moment when the reminder is due.

    Read from the date as it stands: an event that moved has another such moment, and whoever was told of the new date
    after it needs no reminder.
    """
    due_at = event.starts_at - timedelta(days=event.remind_days)
    told_before = event.registrations.filter(seat=Seat.SEATED, told_at__lt=due_at).exclude(email="")
    return told_before if due_at <= now else told_before.none()


@transaction.atomic
def remind_of(event: Event, *, now: datetime) -> None:
    kept = locked(event)
    if kept.state != EventState.OPEN or kept.starts_at <= now or not kept.remind_days:
        return
    for each in to_remind(kept, now).select_related("link")[:A_PASS]:
        telling.remind(kept, each, at=now)
        each.told_at = now
        each.save(update_fields=["told_at"])


@transaction.atomic
def forget_past(*, now: datetime) -> int:
    """Erase who came without a card, a year after; how many. Their trade and their time stay, and name nobody."""
    old = Registration.objects.filter(person=None, event__ends_at__lt=now - KEPT_FOR).exclude(called="")
    found = list(old.select_for_update(of=("self",)).order_by("pk")[:A_PASS])
    if found:
        links = [each.link_id for each in found if each.link_id]
        rows = Registration.objects.filter(pk__in=[each.pk for each in found])
        rows.update(**dict.fromkeys(SAID, ""), link=None)
        close_links(links)
    return len(found)
