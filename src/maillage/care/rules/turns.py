"""Whose turn it is: read of what was offered and answered, and of what each can take. No pointer is kept anywhere."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from maillage.care.enums import AgeBand, Beyond, Flag
from maillage.kernel import date_in_french, with_no_break_spaces

NEVER = datetime.min.replace(tzinfo=UTC)
#: Each counts for one: a request that holds more of them comes first.
FRAGILE = (Flag.ALD, Flag.C2S, Flag.DISABILITY, Flag.LANGUAGE, Flag.HOUSEBOUND, Flag.DISCHARGE, Flag.PREGNANT, Flag.ALONE)  # fmt: skip
PRIORITY = with_no_break_spaces(
    "D’abord ce qui est urgent ; puis les demandes qui réunissent le plus de fragilités (affection de longue durée, 75 ans "
    "et plus, complémentaire santé solidaire, handicap, langue, sortie d’hôpital, grossesse, isolement, domicile) ; "
    "à égalité, les plus anciennes."
)
TURN = with_no_break_spaces(
    "À chaque demande, on propose à qui n’a rien reçu depuis le plus longtemps, parmi ceux qui ont encore de la place pour "
    "elle. Qui est absent ou complet garde son rang. Refuser, ou ne pas répondre à temps, c’est avoir eu son tour."
)


@dataclass(frozen=True, slots=True)
class Doctor:
    """What somebody takes: so many (`most`) of what is offered from a day to another, both included."""

    key: int
    most: int
    since: date
    last_day: date
    rank: int = 0  # of two who were never offered anything, the first to have said what they take
    communes: Collection[str] = ()  # empty: all
    beyond: Collection[str] = ()  # keys of enums.Beyond
    away: Sequence[tuple[date, date]] = ()  # both included


@dataclass(frozen=True, slots=True)
class Past:
    """Something offered: when, on which day there, and whether it takes a place (it waits for an answer, or is held).

    `had_turn`: False for what was taken by somebody else before they answered.
    """

    key: int
    request: int
    at: datetime
    on: date
    takes_place: bool
    had_turn: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request, as far as who may take it is concerned."""

    key: int
    commune: str
    age: str = ""
    flags: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    key: int
    why: str


@dataclass(frozen=True, slots=True)
class Turn:
    """`order`: those who may be offered it, whose turn it is first; `skipped`: the others, each with why."""

    order: tuple[int, ...]
    skipped: tuple[Skipped, ...]

    @property
    def next(self) -> int | None:
        return self.order[0] if self.order else None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a history amounts to: read once for many requests."""

    last: Mapping[int, datetime]  # of each, when they last had a turn
    places: Mapping[int, Sequence[date]]  # of each, the days of what takes a place
    asked: Collection[tuple[int, int]]  # whom what was offered to


def ledger(past: Iterable[Past], also: Iterable[tuple[int, int]] = ()) -> Ledger:
    """The order in which the past is given changes nothing. `also`: whom what else was offered to, which counts no more."""
    last: dict[int, datetime] = {}
    places: dict[int, list[date]] = {}
    asked = set(also)
    for each in past:
        asked.add((each.key, each.request))
        if each.had_turn:
            last[each.key] = max(each.at, last.get(each.key, NEVER))
        if each.takes_place:
            places.setdefault(each.key, []).append(each.on)
    return Ledger(last, places, asked)


def turn(doctors: Iterable[Doctor], past: Iterable[Past] | Ledger, wanted: Wanted, *, on: date) -> Turn:
    """Whose turn it is for this request that day. The order in which either is given changes nothing."""
    read = past if isinstance(past, Ledger) else ledger(past)
    ranked = sorted(doctors, key=lambda each: (read.last.get(each.key, NEVER), each.rank, each.key))
    whys = {each.key: why_not(each, read, wanted, on=on) for each in ranked}
    return Turn(
        tuple(each.key for each in ranked if not whys[each.key]),
        tuple(Skipped(each.key, whys[each.key]) for each in ranked if whys[each.key]),
    )


def taken_by(doctor: Doctor, past: Iterable[Past] | Ledger) -> int:
    """Places taken in what they declared."""
    read = past if isinstance(past, Ledger) else ledger(past)
    return sum(doctor.since <= day <= doctor.last_day for day in read.places.get(doctor.key, ()))


def why_not(doctor: Doctor, read: Ledger, wanted: Wanted, *, on: date) -> str:
    """Why this request is not offered to them that day; empty when it may be."""
    back = max((last for first, last in doctor.away if first <= on <= last), default=None)
    if (doctor.key, wanted.key) in read.asked:
        return "cette demande lui a déjà été proposée"
    if back:
        return f"absence jusqu’au {date_in_french(back)}"
    if not doctor.since <= on <= doctor.last_day:
        return "rien de déclaré ces jours-ci"
    if (taken := taken_by(doctor, read)) >= doctor.most:
        return f"plus de capacité ({taken} sur {doctor.most})" if doctor.most else "aucune capacité déclarée"
    if doctor.communes and wanted.commune not in doctor.communes:
        return "ne prend pas dans cette commune"
    return _beyond(doctor, wanted)


def _beyond(doctor: Doctor, wanted: Wanted) -> str:
    met = {
        Beyond.HOME: Flag.HOUSEBOUND in wanted.flags,
        Beyond.PREGNANT: Flag.PREGNANT in wanted.flags,
        Beyond.CHILD: wanted.age == AgeBand.CHILD,
    }
    found = next((each for each in met if each in doctor.beyond and met[each]), None)
    return f"ne prend pas : {found.label[0].lower()}{found.label[1:]}" if found else ""


def fragilities(age: str, flags: Collection[str]) -> int:
    """How many of those that make a request come first."""
    return (age == AgeBand.OLD) + sum(flag in FRAGILE for flag in set(flags))


def comes_before(
    *, is_urgent: bool, age: str, flags: Collection[str], asked_at: datetime
) -> tuple[bool, int, datetime]:
    """What requests that wait are sorted by: see `PRIORITY`."""
    return not is_urgent, -fragilities(age, flags), asked_at
