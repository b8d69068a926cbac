"""Hours of duty as people type them, and the instants they are: wall clocks of a place, clock changes included."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from maillage.kernel import DAYS, BadInput, hour

#: Opening and end, on wall clocks; an end that is not after its beginning is of the next day.
Hours = tuple[time, time]
A_WEEK = 7 * 24 * 60  # minutes
TYPED = re.compile(
    r"(\d{1,2})\s*(?:h|:)?\s*(\d{2})?\s*(?:h\s*)?(?:-|–|à)\s*(\d{1,2})\s*(?:h|:)?\s*(\d{2})?\s*h?"
)
SPACE = "\N{NO-BREAK SPACE}"


def read_hours(text: str) -> tuple[Hours, ...]:
    """« 9-12 h 30, 14-19 » → two pairs; « 20-8 » ends the next day; empty: nothing. Raises BadInput."""
    found: list[Hours] = []
    for part in filter(None, (each.strip() for each in re.split(r"[,;]| et ", text.replace(SPACE, " ")))):
        typed = TYPED.fullmatch(part)
        clocks = typed and (_clock(typed[1], typed[2]), _clock(typed[3], typed[4]))
        if not clocks or clocks[0] is None or clocks[1] is None or clocks[0] == clocks[1]:
            raise BadInput(
                f"« {part[:40]} » ne se lit pas comme des heures. Écrivez par exemple 9-19, ou 9-12, 14-19, ou 20-8."
            )
        found.append((clocks[0], clocks[1]))
    return tuple(sorted(found))


def _clock(hours: str, minutes: str | None) -> time | None:
    hour, minute = int(hours), int(minutes or 0)
    if (hour, minute) == (24, 0):
        return time(0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def hours_in_words(hours: Iterable[Hours]) -> str:
    """« 9-12:30, 14-19 », as it is typed."""
    return ", ".join(f"{_short(starts)}-{_short(ends)}" for starts, ends in hours)


def _short(clock: time) -> str:
    return f"{clock.hour}:{clock:%M}" if clock.minute else str(clock.hour)


def refuse_overlaps(week: Sequence[tuple[int, Hours]]) -> None:
    """One at a time: Raises BadInput when two stretches of a week (weekday, hours) meet, Sunday night and Monday too."""
    spans = sorted(_minutes(weekday, hours) for weekday, hours in week)
    for (_, end, day), (start, _, next_day) in zip(spans, [*spans[1:], *_again(spans)], strict=False):
        if start < end:
            raise BadInput(
                f"Deux tours se recouvrent, {DAYS[day]} et {DAYS[next_day]}. Pour deux personnes à la fois, "
                "faites deux tableaux."
            )


def _minutes(weekday: int, hours: Hours) -> tuple[int, int, int]:
    starts, ends = (each.hour * 60 + each.minute for each in hours)
    begin = weekday * 24 * 60 + starts
    return begin, begin + ((ends - starts - 1) % (24 * 60)) + 1, weekday


def _again(spans: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    return [(start + A_WEEK, end + A_WEEK, day) for start, end, day in spans[:1]]


def wall(day: date, clock: time, zone: tzinfo) -> datetime:
    """The instant when these clocks say so, the first when they say it twice; when they skip it, the instant they jump.

    Later clocks are never earlier instants: two turns that touch on the wall touch on every night of the year.
    """
    said = datetime.combine(day, clock, zone)
    found = said.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == said.replace(tzinfo=None):
        return found
    low, high = said.replace(fold=1).astimezone(UTC), found
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high.replace(microsecond=0)


def stretch(day: date, hours: Hours, zone: tzinfo) -> tuple[datetime, datetime]:
    starts, ends = hours
    last = day if ends > starts else day + timedelta(days=1)
    return wall(day, starts, zone), wall(last, ends, zone)


def part_of(day: date, whole: Hours, part: Hours, zone: tzinfo) -> tuple[datetime, datetime]:
    """A part of a turn, by its wall clocks: « 21-1 » of « 13-1 ». Raises BadInput when it is not within."""
    begins, over = stretch(day, whole, zone)
    first, last = part
    from_day = day if first >= whole[0] else day + timedelta(days=1)
    start = wall(from_day, first, zone)
    end = wall(from_day if last > first else from_day + timedelta(days=1), last, zone)
    if not begins <= start < end <= over:
        raise BadInput("Ces heures ne sont pas dans ce tour : vérifiez le début et la fin.", field="starts")
    return start, end


def hours_said(start: datetime, end: datetime, zone: tzinfo) -> str:
    """« 9 h – 19 h », « 20 h – 8 h le lendemain »."""
    begun, over = start.astimezone(zone), end.astimezone(zone)
    next_day = "" if over.date() == begun.date() or not over.hour + over.minute else " le lendemain"
    return f"{hour(begun)} – {'minuit' if not over.hour + over.minute else hour(over)}{next_day}"
