"""A fair turn, drawn from what was served. No clock, no database: the same history gives the same turn.

Each stretch that was served is shared in equal parts among those who could have served it: members that day, and not
away. What one served, less one's shares, is one's balance; the sum of balances is zero. An absence is thus never caught
up, and who joins starts at zero.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from fractions import Fraction
from itertools import pairwise

from maillage.care.rules.duty_hours import Hours, stretch, wall

ONE_DAY = timedelta(days=1)
SATURDAY = 5
#: The kind of every turn that begins on a served public holiday.
HOLIDAY = "férié"


@dataclass(frozen=True, slots=True)
class Slot:
    """A turn that is wanted: wall clocks of its day, and the instants they are."""

    day: date
    hours: Hours
    start: datetime
    end: datetime
    kind: str  # turns of one kind are shared apart: Fridays, nights, holidays


@dataclass(frozen=True, slots=True)
class Weights:
    """What an hour counts for, beside 1; where several hold, the highest."""

    night: Fraction = Fraction(1)
    weekend: Fraction = Fraction(1)
    holiday: Fraction = Fraction(1)
    night_from: time = time(20)
    night_until: time = time(8)

    @property
    def are_alike(self) -> bool:
        """Every hour counts for one."""
        return self.night == self.weekend == self.holiday == 1


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the turn. `away`: instants between which they cannot serve; `until` is excluded."""

    key: int
    since: datetime
    until: datetime | None = None
    away: tuple[tuple[datetime, datetime], ...] = ()

    def is_there(self, start: datetime, end: datetime) -> bool:
        """All along."""
        belongs = self.since <= start and (self.until is None or end <= self.until)
        if not (belongs and self.away):
            return belongs
        return not any(start < over and begun < end for begun, over in self.away)


@dataclass(frozen=True, slots=True)
class Served:
    """What was served by one: a whole turn, or the part of it that was theirs."""

    who: int
    start: datetime
    end: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Turn:
    slot: Slot
    who: int | None  # nobody could


def wanted(
    week: Mapping[int, Sequence[Hours]],
    first: date,
    last: date,
    *,
    zone: tzinfo,
    holidays: Collection[date],
    serves_holidays: bool,
) -> list[Slot]:
    """Turns that begin from a day to another, both included. A turn is of the day when it begins."""
    found = []
    for number in range((last - first).days + 1):
        day = first + number * ONE_DAY
        if day in holidays and not serves_holidays:
            continue
        for hours in week.get(day.weekday(), ()):
            start, end = stretch(day, hours, zone)
            if start < end:  # clocks may skip a short one
                found.append(Slot(day, hours, start, end, kind_of(day, hours, holidays)))
    return sorted(found, key=lambda slot: slot.start)


def kind_of(day: date, hours: Hours, holidays: Collection[date]) -> str:
    return HOLIDAY if day in holidays else f"{day.weekday()} {hours[0]:%H:%M}"


def weigh(
    start: datetime, end: datetime, weights: Weights, *, zone: tzinfo, holidays: Collection[date]
) -> Fraction:
    """Hours between two instants, each as much as it counts: hours that really pass, 11 in the night of March."""
    if weights.are_alike:
        return _hours(start, end)
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    cuts = {start, end}
    for number in range((last - first).days + 1):
        day = first + number * ONE_DAY
        marks = (wall(day, clock, zone) for clock in (time(0), weights.night_from, weights.night_until))
        cuts.update(mark for mark in marks if start < mark < end)
    edges = sorted(cuts)
    return sum(
        (
            _hours(left, right) * _rate((left + (right - left) / 2).astimezone(zone), weights, holidays)
            for left, right in pairwise(edges)
        ),
        Fraction(0),
    )


