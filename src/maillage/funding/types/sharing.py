"""A sum shared among associates."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Associate:
    """Somebody who takes a share. `key` is theirs alone among those who share; None is unknown, which is not zero."""

    key: str
    hours: Fraction | None = None
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """Euros, to the cent."""

    key: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Sharing:
    """Shares in the order of the associates given, whose sum is the amount; `said`: the rule, in French."""

    shares: tuple[Share, ...]
    said: str
