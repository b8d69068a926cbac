"""Double entries of a legal person: what is written in its books, and what is read of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from maillage.funding.types.money import ZERO


@dataclass(frozen=True, slots=True)
class Line:
    """One side of one account, in euros: `debit` or `credit`, the other is zero.

    `party` and `party_name` are whom an account of third parties is about; `mission` is what the line is spent or
    received for; `letter` and `lettered_on` tie a debt to what settled it.
    """

    account: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    party: str = ""
    party_name: str = ""
    mission: str = ""
    letter: str = ""
    lettered_on: date | None = None

    @property
    def balance(self) -> Decimal:
        """Debit less credit."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class Entry:
    """Lines whose debits are their credits. Validated (`validated_on`), it changes by its reversal alone.

    `number` is its own in the year, without a hole; `reverses` is that of the entry it undoes.
    """

    number: int
    journal: str
    on: date
    label: str
    lines: tuple[Line, ...]
    piece: str = ""
    piece_on: date | None = None
    validated_on: date | None = None
    reverses: int | None = None


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """A line of the *balance*: sums of an account; `balance` is debit less credit."""

    account: str
    debit: Decimal
    credit: Decimal

    @property
    def balance(self) -> Decimal:
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class IncomeStatement:
    """The *compte de résultat*, each side by the two first digits of its accounts.

    Volunteers' work (class 8) is told apart, on both sides: it makes no result.
    """

    charges: Mapping[str, Decimal]
    produits: Mapping[str, Decimal]
    given_charges: Mapping[str, Decimal] = field(default_factory=dict)
    given_produits: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def result(self) -> Decimal:
        """Products less charges: positive is an *excédent*."""
        return sum(self.produits.values(), ZERO) - sum(self.charges.values(), ZERO)


@dataclass(frozen=True, slots=True)
class MissionReturn:
    """What was spent and received for a mission; `mission` is empty for what is for none."""

    mission: str
    charges: Decimal
    produits: Decimal

    @property
    def left(self) -> Decimal:
        return self.produits - self.charges


@dataclass(frozen=True, slots=True)
class ProposedAccount:
    """An account of a chart that is proposed; `use` is an AccountUse, or empty."""

    number: str
    label: str
    use: str = ""


@dataclass(frozen=True, slots=True)
class CashRow:
    """A line of the cash book: an entry, by what it moves of the money held (class 5), and `balance` after it.

    `came` and `left` are euros, zero when nothing did. What is drawn from the bank to the cash box does both.
    """

    pk: int
    number: int
    on: date
    label: str
    came: Decimal
    left: Decimal
    balance: Decimal
    categories: str
    missions: str
    piece: str
    piece_on: date | None
    held: str
    is_validated: bool
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class Reconciled:
    """An account at the bank on a day, as the books say it and as the bank does: `said` is None before its first day."""

    label: str
    written: Decimal
    said: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """What the books have more than the bank."""
        return None if self.said is None else self.written - self.said


@dataclass(frozen=True, slots=True)
class Movement:
    """What somebody notes: `held` is the account where the money is, `category` what it is for (keys of `Account`)."""

    on: date
    label: str
    way: str
    amount: Decimal
    held: int
    category: int
    mission: str = ""
    piece: str = ""
    piece_on: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the bank to range: the category proposed (its key), why, and movements it may be: (key, words)."""

    pk: int
    on: date
    words: str
    amount: Decimal
    category: int | None
    why: str
    noted: tuple[tuple[int, str], ...] = ()
