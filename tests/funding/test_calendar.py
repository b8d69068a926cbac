"""Payments that are expected, and what came of them: pure."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from maillage.funding.enums import Arrival
from maillage.funding.rules.calendar import OVER, line, lines, readings
from maillage.funding.types.calendar import Came, Expected
from maillage.kernel import Answer

DAY = date(2026, 6, 1)
CENTS = st.decimals(Decimal("0.01"), Decimal(1_000_000), places=2)


def known(amount: Decimal | int) -> Answer:
    value = Decimal(amount)
    return Answer(value, value, value)


def expected(amount: Answer, *, due: date | None = DAY, key: str = "k", is_fixed: bool = True) -> Expected:
    return Expected(key, "Solde", due, due or DAY, amount, is_fixed)


def came(amount: Decimal | int, *, is_last: bool = False, note: str = "") -> Came:
    return Came("k", DAY, Decimal(amount), is_last, note)


def test_its_day_is_not_late_and_the_day_after_is() -> None:
    assert line(expected(known(10)), [], on=DAY).arrival == Arrival.AWAITED
    assert line(expected(known(10)), [], on=DAY + timedelta(1)).arrival == Arrival.LATE


def test_without_a_day_nothing_is_late() -> None:
    assert line(expected(known(10), due=None), [], on=date(2100, 1, 1)).arrival == Arrival.AWAITED


def test_a_part_of_it_says_what_lacks() -> None:
    told = line(expected(known(10)), [came(4)], on=DAY)
    assert (told.arrival, told.gap) == (Arrival.PARTIAL, Decimal(6))


def test_a_gap_that_is_explained_is_over() -> None:
    told = line(expected(known(10)), [came(4), came(5, is_last=True, note="Taux retenu : 90 %")], on=DAY)
    assert (told.arrival, told.gap, told.note) == (Arrival.SHORT, Decimal(1), "Taux retenu : 90 %")


def test_an_amount_that_nobody_knows_has_come_when_somebody_says_so() -> None:
    unknown = expected(Answer(None, Decimal(0), Decimal(100)))
    assert line(unknown, [came(40)], on=DAY).arrival == Arrival.PARTIAL
    told = line(unknown, [came(40, is_last=True, note="Notifié")], on=DAY)
    assert (told.arrival, told.gap) == (Arrival.RECEIVED, None)


@given(CENTS, st.lists(CENTS, max_size=5))
def test_received_and_gap_make_the_amount(amount: Decimal, parts: list[Decimal]) -> None:
    told = line(expected(known(amount)), [came(part) for part in parts], on=DAY)
    assert told.gap is not None
    assert told.received + told.gap == amount
    assert (told.arrival == Arrival.RECEIVED) == (sum(parts) >= amount)


@given(st.lists(st.tuples(CENTS, CENTS, st.booleans(), CENTS), max_size=6))
def test_prudent_is_never_above_the_most(rows: list[tuple[Decimal, Decimal, bool, Decimal]]) -> None:
    """Whatever came already."""
    every = [
        expected(Answer(None, min(a, b), max(a, b)), key=str(rank), is_fixed=is_fixed)
        for rank, (a, b, is_fixed, _) in enumerate(rows)
    ]
    receipts = [Came(str(rank), DAY, got) for rank, (*_, got) in enumerate(rows)]
    told = readings(lines(every, receipts, on=DAY))
    assert told.most is not None
    assert told.prudent <= told.most
    assert (told.expected is None) == bool(rows)


def test_what_is_over_is_not_to_come() -> None:
    over = line(expected(known(10)), [came(4, is_last=True, note="Fin")], on=DAY)
    assert over.arrival in OVER
    assert readings([over]).most == 0


def test_a_variable_part_is_not_prudent() -> None:
    told = readings([line(expected(known(10), is_fixed=False), [], on=DAY)])
    assert (told.prudent, told.expected, told.most) == (0, 10, 10)


def test_an_amount_without_bound_makes_the_most_unknown() -> None:
    told = readings([line(expected(Answer(None, Decimal(3))), [], on=DAY)])
    assert (told.prudent, told.expected, told.most) == (3, None, None)
