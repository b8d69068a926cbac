"""Hours on the clocks of a place, and the instants they are."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from maillage.kernel.errors import BadInput
from maillage.kernel.french import date_in_french

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
#: An evening may end after midnight; what lasts longer is on several days.
A_NIGHT = timedelta(hours=12)
SPACE = "\N{NO-BREAK SPACE}"


def instants(
    day: date, starts: time, ends: time, last_day: date | None = None, *, zone: tzinfo
) -> tuple[datetime, datetime]:
    """When something begins and ends, on the clocks of a zone; an end that is not after its beginning is of the next day.

    `last_day`: of what lasts several days; it ends that day, whatever the hour. An hour that comes twice, when clocks go
    back, is the first of them. Raises BadInput for one that never comes.
    """
    is_long = last_day is not None and last_day != day
    if is_long and last_day is not None and last_day < day:
        raise BadInput("Le dernier jour vient avant le premier : vérifiez ces deux dates.", field="last_day")
    if starts == ends and not is_long:
        raise BadInput("La fin serait à l’heure du début. Vérifiez les heures.", field="ends")
    last = last_day if is_long and last_day else day if ends > starts else day + timedelta(days=1)
    return instant(day, starts, zone=zone, field="starts"), instant(last, ends, zone=zone, field="ends")


def instant(day: date, clock: time, *, zone: tzinfo, field: str = "") -> datetime:
    """What the clocks of a zone say, the first time when they say it twice. Raises BadInput for what they never say."""
    said = datetime.combine(day, clock, zone)
    if said.astimezone(UTC).astimezone(zone).time() != said.time():
        raise BadInput(
            f"Le {date_in_french(day)}, les horloges avancent : il n’est jamais {hour(said)}. "
            "Choisissez une autre heure.",
            field=field,
        )
    return said.astimezone(UTC)


def hour(moment: datetime) -> str:
    """« 20 h 30 », « 22 h », as clocks of its zone say it."""
    return f"{moment.hour}{SPACE}h{SPACE}{moment:%M}".removesuffix(f"{SPACE}00")


def when(starts_at: datetime, ends_at: datetime, *, zone: tzinfo) -> str:
    """« jeudi 14 janvier 2027, de 20 h 30 à 22 h », or « du … à 9 h au … à 17 h »."""
    begun, over = starts_at.astimezone(zone), ends_at.astimezone(zone)
    if lasts_days(starts_at, ends_at, zone=zone):
        first, last = (f"{DAYS[each.weekday()]} {date_in_french(each.date())}" for each in (begun, over))
        return f"du {first}, {hour(begun)}, au {last}, {hour(over)}"
    next_day = "" if over.date() == begun.date() else f" le {DAYS[over.weekday()]}"
    return (
        f"{DAYS[begun.weekday()]} {date_in_french(begun.date())}, de {hour(begun)} à {hour(over)}{next_day}"
    )


def moment(at: datetime, *, zone: tzinfo) -> str:
    """« 14 janvier 2027 à 20 h 30 »."""
    there = at.astimezone(zone)
    return f"{date_in_french(there.date())} à {hour(there)}"


def lasts_days(starts_at: datetime, ends_at: datetime, *, zone: tzinfo) -> bool:
    """Whether it is on several days, rather than one evening past midnight."""
    days = {each.astimezone(zone).date() for each in (starts_at, ends_at)}
    return len(days) > 1 and ends_at - starts_at > A_NIGHT


def doubtful_hours(starts_at: datetime, ends_at: datetime) -> int:
    """How many, of what lasts longer than a night and less than a day: its end may be mistyped; 0 otherwise."""
    lasts = ends_at - starts_at
    return round(lasts / timedelta(hours=1)) if A_NIGHT < lasts < timedelta(days=1) else 0
