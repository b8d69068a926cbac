"""Who is told next: the usual professional alone, then the nearest, a few at a time, never outside of their hours."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from maillage.care.rules.due import not_worked


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody who may be told. `km`: as the crow flies; None: nobody can say, and they come last."""

    person: int
    km: float | None
    opens_at: time
    closes_at: time
    on_weekends: bool = False  # and on public holidays
    at_any_hour: bool = False
    holidays: str | None = None  # whose (`holidays.calendar_of`)


@dataclass(frozen=True, slots=True)
class Pace:
    alone: timedelta
    size: int
    every: timedelta


@dataclass(frozen=True, slots=True)
class Ring:
    """Whom to tell now, and when to tell others; `next_at` None: nobody else is left."""

    people: tuple[int, ...]
    next_at: datetime | None


def is_awake(watcher: Watcher, here: datetime, *, is_urgent: bool) -> bool:
    """Whether they said that they may be told at this hour of their own clocks."""
    if is_urgent and watcher.at_any_hour:
        return True
    return _works(watcher, here.date()) and watcher.opens_at <= here.time() < watcher.closes_at


def _works(watcher: Watcher, day: date) -> bool:
    return watcher.on_weekends or not not_worked(day, watcher.holidays)


def wakes_at(watcher: Watcher, here: datetime, *, is_urgent: bool) -> datetime:
    """The first instant, from this one on, at which they may be told; on the same clocks."""
    if is_awake(watcher, here, is_urgent=is_urgent):
        return here
    for days in range(8):
        day = here.date() + timedelta(days=days)
        opening = datetime.combine(day, watcher.opens_at, here.tzinfo)
        if opening > here and _works(watcher, day):
            return opening
    raise AssertionError("a week has a working day")


def next_ring(
    watchers: Sequence[Watcher],
    *,
    told: Collection[int],
    usual: Watcher | None,
    here: datetime,
    is_urgent: bool,
    pace: Pace,
) -> Ring:
    """`here`: now, on the clocks of the structure. `usual`: theirs, when they may be told; alone first.

    Nobody is told twice. Of those who sleep, the first to wake says when to look again.
    """
    if usual and usual.person not in told and is_awake(usual, here, is_urgent=is_urgent):
        return Ring((usual.person,), here + pace.alone)
    left = [each for each in watchers if each.person not in told]
    awake = [each for each in left if is_awake(each, here, is_urgent=is_urgent)]
    awake.sort(key=lambda each: (each.km is None, each.km or 0, each.person))
    people = tuple(each.person for each in awake[: pace.size])
    asleep = [each for each in left if each.person not in {one.person for one in awake}]
    if len(awake) > len(people) or (people and asleep):
        # The time they need to answer, and no earlier than somebody may be told.
        later = here + pace.every
        woken = len(awake) > len(people)
        return Ring(people, later if woken else max(later, _first(asleep, here, is_urgent=is_urgent)))
    return Ring(people, _first(asleep, here, is_urgent=is_urgent) if asleep else None)


def _first(asleep: Sequence[Watcher], here: datetime, *, is_urgent: bool) -> datetime:
    return min(wakes_at(each, here, is_urgent=is_urgent) for each in asleep)


def median_minutes(delays: Sequence[timedelta]) -> int | None:
    """The middle one, in whole minutes; between two, the one before. None: nobody took anything."""
    if not delays:
        return None
    return int(sorted(delays)[(len(delays) - 1) // 2].total_seconds() // 60)
