"""A civil year of money by *poste*: what was planned, what is spent, what is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from maillage.funding.enums import BudgetKind
from maillage.funding.types.money import ZERO

#: The key of what is for no mission: running the structure.
RUNNING = "fonctionnement"


def key_of(contract: int | None, mission: str) -> str:
    """« fonctionnement », « 12: » for a contract as a whole, « 12:parcours » for a mission of it."""
    return RUNNING if contract is None else f"{contract}:{mission}"


def parted(key: str) -> tuple[int | None, str]:
    """« 12:parcours » → 12 and its mission; nothing of both for running."""
    if key in ("", RUNNING):
        return None, ""
    contract, _, mission = key.partition(":")
    return int(contract), mission


@dataclass(frozen=True, slots=True)
class Post:
    """What money is spent for. `beside` is the contract, when the label is that of one of its missions."""

    contract: int | None
    mission: str
    label: str
    beside: str = ""

    @property
    def key(self) -> str:
        return key_of(self.contract, self.mission)

    def __str__(self) -> str:
        return f"{self.label}, {self.beside}" if self.beside else self.label


@dataclass(frozen=True, slots=True)
class Planned:
    """A line that was voted for a post, signed euros: a correction may take away."""

    post: str
    kind: BudgetKind
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Spent:
    """A part of an expense or a claim. `is_waiting`: nobody approved it yet."""

    post: str
    amount: Decimal
    is_paid: bool = False
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What contracts bring to a post in the year: received, still awaited as far as it is known."""

    received: Decimal = ZERO
    awaited: Decimal = ZERO
    has_unknown: bool = False


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A post in its year. `committed` was approved, and holds what is paid; `waiting` was not, and counts nowhere else.

    `is_planned`: a line was voted, even of zero in the end.
    """

    post: Post
    planned: Decimal
    carried: Decimal
    reserved: Decimal
    committed: Decimal
    paid: Decimal
    taken: Taken
    is_planned: bool
    waiting: Decimal = ZERO

    @property
    def available(self) -> Decimal:
        """What may be spent: planned and carried over, less what is put aside."""
        return self.planned + self.carried - self.reserved

    @property
    def left(self) -> Decimal:
        """Below zero: overspent."""
        return self.available - self.committed

    @property
    def over(self) -> Decimal:
        return max(ZERO, -self.left)

    @property
    def bar(self) -> Mapping[str, int]:
        """Widths of a hundred: paid, committed (both from the left), and where what is available ends."""
        whole = max(self.available, self.committed)
        if whole <= 0:
            return {"paid": 0, "committed": 0, "available": 0}
        sums = {"paid": self.paid, "committed": self.committed, "available": max(ZERO, self.available)}
        return {name: int(each * 100 / whole) for name, each in sums.items()}


@dataclass(frozen=True, slots=True)
class Budget:
    """All posts of a year, and their sum."""

    rows: Sequence[BudgetRow]
    total: BudgetRow

    @property
    def over(self) -> Sequence[BudgetRow]:
        return [row for row in self.rows if row.over]
