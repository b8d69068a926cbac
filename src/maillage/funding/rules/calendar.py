"""What became of the payments that a contract promises: pure, of a day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from maillage.funding.enums import Arrival
from maillage.funding.types.calendar import Came, Expected, Line, Readings

ZERO = Decimal(0)
#: Nothing more is awaited of these.
OVER = frozenset({Arrival.RECEIVED, Arrival.SHORT})


def lines(expected: Iterable[Expected], came: Iterable[Came], *, on: date) -> list[Line]:
    """Each payment with what came for it, in the order given."""
    of: dict[str, list[Came]] = defaultdict(list)
    for each in sorted(came, key=lambda one: one.on):
        of[each.expects].append(each)
    return [line(each, of[each.key], on=on) for each in expected]


def line(expected: Expected, came: Sequence[Came], *, on: date) -> Line:
    received = sum((each.amount for each in came), ZERO)
    gap = None if expected.amount.value is None else expected.amount.value - received
    return Line(expected, came, received, arrival(expected, received, came, on=on), gap)


def arrival(expected: Expected, received: Decimal, came: Sequence[Came], *, on: date) -> Arrival:
    """An amount that is not known has come once somebody says that nothing more will."""
    value, is_over = expected.amount.value, any(each.is_last for each in came)
    if received and value is not None and received >= value:
        return Arrival.RECEIVED
    if is_over:
        return Arrival.SHORT if value is not None else Arrival.RECEIVED
    if received:
        return Arrival.PARTIAL
    if expected.due_on and expected.due_on < on:
        return Arrival.LATE
    return Arrival.AWAITED


def readings(awaited: Iterable[Line]) -> Readings:
    """Of what is not over: what is left to come of each payment."""
    prudent, expected, most = ZERO, ZERO, ZERO
    is_known = is_bounded = True
    for each in awaited:
        if each.arrival in OVER:
            continue
        answer = each.expected.amount
        if each.expected.is_fixed:
            prudent += max(ZERO, (answer.low or ZERO) - each.received)
        if answer.value is None:
            is_known = False
        else:
            expected += max(ZERO, answer.value - each.received)
        if answer.high is None:
            is_bounded = False
        else:
            most += max(ZERO, answer.high - each.received)
    return Readings(prudent, expected if is_known else None, most if is_bounded else None)
