"""The diaries of people: they read what we write with a library that did not write it, stricter than the one that did."""

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream


def read_elsewhere(content: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(content.decode())
