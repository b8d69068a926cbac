"""The real rules, with any of their values and facts unknown: the answer still holds every possible world."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.legislation import CptsFacts, ask, cpts_size
from maillage.legislation.engine.parameters import Parameter
from maillage.legislation.engine.quantity import Quantity
from maillage.legislation.engine.rules import Facts, Law, formulas
from maillage.legislation.values import parameters

TODAY = date(2024, 6, 1)
RULES = ["cpts.ceiling", "cpts.running_cost", "cpts.running_cost_payment", "cpts.size_class"]

#: Bounds that the meaning of a value gives; the others may be any amount.
WHOLE = {"cpts.size.bound_80000_belongs_to": (2, 3)}


@st.composite
def values(draw: st.DrawFn, parameter: Parameter) -> tuple[Parameter, Parameter]:
    """The parameter with its value perhaps unknown, and the same completed within its bounds."""
    value = parameter.at(TODAY)
    assert value is not None
    if parameter.id in WHOLE:
        low, high = WHOLE[parameter.id]
        exact = Decimal(draw(st.integers(low, high)))
        bounds = (Decimal(low), Decimal(high))
    else:
        exact = draw(st.decimals(min_value=0, max_value=200_000, places=2))
        near = st.none() | st.decimals(min_value=0, max_value=50_000, places=2)
        below, above = draw(near), draw(near)
        bounds = (None if below is None else exact - below, None if above is None else exact + above)
    complete = replace(parameter, values=(replace(value, since=date.min, value=exact),))
    hidden = replace(value, since=date.min, value=None, low=bounds[0], high=bounds[1])
    partial = replace(parameter, values=(hidden,))
    return (partial if draw(st.booleans()) else complete), complete


@st.composite
def laws(draw: st.DrawFn) -> tuple[Law, Law]:
    pairs = {
        name: draw(values(each)) for name, each in parameters().items() if each.at(TODAY) and name in READ
    }
    return tuple(  # type: ignore[return-value]
        Law({name: pair[side] for name, pair in pairs.items()}, TODAY) for side in (0, 1)
    )


@st.composite
def facts(draw: st.DrawFn) -> tuple[CptsFacts, CptsFacts]:
    complete = CptsFacts(draw(st.integers(1, 400_000)), draw(st.integers(1, 6)))
    hidden = dict.fromkeys(draw(st.sets(st.sampled_from(["population", "contract_year"]))))
    return replace(complete, **hidden), complete


#: What the rules can read: sizes, amounts, ceilings and rates.
READ = {
    name
    for name in parameters()
    if name.startswith(("cpts.size.", "cpts.running_cost.", "cpts.ceiling.size", "cpts.contract.running"))
}


def applied(rule_id: str, given: CptsFacts, law: Law) -> Quantity:
    return formulas()[rule_id](Facts(given, law), law)


@pytest.mark.parametrize("rule_id", RULES)
@given(laws=laws(), facts=facts())
def test_a_rule_holds_every_world_its_unknowns_allow(rule_id, laws, facts):
    exact = applied(rule_id, facts[1], laws[1])
    assert exact.is_known
    assert applied(rule_id, facts[0], laws[0]).holds(exact.low)


@pytest.mark.parametrize("rule_id", RULES)
@given(facts=facts())
def test_a_fact_left_out_widens_the_answer_and_is_never_a_zero(rule_id, facts):
    partial, complete = (ask(rule_id, each, on=TODAY) for each in facts)
    assert partial.low is not None
    assert complete.low is not None
    assert 0 < partial.low <= complete.low
    assert partial.high is not None
    assert partial.high >= (complete.high or 0)


@given(population=st.integers(1, 400_000), more=st.integers(0, 400_000))
def test_more_people_never_lower_the_class_nor_the_money(population, more):
    for rule_id in RULES:
        fewer, larger = (
            ask(rule_id, CptsFacts(people, 2), on=TODAY) for people in (population, population + more)
        )
        assert None not in (fewer.low, fewer.high, larger.low, larger.high)
        assert fewer.low <= larger.low
        assert fewer.high <= larger.high


@given(st.integers(1, 400_000))
def test_an_answer_is_a_value_exactly_when_nothing_is_missing(population):
    for rule_id in RULES:
        answer = ask(rule_id, CptsFacts(population, 1), on=TODAY)
        assert (answer.value is None) == bool(answer.missing)


@given(st.integers(1, 400_000))
def test_losing_or_gaining_the_announced_inhabitants_changes_the_class(population):
    size = cpts_size(population, on=TODAY)
    if size.to_previous is not None and size.class_:
        assert cpts_size(population - size.to_previous, on=TODAY).class_ == size.class_ - 1
        assert cpts_size(population - size.to_previous + 1, on=TODAY).class_ != size.class_ - 1
    if size.to_next_threshold is not None and size.class_:
        assert cpts_size(population + size.to_next_threshold + 1, on=TODAY).class_ == size.class_ + 1
    if size.bounds:
        first, last = size.bounds
        assert first <= population <= (last or population)
        assert cpts_size(first, on=TODAY).class_ == size.class_ == cpts_size(last or first, on=TODAY).class_
