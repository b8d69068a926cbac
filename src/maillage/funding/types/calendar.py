"""Payments that are expected, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.funding.enums import Arrival
from maillage.kernel import Answer


@dataclass(frozen=True, slots=True)
class Expected:
    """A payment of a contract. `due_on` is None when no text gives the day: `why` says so, `not_before` bounds it.

    `key` is its own in its contract, for ever. `is_fixed`: not the variable part, which depends on results.
    """

    key: str
    label: str
    due_on: date | None
    not_before: date
    amount: Answer
    is_fixed: bool
    contract_year: int | None = None
    mission: str = ""
    kind: str = ""
    rule: str = ""
    why: str = ""
    #: Of a variable part: how sure its rate is, in words; empty while nobody said one.
    state: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """Money that came for a payment, euros; what was undone is not among it."""

    expects: str
    on: date
    amount: Decimal
    is_last: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A payment and what became of it. `gap` is what is missing (above zero) or came besides, None while unknown."""

    expected: Expected
    came: Sequence[Came]
    received: Decimal
    arrival: Arrival
    gap: Decimal | None

    @property
    def note(self) -> str:
        return next((each.note for each in reversed(self.came) if each.note), "")


@dataclass(frozen=True, slots=True)
class Readings:
    """What is still to come, read three ways, in euros. `expected` is None while an amount is unknown.

    `prudent`: fixed parts at their lowest. `expected`: every amount that is known. `most`: every upper bound, None
    when one has none.
    """

    prudent: Decimal
    expected: Decimal | None
    most: Decimal | None
