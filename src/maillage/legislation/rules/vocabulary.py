"""The words of rules besides + and ×: to the cent, at most, at least, in whole blocks, on another day."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import reduce
from operator import add, mul

from maillage.legislation.engine.quantity import ROUNDED, ZERO, Number, Quantity
from maillage.legislation.engine.rules import Law

CENT = Decimal("0.01")


def total(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of at least one."""
    return reduce(add, quantities)


def product(quantities: Iterable[Quantity]) -> Quantity:
    """The product of at least one."""
    return reduce(mul, quantities)


def to_the_cent(quantity: Quantity, rounding: str = ROUND_HALF_UP) -> Quantity:
    return _bound_by_bound(quantity, lambda bound: bound.quantize(CENT, rounding, ROUNDED))


def whole_blocks(quantity: Quantity, size: Quantity) -> Quantity:
    """The number of blocks started: 6 by blocks of 5 is 2."""
    return _bound_by_bound(quantity / size, lambda bound: bound.to_integral_value(ROUND_CEILING))


def at_most(quantity: Quantity, limit: Number) -> Quantity:
    return _either(quantity, limit, min)


def at_least(quantity: Quantity, floor: Number) -> Quantity:
    return _either(quantity, floor, max)


def shared(whole: Quantity, part: Quantity, *, price: Quantity, other: Quantity) -> Quantity:
    """`part` of the whole at one price, the rest at the other.

    The part stands on both sides: the sum is also the whole at the other price plus what the part changes, and what
    is certain is what both ways of counting allow.
    """
    taken = at_most(part, whole)
    summed = taken * price + at_least(whole - taken, 0) * other
    changed = whole * other + taken * (price - other)
    return Quantity.between(
        max(summed.low, changed.low), min(summed.high, changed.high), summed.sources, summed.missing
    )


def within(quantity: Quantity, maximum: Callable[[], Quantity]) -> Quantity:
    """Bound an unknown amount: it is never negative, and a published maximum stands above it.

    A known amount is left alone, and so is one that is certainly above the maximum: nothing is cut in silence.
    """
    if quantity.is_known:
        return quantity
    low, most = max(quantity.low, ZERO), maximum() + Quantity.exactly(0)
    if low >= most.high:
        return quantity
    if quantity.high <= most.high:
        return Quantity.between(low, quantity.high, quantity.sources, quantity.missing)
    return Quantity.between(low, most.high, quantity.sources | most.sources, quantity.missing | most.missing)


@contextmanager
def on_the_day(law: Law, day: date) -> Iterator[None]:
    """Read the law as it is another day: a mission may begin after the contract year that holds it."""
    before, law.on = law.on, day
    try:
        yield
    finally:
        law.on = before


def _either(one: Quantity, two: Number, pick: Callable[[Decimal, Decimal], Decimal]) -> Quantity:
    one, two = one + Quantity.exactly(0), two + Quantity.exactly(0)
    return Quantity.between(
        pick(one.low, two.low), pick(one.high, two.high), one.sources | two.sources, one.missing | two.missing
    )


def _bound_by_bound(quantity: Quantity, rounded: Callable[[Decimal], Decimal]) -> Quantity:
    """A function that keeps order, applied to both sides; an infinite one stays so."""
    if quantity.is_known:
        low = high = rounded(quantity.low)
    else:
        low, high = (
            rounded(bound) if bound.is_finite() else bound for bound in (quantity.low, quantity.high)
        )
    return Quantity.between(low, high, quantity.sources, quantity.missing)
