"""Exports overlap and labels change; two real movements may be alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from maillage.funding.rules.statements.doubles import matched
from maillage.funding.types.statements import StatementLine

LINE = StatementLine("42", date(2026, 12, 10), Decimal("-75.50"), "VIR INDEMNITE REUNION")


def line(**known: Any) -> StatementLine:
    return replace(LINE, **known)


def test_two_real_lines_alike_are_both_kept_and_known_again() -> None:
    twice = [LINE, line()]
    assert len(matched([], twice).new) == 2
    again = matched(twice, [line(), line()])
    assert (again.new, len(again.same), again.near) == ((), 2, ())
    assert len(matched(twice, [line(), line(), line()]).new) == 1


def test_a_refund_between_two_payments_is_three_lines() -> None:
    day = [line(amount=Decimal(amount)) for amount in ("-13.00", "13.00", "-13.00")]
    assert len(matched([], day).new) == 3
    assert matched(day, day).new == ()


def test_a_label_that_gained_words_is_proposed_never_dropped() -> None:
    found = matched([LINE], [line(label="VIR INDEMNITE REUNION REF: 12345")])
    assert (found.new, found.same) == ((), ())
    assert found.near == ((line(label="VIR INDEMNITE REUNION REF: 12345"), LINE),)


def test_the_nearest_label_is_proposed_and_the_other_line_is_new() -> None:
    other, changed = line(label="CB PAPETERIE"), line(label="VIR INDEMNITE REUNION REF: 12345")
    found = matched([LINE], [other, changed])
    assert found.near == ((changed, LINE),)
    assert found.new == (other,)


def test_a_balance_after_it_decides() -> None:
    known = line(balance=Decimal(100))
    assert matched([known], [line(label="Autre", balance=Decimal(100))]).same
    assert matched([known], [line(balance=Decimal("24.50"))]).new


def test_a_bank_reference_tells_two_lines_of_one_label_apart() -> None:
    known = line(reference="A1")
    assert matched([known], [line(reference="A1", label="Autre")]).same
    assert matched([known], [line(reference="A2")]).near
    both = matched([known], [line(reference="A2"), line(reference="A1")])
    assert (len(both.new), len(both.same)) == (1, 1)


def test_another_account_or_day_is_another_line() -> None:
    assert len(matched([LINE], [line(account="43"), line(booked=date(2026, 12, 11))]).new) == 2


LINES = st.lists(
    st.builds(
        line,
        amount=st.sampled_from([Decimal(5), Decimal(-5)]),
        label=st.sampled_from(["VIR", "VIR A", "VIR A B", "CB"]),
        reference=st.sampled_from(["", "R1", "R2"]),
    ),
    max_size=6,
)


@given(LINES, LINES)
def test_each_line_read_has_one_answer_and_the_same_file_adds_nothing(
    known: Sequence[StatementLine], read: Sequence[StatementLine]
) -> None:
    found = matched(known, read)
    assert Counter((*found.new, *found.same, *(one for one, _ in found.near))) == Counter(read)
    assert not Counter(other for _, other in found.near) - Counter(known)
    again = matched([*known, *read], read)
    assert (again.new, again.near) == ((), ())
