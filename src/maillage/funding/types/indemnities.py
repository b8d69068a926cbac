"""Time given, and what is paid for it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from maillage.funding.enums import CeilingLevel, IndemnityKind, RateUnit, RoundingWay
from maillage.kernel import Answer


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From an instant to another, excluded. Kept in UTC: clocks of one zone subtract as if they never changed."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        for name in ("starts_at", "ends_at"):
            object.__setattr__(self, name, getattr(self, name).astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody at a meeting. `breaks` are not paid: a pause, or what they chose to count elsewhere.

    `person` is one human being, whatever their cards and accounts; `meeting_type` and `role` are words of the scale.
    """

    person: str
    meeting: str
    meeting_type: str
    role: str
    span: Span
    breaks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Rounding:
    """To how many minutes a presence is rounded, and which way."""

    minutes: int = 1
    way: RoundingWay = RoundingWay.NEAREST


@dataclass(frozen=True, slots=True)
class Rate:
    """A line of the scale (*barème*): euros for a unit, of time rounded so, from a day to another, excluded.

    An empty `meeting_type` or `role` is any; the most precise line speaks, the type of meeting first.
    `post` is what it is spent for; empty: running the structure.
    """

    meeting_type: str
    role: str
    kind: IndemnityKind
    unit: RateUnit
    amount: Decimal
    since: date
    until: date | None = None
    rounding: Rounding = Rounding()
    post: str = ""


@dataclass(frozen=True, slots=True)
class IndemnityLine:
    """What a presence gives. `amount` is None, never zero, while it `waits`: a French sentence says for what."""

    presence: Presence
    minutes: int
    rate: Rate | None
    amount: Decimal | None
    waits: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """The same minutes of somebody, in two meetings."""

    one: Presence
    other: Presence
    span: Span


@dataclass(frozen=True, slots=True)
class Received:
    """A sum of a professional, whatever it is and whoever was paid for them; `on` puts it in a civil year."""

    person: str
    kind: IndemnityKind
    payee: str
    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CeilingCheck:
    """A total of a year against its ceiling: the sentence that says it, and the law's answer for what is left."""

    level: CeilingLevel
    total: Decimal
    sentence: str
    left: Answer

    @property
    def refuses(self) -> bool:
        return self.level == CeilingLevel.ABOVE


@dataclass(frozen=True, slots=True)
class Claim:
    """Money asked. `holders` are the people behind the payee, when it is a company of theirs."""

    payee: str
    author: str
    holders: frozenset[str] = frozenset()
