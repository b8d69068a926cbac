"""An event as a diary takes it: one file, that needs no table of time zones to be read."""

from datetime import datetime

from maillage.outreach.enums import EventState
from maillage.outreach.models import Event
from maillage.ui.services import as_calendar
from maillage.ui.slots import DiaryEntry


def in_a_diary(event: Event, url: str, *, at: datetime, seated: bool = False) -> bytes:
    """The same identifier at each change, and a version that grows: a diary replaces what it had.

    `seated`: how to connect is told.
    """
    entry = DiaryEntry(
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
    return as_calendar([entry], name=event.title, at=at)
