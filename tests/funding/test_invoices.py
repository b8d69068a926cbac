"""An invoice received twice is paid once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from maillage.funding.rules.invoices import alike
from maillage.funding.types.invoices import Invoice

PHOTO = Invoice("73282932000074", "F-2026/014", date(2026, 5, 4), Decimal(120))


def invoice(**known: Any) -> Invoice:
    return replace(PHOTO, **known)


@pytest.mark.parametrize("number", ["F-2026/014", "f 2026 014", "F2026014", "f_2026.014"])
def test_a_number_is_the_same_however_it_is_written(number: str) -> None:
    (found,) = alike(invoice(number=number, on=date(2026, 9, 1), amount=Decimal(119)), [PHOTO])
    assert found.blocks
    assert "« F-2026/014 »".replace(" ", "\N{NO-BREAK SPACE}") in found.why


@pytest.mark.parametrize(
    "other",
    [
        invoice(on=date(2025, 5, 4)),  # a supplier begins again each year
        invoice(amount=Decimal(-120)),  # a credit note bears the number of its invoice
        invoice(supplier="35600000000048"),
        invoice(number="F-2026/015", on=date(2026, 5, 10)),
        invoice(number="F-2026/015", amount=Decimal(121)),
    ],
)
def test_another_year_sign_supplier_or_amount_is_another_invoice(other: Invoice) -> None:
    assert alike(other, [PHOTO]) == []


def test_the_same_amount_within_days_is_asked_and_blocks_nothing() -> None:
    (found,) = alike(invoice(number="15", on=date(2026, 5, 9)), [PHOTO])
    assert not found.blocks
    assert "est-ce la même" in found.why


def test_two_invoices_without_number_are_told_by_their_amount() -> None:
    (found,) = alike(invoice(number="—"), [invoice(number="")])
    assert not found.blocks


def test_what_blocks_is_told_first() -> None:
    close = invoice(number="15", on=date(2026, 5, 3))
    assert [each.blocks for each in alike(PHOTO, [close, invoice(on=date(2026, 6, 1))])] == [True, False]
