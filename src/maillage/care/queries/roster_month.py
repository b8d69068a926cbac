"""A roster, month by month: each turn with who holds it, what is prepared and not published yet, what nobody holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from maillage.care.models import Duty, Roster
from maillage.care.queries.rosters import Reading, Stretch, holidays_in, instants_of
from maillage.care.rules.duty_hours import Hours, hours_said, stretch
from maillage.kernel import DAYS, add_months

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A turn of a day. `duty` None: wanted, and not drawn yet."""

    day: date
    start: datetime
    end: datetime
    duty: Duty | None
    stretches: Sequence[Stretch]
    is_wanted: bool
    is_over: bool
    zone: tzinfo

    @property
    def hours(self) -> str:
        return hours_said(self.start, self.end, self.zone)

    @property
    def is_published(self) -> bool:
        return self.duty is not None and self.duty.published_at is not None

    @property
    def is_changed(self) -> bool:
        return self.duty is not None and self.duty.is_changed

    @property
    def is_gap(self) -> bool:
        """Wanted, still to come, and somebody is missing for a part of it, as everybody reads it."""
        empty = not self.stretches or any(each.person is None for each in self.stretches)
        return self.is_wanted and not self.is_over and empty

    @property
    def is_whole(self) -> bool:
        return len(self.stretches) == 1


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    holiday: str
    rows: Sequence[Row]
    is_today: bool

    @property
    def name(self) -> str:
        return DAYS[self.day.weekday()]


def month_of(text: str, today: date) -> date:
    """« 2027-03 » → its first day; of what is no month, that of today."""
    try:
        year, month = (int(part) for part in text.split("-"))
        first = date(year, month, 1)
    except (ValueError, OverflowError):  # no month; a year that no calendar has
        return today.replace(day=1)
    return first if abs(first.year - today.year) <= 5 else today.replace(day=1)


def days_of(reading: Reading, roster: Roster, *, at: datetime) -> list[Day]:
    """The days that were read: the turns that begin on each."""
    zone, first, last = reading.zone, reading.first, reading.last
    known = {
        (duty.day, duty.starts): duty
        for duty in reading.duties
        if duty.day >= first and duty.roster_id == roster.pk
    }
    held: dict[int, list[Stretch]] = {}
    for each in reading.of(roster):
        held.setdefault(each.duty.pk, []).append(each)
    wanted = {(slot.day, slot.hours[0]): slot.hours for slot in reading.slots(roster, first, last)}
    rows: dict[date, list[Row]] = {}
    for (day, starts), duty in known.items():
        if roster.closed_on and duty.published_id is None and (day, starts) not in wanted:
            continue  # called off when it was closed
        _add(rows, _row(duty, day, duty.hours, held, (day, starts) in wanted, at, zone))
    for (day, starts), hours in wanted.items():
        if (day, starts) not in known:
            _add(rows, _row(None, day, hours, held, True, at, zone))
    holidays, today = holidays_in(reading.structure, first, last), at.astimezone(zone).date()
    return [
        Day(
            day,
            holidays.get(day, ""),
            sorted(rows.get(day, ()), key=lambda row: row.start),
            day == today,
        )
        for day in _days(first, last)
        if day in rows or day in holidays
    ]


def _days(first: date, last: date) -> Iterable[date]:
    return (first + number * ONE_DAY for number in range((last - first).days + 1))


def _add(rows: dict[date, list[Row]], row: Row) -> None:
    rows.setdefault(row.day, []).append(row)


def _row(
    duty: Duty | None,
    day: date,
    hours: Hours,
    held: dict[int, list[Stretch]],
    is_wanted: bool,
    at: datetime,
    zone: tzinfo,
) -> Row:
    start, end = instants_of(duty) if duty else stretch(day, hours, ZoneInfo(str(zone)))
    return Row(day, start, end, duty, held.get(duty.pk, ()) if duty else (), is_wanted, end <= at, zone)


def months_around(first: date) -> tuple[date, date]:
    return add_months(first, -1), add_months(first, 1)


def last_of(first: date, months: int = 1) -> date:
    return add_months(first, months) - ONE_DAY
