"""An event as a diary takes it: one file, that needs no table of time zones to be read."""

from datetime import UTC, datetime

from maillage.kernel import visible
from maillage.outreach.enums import EventState
from maillage.outreach.models import Event

OFF = "ANNULÉ\N{NO-BREAK SPACE}: "
CALENDAR = "text/calendar; charset=utf-8"


def in_a_diary(event: Event, url: str, *, at: datetime, seated: bool = False) -> bytes:
    """The same identifier at each change, and a version that grows: a diary replaces what it had.

    Instants, in UTC: no diary may read another hour. `seated`: how to connect is told.
    """
    from icalendar import Calendar
    from icalendar import Event as Entry

    is_off = event.state == EventState.CANCELLED
    entry = Entry()
    entry.add("uid", f"evenement-{event.pk}-{event.link_id}@maillage")
    entry.add("dtstamp", at.astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("sequence", event.version)
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    entry.add("summary", f"{OFF if is_off else ''}{visible(event.title)}")
    told = [event.words, event.access_url if seated else "", url]
    entry.add("description", visible("\n\n".join(filter(None, told))))
    if event.place:
        entry.add("location", visible(event.place))
    entry.add("url", url)
    calendar = Calendar()
    calendar.add("prodid", "-//Maillage//Maillage//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content
