"""What a bank says of an account: its lines, those still expected, its balances, and the fate of all that it wrote."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.funding.types.money import ZERO
from maillage.tables import RowFate


@dataclass(frozen=True, slots=True)
class Detail:
    """One transfer of a line that groups several: signed euros, our own reference (`end_to_end`), the other party.

    `returned` is the bank's code of a transfer that came back, AC04 for one.
    """

    amount: Decimal
    end_to_end: str = ""
    name: str = ""
    iban: str = ""
    label: str = ""
    returned: str = ""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A movement of an account: signed euros, positive when it comes in. `balance` is the account's after it, if told.

    `reference` is the bank's. `details` make the amount; there is none when the bank tells none, or when they make
    another sum. `batch` names the file of transfers it settles, of `batch_count` payments. `line` is where it stands.
    """

    account: str
    booked: date
    amount: Decimal
    label: str
    value: date | None = None
    reference: str = ""
    balance: Decimal | None = None
    details: tuple[Detail, ...] = ()
    batch: str = ""
    batch_count: int = 0
    is_reversal: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account holds at the end of a day, when the bank says which."""

    amount: Decimal
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """An account in a file. `pending` lines are announced, not booked: they move nothing yet."""

    account: str
    lines: tuple[StatementLine, ...]
    pending: tuple[StatementLine, ...] = ()
    opening: Balance | None = None
    closing: Balance | None = None

    @property
    def inflow(self) -> Decimal:
        return sum((line.amount for line in self.lines if line.amount > 0), ZERO)

    @property
    def outflow(self) -> Decimal:
        """As a negative sum."""
        return sum((line.amount for line in self.lines if line.amount < 0), ZERO)

    @property
    def gap(self) -> Decimal | None:
        """What the lines miss or have too much to go from a balance to the other; None when the file gives not both."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing.amount - self.opening.amount - self.inflow - self.outflow


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A file once read: its accounts, what became of each of its rows, and what is odd, in French."""

    name: str
    kind: str
    statements: tuple[Statement, ...]
    fates: tuple[RowFate, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def lost(self) -> tuple[RowFate, ...]:
        return tuple(fate for fate in self.fates if fate.lost)


@dataclass(frozen=True, slots=True)
class Matches:
    """Lines read against those known: new ones, the same ones, and those that may be the same, for a person to say."""

    new: tuple[StatementLine, ...]
    same: tuple[StatementLine, ...]
    near: tuple[tuple[StatementLine, StatementLine], ...]  # the line read, the line known
