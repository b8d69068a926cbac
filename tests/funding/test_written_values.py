"""Amounts and days, as banks and people write them."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.funding.rules.written_values import day_of, has_sign, plain_amount, read_amount
from maillage.kernel import euros

CENTS = st.integers(-(10**11), 10**11).map(lambda cents: Decimal(cents).scaleb(-2))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1\u202f234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1234.5", "1234.50"),
        ("1 234", "1234.00"),
        ("1.234.567", "1234567.00"),
        ("12 345,67 €", "12345.67"),
        ("45,6 EUR", "45.60"),
        ("−63,00", "-63.00"),
        ("(63,00)", "-63.00"),
        ("63,00-", "-63.00"),
        ("- 63,00", "-63.00"),
        ("+63,00", "63.00"),
        ("75.50000000000001", "75.50"),
        ("0", "0.00"),
    ],
)
def test_an_amount_is_read_to_the_cent(written: str, expected: str) -> None:
    assert str(read_amount(written)) == expected


@pytest.mark.parametrize("written", ["12,345", "1.234", "0,125"])
def test_what_two_countries_read_otherwise_is_asked(written: str) -> None:
    with pytest.raises(ValueError, match="deux façons"):
        read_amount(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abc",
        "1 23",
        "--5",
        "(-5)",
        "5-5",
        "1,234,56",
        "1234,567",
        "1e5",
        "12/5",
        "9" * 40,
        "NaN",
        "12,3456",
    ],
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"montant|décimales"):
        read_amount(written)


@given(CENTS)
def test_what_we_print_is_what_we_read(amount: Decimal) -> None:
    assert read_amount(euros(amount)) == amount
    assert read_amount(f"{amount:.2f}".replace(".", ",")) == amount
    assert plain_amount(f"{amount:.2f}") == amount


@given(st.text(max_size=20))
def test_any_text_is_an_amount_to_the_cent_or_none(text: str) -> None:
    for reader in (read_amount, plain_amount):
        with suppress(ValueError):
            assert reader(text).as_tuple().exponent == -2


def test_a_sign_is_seen_wherever_it_stands() -> None:
    assert [has_sign(each) for each in ("−5", "5-", "(5)", "+5", "5")] == ["-", "-", "-", "+", ""]


@pytest.mark.parametrize(
    "written",
    [
        "10/12/2026",
        "10/12/26",
        "10-12-2026",
        "10.12.2026",
        "2026-12-10",
        "20261210",
        "2026-12-10T09:30:00",
        "10/12/2026 09:30",
    ],
)
def test_a_day_is_read_in_any_usual_form(written: str) -> None:
    assert day_of(written) == date(2026, 12, 10)


@pytest.mark.parametrize("written", ["", "31/02/2026", "demain", "12/2026", "10/12-2026", "0000-01-01"])
def test_what_is_no_day_is_none(written: str) -> None:
    assert day_of(written) is None
