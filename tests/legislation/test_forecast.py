"""A variable part to come: its bounds hold every world, and nothing unknown is taken for zero."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kernel import BadInput
from maillage.legislation import (
    IndicatorResult,
    contract_money,
    envelope_of,
    forecast,
    read_contract,
    read_results,
)
from maillage.legislation.forecasting import reached

NUMBERS = st.integers(-4, 12).map(Decimal)
READINGS = st.sampled_from(["part", "chemin", "seuil"])
#: What a paper most often leaves out, alone or together.
HIDDEN = st.sampled_from(
    ["", "reading", "base", "capped", "value", "target", "reading base", "reading capped"]
)
OTHER_HIDDEN = st.sets(st.sampled_from(["value", "base", "target", "reading", "capped"]))


@dataclass(frozen=True)
class World:
    """Results as they truly are, and as they are known."""

    complete: tuple[IndicatorResult, ...]
    known: tuple[IndicatorResult, ...]


@st.composite
def results(draw: st.DrawFn, weight: Decimal) -> tuple[IndicatorResult, IndicatorResult]:
    complete = draw(
        st.builds(
            IndicatorResult,
            weight=st.just(weight),
            value=NUMBERS,
            base=NUMBERS,
            target=NUMBERS,
            better=st.sampled_from(["plus", "moins"]),
            reading=READINGS,
            capped=st.booleans(),
        ).filter(lambda each: reached(each).is_known)
    )
    hidden = draw(HIDDEN.map(lambda names: {*names.split()}) | OTHER_HIDDEN)
    # Without a result, a rate is what a dialogue keeps, 0 to 1, unless the contract says that it goes beyond.
    if hidden & {"value", "target"} and reached(complete).high > 1:
        hidden = hidden - {"capped"}
    known = complete.model_copy(update=dict.fromkeys(hidden))
    return complete, known


@settings(max_examples=400)
@given(pair=results(Decimal(1)))
def test_whatever_completes_an_indicator_its_rate_lies_inside(pair):
    complete, known = pair
    assert reached(known).holds(reached(complete).low)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    cuts = sorted(draw(st.lists(st.integers(0, 100), max_size=3)))
    weights = [Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    pairs = [draw(results(weight)) for weight in weights]
    unweighed = draw(st.sets(st.sampled_from(range(len(pairs)))))
    known = tuple(
        each.model_copy(update={"weight": None}) if place in unweighed else each
        for place, (_, each) in enumerate(pairs)
    )
    return World(tuple(complete for complete, _ in pairs), known)


@given(world=worlds(), envelope=st.none() | st.decimals(0, 100_000, places=2), exact=st.integers(0, 100_000))
def test_whatever_completes_the_unknowns_the_sum_lies_inside(world, envelope, exact):
    whole = forecast(world.complete, Decimal(exact) if envelope is None else envelope)
    told = forecast(world.known, envelope)
    assert whole.amount.is_known
    assert told.rate.low is not None
    assert told.rate.low <= whole.rate.value <= (told.rate.high or Decimal("Infinity"))
    assert told.amount.low <= whole.amount.value
    assert told.amount.high is None or whole.amount.value <= told.amount.high


def rate(**about: Any) -> tuple[Decimal | None, Decimal | None]:
    (found,) = forecast(read_results([{"weight": 1, **about}]), None).indicators
    return found.rate.low, found.rate.high


@pytest.mark.parametrize(
    ("about", "bounds"),
    [
        ({}, (0, 1)),
        ({"value": 0, "target": 40, "reading": "part"}, (0, 0)),
        ({"value": 30, "target": 40, "reading": "part"}, ("0.75", "0.75")),
        ({"value": 30, "target": 40}, (0, 1)),
        ({"numerator": 3, "denominator": 0, "target": 1, "reading": "part"}, (0, 1)),
        ({"numerator": 3, "denominator": 4, "in_percent": True, "target": 75, "reading": "seuil"}, (1, 1)),
        ({"value": 50, "target": 40, "reading": "part"}, (1, "1.25")),
        ({"value": 50, "target": 40, "reading": "part", "capped": True}, (1, 1)),
        ({"value": 50, "target": 40, "reading": "part", "capped": False}, ("1.25", "1.25")),
        ({"value": 50, "target": 40}, (1, None)),
        ({"value": 50, "target": 40, "capped": True}, (1, 1)),
        ({"capped": False}, (0, None)),
        ({"value": 12, "base": 20, "target": 10, "better": "moins", "reading": "chemin"}, ("0.8", "0.8")),
        ({"value": 25, "base": 20, "target": 10, "better": "moins", "reading": "chemin"}, (0, 0)),
        ({"value": 10, "base": 10, "target": 10, "reading": "chemin"}, (0, 1)),
        ({"value": 8, "target": 10, "better": "moins", "reading": "part"}, (0, 1)),
        ({"value": 1, "better": "oui"}, (1, 1)),
        ({"value": 0, "better": "oui", "reading": "seuil"}, (0, 0)),
        ({"rate": "0.4", "value": 50, "target": 40, "reading": "part"}, ("0.4", "0.4")),
    ],
)
def test_a_rate_says_what_the_result_and_the_contract_say_and_no_more(about, bounds):
    assert rate(**about) == tuple(None if bound is None else Decimal(bound) for bound in bounds)


def test_the_expected_sum_is_what_the_structure_hopes_never_the_middle():
    known = {"weight": "0.4", "rate": 1}
    hoped = {"weight": "0.6", "expected": "0.5"}
    told = forecast(read_results([known, hoped]), Decimal(10_000))
    assert (told.amount.low, told.expected, told.amount.high) == (4000, 7000, 10_000)
    assert forecast(read_results([known, {"weight": "0.6"}]), Decimal(10_000)).expected is None
    assert forecast(read_results([known, hoped]), None).expected is None
    assert forecast((), Decimal(10_000)).amount.low == 0
    assert not forecast((), Decimal(10_000)).amount.is_known


@pytest.mark.parametrize("weights", [("0.5", "0.6"), ("0.5", "0.4"), ("1", "0.1", None)])
def test_weights_that_do_not_make_one_are_refused(weights):
    with pytest.raises(BadInput, match="leur somme doit être 1"):
        forecast(read_results([{"weight": each} for each in weights]), None)


def test_once_every_rate_is_agreed_the_forecast_is_what_the_contract_owes_to_the_cent():
    agreed = [{"weight": "0.35", "rate": "0.666667"}, {"weight": "0.65", "rate": "0.123456"}]
    mission = {"key": "parcours", "start": "2023-09-15", "variable": "17333.37", "indicators": agreed}
    contract = read_contract({"signed": "2023-09-15", "population": 48277, "missions": [mission]})
    told = forecast(read_results(agreed), envelope_of(contract, "parcours", number=2))
    assert told.amount.value == contract_money(contract).years[1].missions[0].variable.value
    assert told.amount.value == told.expected
    with pytest.raises(BadInput):
        envelope_of(contract, "prevention", number=1)
