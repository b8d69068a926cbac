"""Who is on duty at an instant: one answer for the page, the printed roster, the diary and the mail.

What was published, then what was handed over, in the order it was accepted, then absences. No clock, no database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A turn as it was published; `who` None: to nobody."""

    duty: int
    start: datetime
    end: datetime
    who: int | None


@dataclass(frozen=True, slots=True)
class Lent:
    """A turn, or a part of it, handed over: what `giver` held of it goes to `taker`."""

    duty: int
    start: datetime
    end: datetime
    giver: int | None
    taker: int | None


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is not there; `replaced_by`: who stands in for them, in words."""

    who: int
    start: datetime
    end: datetime
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch of a turn. Nobody holds it when `who` is None: `absent` says who should have."""

    duty: int
    start: datetime
    end: datetime
    who: int | None
    absent: int | None = None
    stand_in: str = ""

    @property
    def is_gap(self) -> bool:
        return self.who is None


@dataclass(frozen=True, slots=True)
class Covered:
    """A piece of the wanted hours; without `held`, or when nobody holds it, a gap."""

    start: datetime
    end: datetime
    held: Held | None

    @property
    def is_gap(self) -> bool:
        return self.held is None or self.held.is_gap


def held(given: Iterable[Given], lent: Iterable[Lent], away: Iterable[Away]) -> list[Held]:
    """Stretches in order of time; those of a turn follow each other and make it whole."""
    of_duty: dict[int, list[Lent]] = {}
    for each in lent:
        of_duty.setdefault(each.duty, []).append(each)
    of_person: dict[int, list[Away]] = {}
    for absence in away:
        of_person.setdefault(absence.who, []).append(absence)
    found: list[Held] = []
    for turn in given:
        pieces = [Held(turn.duty, turn.start, turn.end, turn.who)]
        for each in of_duty.get(turn.duty, ()):
            pieces = [part for piece in pieces for part in _hand_over(piece, each)]
        for who in {piece.who for piece in pieces if piece.who is not None}:
            for absence in of_person.get(who, ()):
                pieces = [part for piece in pieces for part in _leave(piece, absence)]
        found += _joined(pieces)
    return sorted(found, key=lambda piece: (piece.start, piece.duty))


def on_duty(stretches: Iterable[Held], at: datetime) -> list[Held]:
    return [piece for piece in stretches if piece.start <= at < piece.end]


def coverage(wanted: Iterable[tuple[datetime, datetime]], stretches: Sequence[Held]) -> list[Covered]:
    """The wanted hours cut where who holds them changes: nothing twice, nothing left out."""
    ordered = sorted(stretches, key=lambda piece: piece.start)
    found: list[Covered] = []
    for start, end in wanted:
        at = start
        for piece in ordered:
            if piece.end <= at or piece.start >= end:
                continue
            if piece.start > at:
                found.append(Covered(at, piece.start, None))
                at = piece.start
            until = min(piece.end, end)
            found.append(Covered(at, until, piece))
            at = until
        if at < end:
            found.append(Covered(at, end, None))
    return found


def _cut(piece: Held, start: datetime, end: datetime) -> tuple[list[Held], list[Held]]:
    """What of it is within, and what is not."""
    if end <= piece.start or piece.end <= start:
        return [], [piece]
    first, last = max(start, piece.start), min(end, piece.end)
    outside = [replace(piece, end=first)] if piece.start < first else []
    outside += [replace(piece, start=last)] if last < piece.end else []
    return [replace(piece, start=first, end=last)], outside


def _hand_over(piece: Held, lent: Lent) -> list[Held]:
    if piece.who != lent.giver:
        return [piece]
    inside, outside = _cut(piece, lent.start, lent.end)
    return sorted([replace(part, who=lent.taker) for part in inside] + outside, key=lambda part: part.start)


def _leave(piece: Held, absence: Away) -> list[Held]:
    if piece.who != absence.who:
        return [piece]
    inside, outside = _cut(piece, absence.start, absence.end)
    if absence.replaced_by:
        left = [replace(part, stand_in=absence.replaced_by) for part in inside]
    else:
        left = [replace(part, who=None, absent=absence.who) for part in inside]
    return sorted(left + outside, key=lambda part: part.start)


def _joined(pieces: Sequence[Held]) -> list[Held]:
    """Those that touch and say the same are one."""
    found: list[Held] = []
    for piece in pieces:
        before = found[-1] if found else None
        if (
            before
            and before.end == piece.start
            and replace(before, start=piece.start, end=piece.end) == piece
        ):
            found[-1] = replace(before, end=piece.end)
        else:
            found.append(piece)
    return found
