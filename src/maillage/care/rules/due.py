"""When an answer is expected: by working days of the French calendar, or by the clock; and when one may be reminded."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from maillage.care.rules.holidays import of_year
from maillage.kernel import date_in_french, hour, joined, plural, with_no_break_spaces

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Delay:
    """So many working days, or so many hours of the clock for what is urgent."""

    days: int = 0
    hours: int = 0

    @property
    def words(self) -> str:
        return f"{self.days} jours ouvrés" if self.days > 1 else "1 jour ouvré" if self.days else plural(self.hours, "heure")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clocks:
    """Of a structure: its zone, its holidays (`holidays.calendar_of`), and the hours in which it writes to people."""

    zone: tzinfo
    holidays: str | None = None
    opens: time = time(8)
    closes: time = time(19)


@dataclass(frozen=True, slots=True)
class Due:
    """`at`: on the clocks of the structure. `left_out`: each day that does not count, with why."""

    at: datetime
    left_out: tuple[tuple[date, str], ...] = ()

    @property
    def words(self) -> str:
        """« avant mercredi 19 mai à 17 h 50 »."""
        return f"avant {DAYS[self.at.weekday()]} {_day(self.at.date())} à {hour(self.at)}"

    @property
    def why(self) -> str:
        """What its calendar leaves out, a sentence; empty when every day counts."""
        named = [
            f"{DAYS[day.weekday()]} {_day(day)} ({why})" for day, why in self.left_out if why not in DAYS
        ]
        ends = ["le week-end"] if any(why in DAYS for _, why in self.left_out) else []
        if not (named or ends):
            return ""
        said = joined([*ends, *named])
        return with_no_break_spaces(
            f"{said[0].upper()}{said[1:]} ne compte{'nt' if len(ends + named) > 1 else ''} pas."
        )


def _day(day: date) -> str:
    """Without its year: a deadline is near."""
    return date_in_french(day)[:-5]


def not_worked(day: date, of: str | None = None) -> str:
    """Why nobody works that day: « samedi », « Lundi de Pentecôte »; empty for a working day."""
    if name := of_year(day.year, of).get(day):
        return name[0].lower() + name[1:]
    return DAYS[day.weekday()] if day.weekday() >= SATURDAY else ""


def due(start: datetime, delay: Delay, clocks: Clocks) -> Due:
    """The same hour, so many working days later; or so many hours later, day and night, holidays included."""
    here = start.astimezone(clocks.zone)
    if not delay.days:
        later = (start.astimezone(UTC) + timedelta(hours=delay.hours)).astimezone(clocks.zone)
        return Due(later)
    day, left, out = here.date(), delay.days, []
    while left:
        day += timedelta(days=1)
        if why := not_worked(day, clocks.holidays):
            out.append((day, why))
        else:
            left -= 1
    return Due(datetime.combine(day, here.time(), clocks.zone), tuple(out))


def may_write(at: datetime, clocks: Clocks) -> bool:
    """Whether people may be written to: a working day, in the hours of the structure."""
    here = at.astimezone(clocks.zone)
    return clocks.opens <= here.time() < clocks.closes and not not_worked(here.date(), clocks.holidays)


def reminds_at(start: datetime, until: datetime) -> datetime:
    """Once, half way."""
    return start + (until - start) / 2
