"""Double entries: what is refused, and what holds of any books."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.funding.rules.apportioning import apportioned
from maillage.funding.rules.books import (
    balance,
    by_mission,
    income_statement,
    judge,
    may_change,
    opening,
    reversal,
    to_reverse,
)
from maillage.funding.types.books import Entry, Line
from maillage.kernel import BadInput

DAY = date(2026, 11, 30)
NEXT = date(2027, 1, 1)
#: As the accountant of the tests numbers them.
RESULT = {"excedent": "120", "deficit": "129"}


def lines(*sides: tuple[str, str, str]) -> tuple[Line, ...]:
    return tuple(Line(account, Decimal(debit), Decimal(credit)) for account, debit, credit in sides)


def entry(*sides: tuple[str, str, str], **known: Any) -> Entry:
    return replace(Entry(1, "BQ", DAY, "Indemnités", lines(*sides)), **known)


PAID = entry(("622", "100.00", "0"), ("512", "0", "100.00"))


def test_a_balanced_entry_is_written() -> None:
    assert judge(PAID) == PAID


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (entry(("622", "100", "0"), ("512", "0", "99.99")), "il manque 0,01 € au crédit"),
        (entry(("622", "99", "0"), ("512", "0", "100")), "au débit"),
        (entry(("622", "100", "0")), "moins de deux lignes"),
        (entry(("622", "0", "0"), ("512", "0", "0")), "au-dessus de zéro"),
        (entry(("622", "5", "5"), ("512", "5", "5")), "l’un des deux"),
        (entry(("622", "-5", "0"), ("512", "0", "-5")), "au-dessus de zéro"),
        (entry(("622", "0.005", "0"), ("512", "0", "0.005")), "deux décimales"),
        (entry(("62", "5", "0"), ("512", "0", "5")), "« 62 » n’est pas un compte"),
        (entry(("LBP", "5", "0"), ("512", "0", "5")), "« LBP »"),
        (replace(PAID, label=" "), "libellé"),
    ],
)
def test_an_entry_that_does_not_hold_is_refused(wrong: Entry, said: str) -> None:
    with pytest.raises(BadInput) as refusal:
        judge(wrong)
    assert said in str(refusal.value).replace("\N{NO-BREAK SPACE}", " ")


def test_thirds_of_an_indemnity_make_a_balanced_entry() -> None:
    parts = apportioned(Decimal(100), dict.fromkeys(("accès", "parcours", "prévention"), Fraction(1)))
    spread = [Line("622", debit=amount, mission=mission) for mission, amount in parts.items()]
    judge(replace(PAID, lines=(*spread, Line("512", credit=Decimal(100)))))


def test_what_is_validated_changes_by_its_reversal_alone() -> None:
    kept = replace(PAID, validated_on=DAY, piece="F-12", piece_on=DAY)
    assert may_change(PAID)
    assert not may_change(kept)
    back = judge(reversal(kept, number=2, on=NEXT))
    assert (back.reverses, back.piece, back.validated_on) == (1, "F-12", None)
    assert all(not each.balance for each in balance([kept, back]))
    with pytest.raises(BadInput, match="avant"):
        reversal(kept, number=2, on=DAY - timedelta(days=1))


def test_an_entry_is_reversed_once() -> None:
    back = reversal(PAID, number=2, on=NEXT)
    assert to_reverse([PAID], 1) == PAID
    with pytest.raises(BadInput, match="déjà extournée"):
        to_reverse([PAID, back], 1)
    with pytest.raises(BadInput, match="n’existe pas"):
        to_reverse([PAID], 3)


def test_volunteers_make_no_result() -> None:
    given_time = entry(("864", "300.00", "0"), ("875", "0", "300.00"))
    grant = entry(("512", "150.00", "0"), ("740", "0", "150.00"), number=2)
    found = income_statement([PAID, given_time, grant])
    assert found.result == Decimal(50)
    assert (found.charges, found.produits) == ({"62": Decimal(100)}, {"74": Decimal(150)})
    assert (found.given_charges, found.given_produits) == ({"86": Decimal(300)}, {"87": Decimal(300)})


def test_the_balance_stops_at_a_day() -> None:
    later = entry(("622", "7", "0"), ("512", "0", "7"), on=NEXT)
    assert [each.balance for each in balance([PAID, later], until=DAY)] == [Decimal(-100), Decimal(100)]


def test_a_year_without_anything_opens_nothing() -> None:
    assert opening([], number=1, journal="AN", on=NEXT, **RESULT) is None
    undone = [PAID, reversal(PAID, number=2, on=DAY)]
    assert opening(undone, number=1, journal="AN", on=NEXT, **RESULT) is None


ACCOUNTS = st.sampled_from(
    ["106", "120", "129", "401", "421", "512", "530", "606", "622", "641", "740", "756", "864", "875"]
)
AMOUNTS = st.integers(1, 10**7).map(lambda cents: Decimal(cents).scaleb(-2))


@st.composite
def written(draw: st.DrawFn) -> Entry:
    """One debit or more, and one credit for all of it; class 8 stays with itself."""
    debits = draw(
        st.lists(
            st.tuples(ACCOUNTS, AMOUNTS, st.sampled_from(["", "accès", "crise"])), min_size=1, max_size=4
        )
    )
    whole = sum(amount for _, amount, _ in debits)
    spread = [Line(account, debit=amount, mission=mission) for account, amount, mission in debits]
    return Entry(1, "OD", DAY, "Écriture", (*spread, Line(draw(ACCOUNTS), credit=whole)))


@given(st.lists(written(), max_size=4))
def test_books_always_sum_to_zero(entries: Sequence[Entry]) -> None:
    for each in entries:
        judge(each)
        judge(reversal(each, number=2, on=DAY))
    assert sum(each.balance for each in balance(entries)) == 0


@given(st.lists(written(), max_size=4))
def test_missions_make_the_income_statement(entries: Sequence[Entry]) -> None:
    found, missions = income_statement(entries), by_mission(entries)
    assert sum(each.left for each in missions) == found.result
    assert sum(each.charges for each in missions) == sum(found.charges.values())


@given(
    st.lists(
        written().filter(lambda each: not any(line.account[0] == "8" for line in each.lines)), max_size=4
    )
)
def test_what_a_year_leaves_opens_the_next(entries: Sequence[Entry]) -> None:
    opened = opening(entries, number=1, journal="AN", on=NEXT, **RESULT)
    carried = {each.account: each.balance for each in balance([opened] if opened else [])}
    held = {each.account: each.balance for each in balance(entries)}
    for account in ("106", "401", "421", "512", "530"):
        assert carried.get(account, 0) == held.get(account, 0)
    result = income_statement(entries).result
    before = held.get("120", 0) + held.get("129", 0)
    assert carried.get("120", 0) + carried.get("129", 0) == before - result
