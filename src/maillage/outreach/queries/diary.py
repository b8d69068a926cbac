"""An event as a diary takes it: one file, that needs no table of time zones to be read."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from maillage.outreach.enums import EventState, Seat
from maillage.outreach.models import Event, Registration
from maillage.people.models import Person
from maillage.structures.queries import modules_of
from maillage.ui.services import as_calendar
from maillage.ui.slots import DiaryEntry

MODULE = "evenements"
#: A diary keeps what was, so that one called off is seen to be.
KEPT = timedelta(days=90)


def in_a_diary(event: Event, url: str, *, at: datetime, seated: bool = False) -> bytes:
    """The same identifier at each change, and a version that grows: a diary replaces what it had.

    `seated`: how to connect is told.
    """
    return as_calendar([entry_of(event, url, seated=seated)], name=event.title, at=at)


def entry_of(event: Event, url: str, *, seated: bool) -> DiaryEntry:
    return DiaryEntry(
        f"evenement-{event.pk}-{event.link_id}@maillage",
        event.starts_at,
        event.ends_at,
        event.title,
        place=event.place,
        words="\n\n".join(filter(None, [event.words, event.access_url if seated else ""])),
        path=url,
        version=event.version,
        is_off=event.state == EventState.CANCELLED,
    )


def diary(person: Person) -> Iterator[DiaryEntry]:
    """The events that they are registered to; one that was called off stays, said so. Who comes no more finds it gone."""
    if MODULE not in modules_of(person.structure):
        return
    theirs = Registration.objects.filter(
        person=person, event__structure=person.structure_id, event__ends_at__gt=timezone.now() - KEPT
    )
    coming = theirs.filter(seat__in=[Seat.SEATED, Seat.WAITING]).exclude(event__state=EventState.DRAFT)
    for each in coming.select_related("event__link").order_by("event__starts_at", "pk"):
        path = (
            each.event.link.get_absolute_url()
        )  # not their own link: whoever reads this diary cancels nothing
        yield entry_of(each.event, path, seated=each.seat == Seat.SEATED)
