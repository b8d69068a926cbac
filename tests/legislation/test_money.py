"""The money rules: payments sum to what is due, unknowns stay unknown."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage import legislation
from maillage.kernel import Answer, BadInput
from maillage.legislation import (
    FEES,
    Contract,
    ask,
    entitlements,
    explain,
    fee,
    form_subjects,
    funding,
    payments,
    read_contract,
    read_facts,
)
from maillage.legislation.engine.quantity import Quantity
from maillage.legislation.engine.rules import Facts, Law
from maillage.legislation.evaluator import formulas
from maillage.legislation.facts import Given
from maillage.legislation.values import parameters

TODAY = date(2024, 12, 10)
KEYS = [mission.key for mission in legislation.missions("cpts", on=TODAY)]
MONEY = st.decimals(min_value=0, max_value=100_000, places=2)
RATE = st.decimals(min_value=0, max_value=1, places=2)


@st.composite
def missions(draw: st.DrawFn, key: str, signed: date, *, known: bool) -> dict[str, Any]:
    part = draw(RATE)
    rates = [RATE, RATE] if known else [st.none() | RATE, st.none() | RATE]
    amount = MONEY if known else st.none() | MONEY
    start = st.integers(0, 1800).map(lambda days: signed + timedelta(days=days))
    told = {
        "key": key,
        "start": draw(start if known else st.none() | start),
        "fixed": draw(amount),
        "variable": draw(amount),
        "indicators": [
            {"weight": weight, "rate": draw(rate)}
            for weight, rate in zip((part, 1 - part), rates, strict=True)
        ],
    }
    return {name: value for name, value in told.items() if value is not None}


@st.composite
def contracts(draw: st.DrawFn, *, known: bool) -> Contract:
    """`known`: nothing is left out; else anything may be."""
    signed = draw(st.dates(date(2022, 10, 1), date(2030, 1, 1)))
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=3))
    told = {
        "signed": signed,
        "size": draw(st.integers(1, 4)),
        "missions": [draw(missions(key, signed, known=known)) for key in keys],
        "prorata": draw(st.sampled_from(["days"] if known else ["days", "months", None])),
        "start_year_prorated": draw(st.booleans() if known else st.none() | st.booleans()),
    }
    return read_contract(told)


@given(contracts(known=True))
def test_payments_of_a_year_sum_to_what_it_is_due_to_the_cent(contract):
    paid = payments(contract)
    for year in entitlements(contract):
        of_year = [each.amount.value for each in paid if each.contract_year == year.number]
        assert sum(of_year) == year.total.value


@given(contracts(known=False))
def test_payments_of_a_year_hold_what_it_is_due_when_something_is_unknown(contract):
    paid = payments(contract)
    for year in entitlements(contract):
        amounts = [each.amount for each in paid if each.contract_year == year.number]
        assert sum(each.low for each in amounts) <= year.total.low
        assert sum(each.high for each in amounts) >= year.total.high
        assert all(each.low >= 0 for each in amounts)


@given(contracts(known=False))
def test_a_contract_is_read_by_year_and_by_day_at_once(contract):
    money = legislation.contract_money(contract)
    assert money.years == entitlements(contract)
    assert money.payments == payments(contract)


def test_a_rule_is_applied_once_to_the_same_facts():
    contract = read_contract(
        {"signed": "2023-09-15", "size": 2, "missions": [{"key": "parcours", "fixed": 10, "variable": 10}]}
    )
    (year,) = (money := legislation.contract_money(contract, years=1)).years
    (due,) = year.missions
    variable = next(payment.amount for payment in money.payments if payment.kind == "variable")
    assert variable.trace is due.variable.trace


@given(contracts(known=False), st.data())
def test_completing_a_contract_stays_within_its_bounds(contract, data):
    signed = contract.signed
    complete = contract.model_copy(
        update={
            "prorata": contract.prorata or data.draw(st.sampled_from(["days", "months"])),
            "start_year_prorated": (
                data.draw(st.booleans())
                if contract.start_year_prorated is None
                else contract.start_year_prorated
            ),
            "missions": tuple(
                mission.model_copy(
                    update={
                        "start": mission.start or signed + timedelta(days=data.draw(st.integers(0, 1800))),
                        "indicators": tuple(
                            each.model_copy(update={"rate": each.rate or (data.draw(RATE),) * 5})
                            for each in mission.indicators
                        ),
                    }
                )
                for mission in contract.missions or ()
            ),
        }
    )
    for partial, full in zip(entitlements(contract), entitlements(complete), strict=True):
        assert partial.total.low <= full.total.low
        assert full.total.high <= partial.total.high


@given(contracts(known=True), MONEY)
def test_more_money_in_the_contract_never_means_less(contract, more):
    richer = contract.model_copy(
        update={
            "missions": tuple(
                each.model_copy(update={"fixed": tuple(amount + more for amount in each.fixed)})
                for each in contract.missions or ()
            )
        }
    )
    for less, most in zip(entitlements(contract), entitlements(richer), strict=True):
        assert less.total.value <= most.total.value


def test_a_payment_without_a_day_says_why_and_from_when():
    contract = read_contract({"signed": "2023-09-15", "size": 2})
    for payment in payments(contract):
        assert bool(payment.why) == (payment.date is None)
        assert payment.not_before >= contract.signed


# -- the other forms and the fees, with any fact left out

SUBJECTS = [
    (name, rule_id)
    for name, subject in (form_subjects() | FEES).items()
    for rule_id in (*subject.rules, *subject.details)
]
#: Facts that stand for what others amount to.
ABOVE = {"size", "points", "socle_points", "prerequisites_met", "precarity_uplift"}
#: A count, and the one that it is a part of.
PARTS = {
    "antibiotics": "tests",
    "positives": "patients",
    "involved": "professionals",
    "protocols_with_ipa": "protocols",
}
WORDS = {"theme": "bilan_medication"}


@st.composite
def some_facts(draw: st.DrawFn, name: str) -> tuple[Given, Given]:
    """Complete facts of a subject, and the same with some left out."""
    kind = (form_subjects() | FEES)[name].facts
    complete: dict[str, Any] = {}
    for each in fields(kind):
        if not each.metadata:
            complete |= {each.name: WORDS[each.name]} if each.name in WORDS else {}
            continue
        low, high = each.metadata["bounds"]
        top = int(high) if high.is_finite() else 500
        number: Any = draw(st.integers(int(max(low, 0)), top))
        words = each.metadata["unit"].split("|")
        complete[each.name] = words[number] if "Literal" in str(each.type) else number
    for above in ABOVE:  # leaving it out is another question
        complete.pop(above, None)
    for part, whole in PARTS.items():
        if part in complete:
            complete[part] = min(complete[part], complete[whole])
    left_out = draw(st.sets(st.sampled_from(sorted(complete) or ["none"]))) - WORDS.keys()
    partial = {name: value for name, value in complete.items() if name not in left_out}
    return read_facts(name, partial), read_facts(name, complete)


@pytest.mark.parametrize(("name", "rule_id"), SUBJECTS)
@settings(max_examples=30)
@given(data=st.data(), day=st.sampled_from([date(2021, 6, 1), TODAY, date(2026, 6, 1)]))
def test_a_fact_left_out_only_widens_an_answer(name, rule_id, data, day):
    partial, complete = (ask(rule_id, each, on=day) for each in data.draw(some_facts(name)))
    assert (partial.why == "") == (complete.why == "")
    assert below(partial.low, complete.low)
    assert below(complete.high, partial.high)
    assert (partial.value is None) == bool(partial.missing or partial.why)


def below(low: Decimal | None, high: Decimal | None) -> bool:
    return low is None or high is None or low <= high


@pytest.mark.parametrize(("name", "rule_id"), SUBJECTS)
@settings(max_examples=20)
@given(data=st.data())
def test_completing_the_law_stays_within_the_bounds_of_an_answer(name, rule_id, data):
    """Each unknown value replaced by any number its bounds allow: the result lies in the interval."""
    _, complete = data.draw(some_facts(name))
    answer = ask(rule_id, complete, on=TODAY)
    if answer.why:
        return
    filled = dict(parameters())
    for missing in answer.missing:
        if missing.id not in filled:  # a fact
            continue
        value = filled[missing.id].at(TODAY)
        low, high = value.low or 0, 5000 if value.high is None else value.high
        exact = data.draw(st.decimals(min_value=low, max_value=high, places=2))
        filled[missing.id] = replace(
            filled[missing.id], values=(replace(value, since=date.min, value=exact),)
        )
    law = Law(filled, TODAY)
    found = formulas()[rule_id](Facts(complete, law), law)
    assert interval(answer).holds(found.low)


def interval(answer: Answer) -> Quantity:
    infinity = Decimal("Infinity")
    low = -infinity if answer.low is None else answer.low
    high = infinity if answer.high is None else answer.high
    return Quantity.between(low, high, frozenset(), frozenset(answer.missing))


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_more_patients_never_pay_less(patients, more):
    for name, about in (
        ("correspondant", {"zone": "ZIP"}),
        ("ordonnance_conditionnelle", {"overseas": False}),
    ):
        less, most = (
            fee(name, read_facts(name, {"patients": number, **about}), on=TODAY)
            for number in (patients, patients + more)
        )
        assert less.value <= most.value
    less, most = (
        ask("msp.coordination_amount", read_facts("msp", {"patients": number}), on=TODAY)
        for number in (patients * 4, (patients + more) * 4)
    )
    assert less.low <= most.low
    assert less.high <= most.high


ALL_COUNTED = date(2026, 3, 1)  # a day on which no form is out of date, nor to come
COUNTED = [entry.key for entry in legislation.every_form() if entry.money]


@pytest.mark.parametrize("form", COUNTED)
def test_a_form_that_is_counted_starts_from_two_or_three_structures_told_in_full(form):
    starts = form_subjects()[form].starts
    assert len({start.key for start in starts}) == len({start.label for start in starts}) == len(starts)
    assert len(starts) in {2, 3}
    for start in starts:
        main = funding(form, start.facts, on=ALL_COUNTED).lines[0].answer
        assert main.high is not None, start.label
        assert not [gap.id for gap in main.missing if gap.is_fact], start.label


@pytest.mark.parametrize("form", COUNTED)
def test_structures_to_start_from_go_from_the_smallest_to_the_largest(form):
    counted = [
        funding(form, each.facts, on=ALL_COUNTED).lines[0].answer for each in form_subjects()[form].starts
    ]
    for bounds in ([each.low for each in counted], [each.high for each in counted]):
        assert bounds == sorted(bounds)


@pytest.mark.parametrize("name", sorted(FEES))
def test_a_fee_asked_with_nothing_is_never_a_certain_zero(name):
    facts = read_facts(name, {field: word for field, word in WORDS.items() if name == "entretien"})
    assert fee(name, facts, on=TODAY).value is None


def test_the_facts_of_another_subject_are_a_programming_error():
    with pytest.raises(TypeError, match="CdsFacts"):
        funding("cds", read_facts("msp", {}), on=TODAY)


@pytest.mark.parametrize(
    "asked", [lambda: funding("mps", read_facts("msp", {}), on=TODAY), lambda: read_facts("x", {})]
)
def test_an_unknown_form_or_fee_is_refused_in_french(asked):
    with pytest.raises(BadInput, match="n'est pas de"):
        asked()


# -- the explanation


def test_an_explanation_tells_each_step_with_its_values_and_texts():
    told = explain(
        fee("correspondant", read_facts("correspondant", {"patients": 237, "zone": "ZIP"}), on=TODAY)
    )
    assert (told.rule, told.result) == ("pharmacy.correspondent", "337\N{NO-BREAK SPACE}€")
    assert told.formula.startswith("2\N{NO-BREAK SPACE}€ par patient jusqu'à 100")
    assert {value.label: value.text for value in told.facts}["Zonage de la pharmacie"] == "ZIP"
    assert all(value.sources for value in told.values)


def test_an_explanation_says_what_is_unknown_and_where_to_read_it():
    contract = read_contract(
        {"signed": "2023-09-15", "size": 2, "missions": [{"key": "parcours", "variable": 0}]}
    )
    told = explain(entitlements(contract)[0].total)
    assert not told.is_known
    unread = [value for step in walked(told) for value in step.values if value.missing]
    assert "cpts.missions.parcours.fixed.size_2" in {value.id for value in unread}
    assert all(missing.where for value in unread for missing in value.missing)


def walked(told: legislation.Explanation) -> list[legislation.Explanation]:
    return [told, *(below for step in told.steps for below in walked(step))]


def test_an_answer_before_the_law_explains_itself_in_one_sentence():
    answer = fee("correspondant", read_facts("correspondant", {}), on=date(2020, 1, 1))
    assert "s'applique depuis le 7" in explain(answer).result
