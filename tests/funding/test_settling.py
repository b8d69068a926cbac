"""Payments found again in a statement, executed or come back."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from maillage.funding.rules.settling import settled
from maillage.funding.types.statements import Detail, StatementLine
from maillage.funding.types.transfers import Batch, Debtor, Payment

DAY = date(2026, 11, 20)
OURS = Debtor("CPTS du Val d’Œuvre", "FR7630006000011234567890189", "AGRIFRPP")


def batch(reference: str, *amounts: str, on: date = DAY) -> Batch:
    payments = (
        Payment(f"{reference}-{rank}", f"associé {rank}", "FR1420041010050500013M02606", Decimal(amount))
        for rank, amount in enumerate(amounts, start=1)
    )
    return Batch(reference, datetime(2026, 11, 18, 12), on, OURS, tuple(payments))  # noqa: DTZ001 — clocks of the structure


def line(amount: str, *details: tuple[str, str, str], **known: Any) -> StatementLine:
    told = tuple(Detail(Decimal(each), reference, returned=code) for each, reference, code in details)
    return replace(StatementLine("42", DAY, Decimal(amount), "VIR", details=told), **known)


LOT = batch("LOT11", "150.00", "75.50", "318.40")


def test_each_transfer_of_a_batch_is_settled_for_its_own_amount() -> None:
    told = line("-543.90", ("-150.00", "LOT11-1", ""), ("-75.50", "LOT11-2", ""), ("-318.40", "LOT11-3", ""))
    found = settled([told], [LOT])
    assert [each.payment for each in found.settlements] == list(LOT.payments)
    assert found.left == ()


def test_a_line_without_details_settles_the_batch_that_it_names() -> None:
    twin = batch("LOT12", "500.00", "43.90")
    found = settled([line("-543.90", batch="LOT11", batch_count=3)], [twin, LOT])
    assert {each.payment.reference for each in found.settlements} == {"LOT11-1", "LOT11-2", "LOT11-3"}


def test_a_batch_named_for_another_total_is_left() -> None:
    assert settled([line("-500.00", batch="LOT11")], [LOT, batch("LOT12", "500.00")]).settlements == ()


def test_a_line_that_names_nothing_settles_the_only_batch_of_its_total_and_days() -> None:
    assert len(settled([line("-543.90", booked=date(2026, 11, 23))], [LOT]).settlements) == 3
    assert settled([line("-543.90", booked=date(2026, 12, 23))], [LOT]).settlements == ()
    twins = [LOT, batch("LOT12", "543.90")]
    assert settled([line("-543.90")], twins).left == (line("-543.90"),)


def test_a_batch_is_settled_once() -> None:
    found = settled([line("-543.90"), line("-543.90")], [LOT])
    assert (len(found.settlements), len(found.left)) == (3, 1)


def test_a_transfer_that_came_back_is_told_with_its_reason() -> None:
    (back,) = settled([line("75.50", ("75.50", "LOT11-2", "AC04"), is_reversal=True)], [LOT]).settlements
    assert (back.payment.reference, back.returned, back.why) == (
        "LOT11-2",
        "AC04",
        "Rejeté\N{NO-BREAK SPACE}: compte clos.",
    )
    (unsaid,) = settled([line("75.50", ("75.50", "LOT11-2", ""))], [LOT]).settlements
    assert "ne dit pas" in unsaid.why


def test_a_line_partly_known_is_left_whole() -> None:
    told = line("-160.00", ("-150.00", "LOT11-1", ""), ("-10.00", "AUTRE-1", ""))
    assert settled([told], [LOT]).left == (told,)
    wrong = line("-151.00", ("-151.00", "LOT11-1", ""))
    assert settled([wrong], [LOT]).left == (wrong,)


def test_a_line_of_the_bank_itself_is_left() -> None:
    fees = line("-4.50", label="FRAIS")
    assert settled([fees], [LOT]).left == (fees,)
    assert settled([fees], []).settlements == ()