def _hours(start: datetime, end: datetime) -> Fraction:
    return Fraction((end - start) // timedelta(seconds=1), 3600)


def _rate(at: datetime, weights: Weights, holidays: Collection[date]) -> Fraction:
    clock, (dusk, dawn) = at.time(), (weights.night_from, weights.night_until)
    is_night = dusk <= clock < dawn if dusk < dawn else clock >= dusk or clock < dawn
    rates = [Fraction(1)]
    if is_night:
        rates.append(weights.night)
    if at.weekday() >= SATURDAY:
        rates.append(weights.weekend)
    if at.date() in holidays:
        rates.append(weights.holiday)
    return max(rates)


@dataclass(slots=True)
class Ledger:
    """What each served, and the shares that were theirs, in hours as they count; by kind too."""

    members: Sequence[Member]
    done: dict[int, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    due: dict[int, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    of_kind: dict[tuple[int, str], Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    last: dict[int, datetime] = field(default_factory=dict)
    _keys: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self._keys = frozenset(member.key for member in self.members)

    def balance(self, key: int) -> Fraction:
        return self.done[key] - self.due[key]

    def able(self, start: datetime, end: datetime) -> list[Member]:
        return [member for member in self.members if member.is_there(start, end)]

    def note(self, served: Served, weight: Fraction) -> None:
        """One served; its shares go to those who could have, and to whom did. Of a stranger to the turn, nothing."""
        able = {member.key for member in self.able(served.start, served.end)}
        if sharing := self.serve(served, weight, able):
            self.share(sharing, served.kind, weight)

    def serve(self, served: Served, weight: Fraction, able: Collection[int]) -> frozenset[int]:
        """One served, when these could have, without the shares: between whom they are."""
        if served.who not in self._keys:
            return frozenset()
        self.done[served.who] += weight
        self.of_kind[served.who, served.kind] += weight
        self.last[served.who] = max(served.start, self.last.get(served.who, served.start))
        return frozenset([*able, served.who])

    def share(self, sharing: Collection[int], kind: str, weight: Fraction) -> None:
        part = weight / len(sharing)
        for key in sharing:
            self.due[key] += part
            self.of_kind[key, kind] -= part


def ledger_of(
    members: Sequence[Member],
    history: Iterable[Served],
    weights: Weights,
    *,
    zone: tzinfo,
    holidays: Collection[date],
) -> Ledger:
    ledger, shares = Ledger(members), defaultdict[tuple[frozenset[int], str], Fraction](Fraction)
    history = list(history)
    begins, ends = (
        min((each.start for each in history), default=None),
        max((each.end for each in history), default=None),
    )
    # Most are there all along: a year of turns asks each of the others alone.
    steady = {each.key for each in members if begins and ends and each.is_there(begins, ends)}
    others = [each for each in members if each.key not in steady]
    for served in history:
        weight = weigh(served.start, served.end, weights, zone=zone, holidays=holidays)
        able = steady | {each.key for each in others if each.is_there(served.start, served.end)}
        if sharing := ledger.serve(served, weight, able):
            shares[sharing, served.kind] += weight
    for (sharing, kind), weight in shares.items():  # the same people, night after night: shared once
        ledger.share(sharing, kind, weight)
    return ledger


def draw(
    slots: Sequence[Slot],
    ledger: Ledger,
    weights: Weights,
    *,
    zone: tzinfo,
    holidays: Collection[date],
    fixed: Mapping[datetime, int | None] | None = None,
) -> list[Turn]:
    """Who serves each slot, in order of time; `ledger` is written on.

    Among those who can and whose balance is within one turn of the lowest, whoever has had the fewest turns of this kind;
    then the lowest balance; then who served longest ago; then the order of the list. `fixed`: start → who holds it
    already, whatever their turn. Nobody holds two turns at once.
    """
    drawn: list[Turn] = []
    taken: list[tuple[datetime, datetime, int]] = []
    rank = {member.key: number for number, member in enumerate(ledger.members)}
    for slot in sorted(slots, key=lambda each: each.start):
        weight = weigh(slot.start, slot.end, weights, zone=zone, holidays=holidays)
        if fixed and slot.start in fixed:
            who = fixed[slot.start]
        else:
            busy = {key for start, end, key in taken if start < slot.end and slot.start < end}
            able = [member.key for member in ledger.able(slot.start, slot.end) if member.key not in busy]
            who = _next(ledger, able, slot, weight, rank)
        if who is not None:
            ledger.note(Served(who, slot.start, slot.end, slot.kind), weight)
            taken.append((slot.start, slot.end, who))
        drawn.append(Turn(slot, who))
    return drawn


def _next(
    ledger: Ledger, able: Sequence[int], slot: Slot, weight: Fraction, rank: Mapping[int, int]
) -> int | None:
    if not able:
        return None
    lowest = min(map(ledger.balance, able))
    near = [key for key in able if ledger.balance(key) <= lowest + weight]
    never = datetime.min.replace(tzinfo=slot.start.tzinfo)
    return min(
        near,
        key=lambda key: (
            ledger.of_kind[key, slot.kind],
            ledger.balance(key),
            ledger.last.get(key, never),
            rank[key],
        ),
    )
