"""A number of the law: a point when all is known, else the interval that is certain.

Soundness: complete the unknowns as you like within their bounds, the exact result lies in the interval.
Operations round to 34 digits, the same way in every such world, and rounding keeps order: the bounds stay
true, and sums and products of money are exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import reduce
from typing import NoReturn, TypeAlias

from maillage.kernel import Missing, Source

INFINITY = Decimal("Infinity")
ZERO = Decimal(0)
ROUNDED = Context(prec=34)

Number: TypeAlias = "Quantity | Decimal | int"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An interval with the texts it comes from. It is a point exactly when nothing is missing.

    A side without a known bound is infinite. Raises ValueError when one of these promises is broken.
    """

    low: Decimal
    high: Decimal
    sources: frozenset[Source] = frozenset()
    missing: frozenset[Missing] = frozenset()

    def __post_init__(self) -> None:
        if self.low is self.high and self.low.is_finite() and not self.missing:
            return  # a point, as most are
        if not self.low <= self.high or self.low == INFINITY or self.high == -INFINITY:
            raise ValueError(f"Not an interval: {self.low} to {self.high}")
        if self.is_known == bool(self.missing):
            raise ValueError(f"{self.low} to {self.high}: an interval, and it alone, says what is missing")

    @classmethod
    def exactly(cls, number: Decimal | int, *sources: Source) -> Quantity:
        point = Decimal(number)
        return cls(point, point, frozenset(sources))

    @classmethod
    def between(
        cls, low: Decimal, high: Decimal, sources: frozenset[Source], missing: frozenset[Missing]
    ) -> Quantity:
        """An interval; once both bounds meet, nothing is missing any more."""
        return cls(low, low, sources) if low == high else cls(low, high, sources, missing)

    @property
    def is_known(self) -> bool:
        return self.low is self.high or self.low == self.high

    @property
    def is_zero(self) -> bool:
        """Certainly nothing, whatever stands beside it."""
        return not self.low and not self.high

    def holds(self, number: Decimal | int) -> bool:
        return self.low <= number <= self.high

    def __add__(self, other: Number) -> Quantity:
        other = _lifted(other)
        return self._with(other, ROUNDED.add(self.low, other.low), ROUNDED.add(self.high, other.high))

    def __sub__(self, other: Number) -> Quantity:
        other = _lifted(other)
        low, high = ROUNDED.subtract(self.low, other.high), ROUNDED.subtract(self.high, other.low)
        return self._with(other, low, high)

    def __mul__(self, other: Number) -> Quantity:
        """0 × unknown is a certain 0, and owes nothing to the unknown."""
        other = _lifted(other)
        if self.is_zero or other.is_zero:
            return self if self.is_zero else other
        return self._at_ends(other, _product)

    def __truediv__(self, other: Number) -> Quantity:
        """Raises ZeroDivisionError for a certain 0; a divisor that may be 0 leaves nothing certain."""
        other = _lifted(other)
        if other.is_zero:
            raise ZeroDivisionError("A rule divides by zero")
        if other.holds(0):
            return self._with(other, -INFINITY, INFINITY)
        return self if self.is_zero else self._at_ends(other, _quotient)

    def __lt__(self, other: Number) -> Verdict:
        other = _lifted(other)
        missing = self.missing | other.missing
        if self.high < other.low or self.low >= other.high:
            return Verdict(self.high < other.low, self.sources | other.sources)
        return Verdict(None, self.sources | other.sources, missing)

    def __gt__(self, other: Number) -> Verdict:
        return _lifted(other) < self

    def __radd__(self, other: Decimal | int) -> Quantity:
        return _lifted(other) + self

    def __rsub__(self, other: Decimal | int) -> Quantity:
        return _lifted(other) - self

    def __rmul__(self, other: Decimal | int) -> Quantity:
        return _lifted(other) * self

    def _at_ends(self, other: Quantity, counted: Callable[[Decimal, Decimal], Decimal]) -> Quantity:
        """Between the least and the greatest of what a side of each gives."""
        if self.is_known and other.is_known:
            point = counted(self.low, other.low)
            return self._with(other, point, point)
        ends = [counted(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return self._with(other, min(ends), max(ends))

    def resting_on(self, sources: frozenset[Source]) -> Quantity:
        """The same, which owes to these texts too."""
        return Quantity(self.low, self.high, self.sources | sources, self.missing)

    def _with(self, other: Quantity, low: Decimal, high: Decimal) -> Quantity:
        return Quantity.between(low, high, self.sources | other.sources, self.missing | other.missing)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, no, or (None) unknown, with the texts it rests on and what would settle it."""

    is_yes: bool | None
    sources: frozenset[Source] = frozenset()
    missing: frozenset[Missing] = frozenset()

    def __bool__(self) -> NoReturn:
        raise TypeError("A verdict may be unknown, and unknown is not no: use choose(verdict, yes, no)")


def choose(verdict: Verdict, yes: Number, no: Number) -> Quantity:
    """The branch the verdict takes; what both branches cover when it is unknown."""
    yes, no = _lifted(yes), _lifted(no)
    certain = yes if verdict.is_yes else no
    chosen = _hull(yes, no, verdict.missing) if verdict.is_yes is None else certain
    return chosen.resting_on(verdict.sources)


def pick(index: Quantity, read: Callable[[int], Quantity]) -> Quantity:
    """`read(index)`, for a whole number known within finite bounds; reads nothing outside them."""
    numbers = range(math.ceil(index.low), math.floor(index.high) + 1)
    picked = reduce(
        lambda one, two: _hull(one, two, index.missing), (_lifted(read(number)) for number in numbers)
    )
    return picked.resting_on(index.sources)


def _hull(one: Quantity, two: Quantity, missing: frozenset[Missing]) -> Quantity:
    low, high = min(one.low, two.low), max(one.high, two.high)
    return Quantity.between(low, high, one.sources | two.sources, one.missing | two.missing | missing)


def _lifted(number: Number) -> Quantity:
    return number if isinstance(number, Quantity) else Quantity.exactly(number)


def _product(a: Decimal, b: Decimal) -> Decimal:
    """As a bound: 0 times an infinite side is 0, since every number of that side is finite."""
    return ROUNDED.multiply(a, b) if a and b else ZERO


def _quotient(a: Decimal, b: Decimal) -> Decimal:
    """As a bound: anything over an infinite side comes as near to 0 as one likes."""
    return ZERO if b.is_infinite() else ROUNDED.divide(a, b)
