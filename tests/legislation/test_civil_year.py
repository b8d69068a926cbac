"""The civil year of an agreement: its prerequisites one by one, the days it pays."""

from datetime import date
from decimal import Decimal

from maillage.legislation import form_subjects, funding, prerequisites, read_facts, year_payments
from maillage.legislation.facts import Given

SMALL = {start.key: start.facts for start in form_subjects()["msp"].starts}["petite"]
END = date(2025, 12, 31)


def kept(**changes: object) -> Given:
    known = {name: getattr(SMALL, name) for name in SMALL.__slots__ if getattr(SMALL, name) not in {None, ()}}
    return read_facts("msp", {**known, **changes})


def met(facts: Given, *, on: date = END) -> dict[str, Decimal | None]:
    return {line.rule: line.answer.value for line in prerequisites("msp", facts, on=on)}


def test_one_prerequisite_that_misses_is_the_one_said_and_nothing_is_due() -> None:
    told = met(kept(coordination=False))
    assert told.pop("msp.coordination_required") == 0
    assert set(told.values()) == {Decimal(1)}
    assert funding("msp", kept(coordination=False), on=END)["msp.amount"].value == 0


def test_what_nobody_said_of_a_prerequisite_is_unknown() -> None:
    facts = read_facts("msp", {"coordination": True})
    assert met(facts)["msp.crisis_required"] is None
    assert met(facts)["msp.coordination_required"] == 1


def test_the_plan_of_crisis_is_asked_from_2023() -> None:
    assert "msp.crisis_required" not in met(kept(), on=date(2022, 12, 31))
    assert "msp.crisis_required" in met(kept(), on=date(2023, 1, 1))
    assert met(kept(), on=date(2021, 12, 31)) == {}


def test_a_form_that_asks_no_prerequisite_tells_none() -> None:
    assert prerequisites("cds", read_facts("cds", {}), on=END) == ()


def test_an_advance_then_what_is_left_make_the_year() -> None:
    advance, balance = year_payments("msp", kept(), 2025, signed=date(2024, 1, 15))
    assert (advance.date, balance.date) == (date(2025, 4, 30), date(2026, 4, 30))
    due = funding("msp", kept(), on=END)["msp.amount"]
    assert due.low is not None
    assert balance.amount.low is not None
    assert advance.amount.high is not None
    assert balance.amount.low + advance.amount.high >= due.low


def test_the_first_advance_follows_the_signature() -> None:
    advance, _ = year_payments("msp", kept(), 2025, signed=date(2025, 11, 30))
    assert advance.date == date(2026, 2, 28)
    assert advance.not_before == date(2025, 11, 30)


def test_no_year_is_paid_before_its_contract_nor_by_another_form() -> None:
    assert year_payments("msp", kept(), 2023, signed=date(2024, 1, 1)) == ()
    assert year_payments("cds", read_facts("cds", {}), 2025, signed=date(2024, 1, 1)) == ()
