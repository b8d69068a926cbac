"""What a variable part may be worth, from results that are known in part. Pure; nothing unknown becomes a zero.

The money that a contract of a CPTS owes stays with `contract_money`, whose rates are agreed ones. Here a rate is read
from a result, and a result from two counts: what the contract does not say stays an interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from maillage.kernel import Answer, BadInput, Missing, decimal_in_french, plural
from maillage.legislation.contract import Contract, Indicator, Name, Rate
from maillage.legislation.engine.quantity import INFINITY, ROUNDED, ZERO, Quantity
from maillage.legislation.entitlement import contract_money
from maillage.legislation.evaluator import as_answer
from maillage.legislation.facts import MOST, MOST_DECIMALS
from maillage.legislation.facts import read_as as read_facts_as
from maillage.legislation.rules.vocabulary import to_the_cent, total
from maillage.legislation.yaml_files import Strict

#: How a contract turns a result into a rate: the share of the target that is reached, the share of the way from the
#: base to the target, or all once the target is reached and nothing before.
Reading: TypeAlias = Literal["part", "chemin", "seuil"]
READINGS: tuple[Reading, ...] = ("part", "chemin", "seuil")

Count = Annotated[Decimal, Field(ge=-MOST, le=MOST, decimal_places=MOST_DECIMALS)]
ONE, HUNDRED = Decimal(1), Decimal(100)
CONTRACT = "Votre contrat, ou le dialogue de gestion"
NO_RATE = (ZERO, ONE)


class IndicatorResult(Strict):
    """An indicator of a contract in a year, and what is known of it.

    `rate` was agreed with the funders, and speaks above all the rest. Else the result is `value`, or `numerator` over
    `denominator` as they were counted (`in_percent`: base and target are of a hundred). `capped`: whether the contract
    stops at the target; None when it does not say. `expected` is the rate that the structure hopes for, its own guess.
    """

    label: Name = ""
    weight: Rate | None = None
    rate: Rate | None = None
    value: Count | None = None
    numerator: Count | None = None
    denominator: Annotated[Decimal, Field(ge=0, le=MOST, decimal_places=MOST_DECIMALS)] | None = None
    in_percent: bool = False
    base: Count | None = None
    target: Count | None = None
    better: Literal["plus", "moins", "oui"] = "plus"
    reading: Reading | None = None
    capped: bool | None = None
    expected: Rate | None = None

    @property
    def counted(self) -> Decimal | None:
        """Its result; None when it is not known, and when it is over nothing."""
        if self.value is not None or self.numerator is None or not self.denominator:
            return self.value
        share = ROUNDED.divide(self.numerator, self.denominator)
        return share * HUNDRED if self.in_percent else share


@dataclass(frozen=True, slots=True)
class Outlook:
    """An indicator in a forecast: its rate, of 1, and the rate that its part of the expected sum takes, if any."""

    label: str
    weight: Decimal | None
    rate: Answer
    expected: Decimal | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """A variable part to come: `rate` of 1 and `amount` with their bounds, low and high.

    `expected` is None while an indicator has neither a known rate nor one the structure hopes for, or while the
    envelope is not known: never the middle of the bounds.
    """

    rate: Answer
    amount: Answer
    expected: Decimal | None
    indicators: tuple[Outlook, ...]


def read_results(data: object) -> tuple[IndicatorResult, ...]:
    """Results as a file or a request holds them. Raises BadInput, with the path of the fault."""
    return read_facts_as(tuple[IndicatorResult, ...], data)


def forecast(results: Sequence[IndicatorResult], envelope: Answer | Decimal | None) -> Forecast:
    """The variable part of a mission or an axis: `envelope` is its yearly sum, every target reached.

    Raises BadInput when the weights that are known make more than 1, or less when all are.
    """
    _check_weights(results)
    rates = [reached(each, place) for place, each in enumerate(results, 1)]
    rate = _attained(results, rates)
    money = _money(envelope)
    hopes = [_hope(each, found) for each, found in zip(results, rates, strict=True)]
    hoped = _expected(results, hopes)
    expected = to_the_cent(money * hoped).low if hoped is not None and money.is_known else None
    outlooks = (
        Outlook(_name(each, place), each.weight, as_answer(found, "/1"), hope)
        for place, (each, found, hope) in enumerate(zip(results, rates, hopes, strict=True), 1)
    )
    amount = as_answer(to_the_cent(money * rate), "currency-EUR")
    return Forecast(as_answer(rate, "/1"), amount, expected, tuple(outlooks))


def reached(result: IndicatorResult, place: int = 1) -> Quantity:
    """Its rate: agreed, or read from its result as the contract says; 0 to 1 while nothing tells.

    Beyond the target it stops at 1 when the contract says so; when it says nothing, both stay possible.
    """
    if result.rate is not None:
        return Quantity.exactly(result.rate)
    low, high = _bounds(result)
    missing = Missing(f"indicators/{place}/{_lacks(result)}", _name(result, place), CONTRACT, is_fact=True)
    return Quantity.between(low, high, frozenset(), frozenset({missing}))


def _bounds(result: IndicatorResult) -> tuple[Decimal, Decimal]:
    unknown = (ZERO, INFINITY) if result.capped is False else NO_RATE
    value = result.counted
    if value is None or _target(result) is None:
        return unknown
    reading: Reading | None = "seuil" if result.better == "oui" else result.reading
    if reading is not None and not _waits_for_base(result):
        found = _read(result, reading, value)
        return unknown if found is None else _stopped(found, result.capped)
    if not _is_met(result, value):
        return NO_RATE  # short of the target, whatever the contract makes of it
    if result.capped:
        return ONE, ONE
    if result.base is None:
        return ONE, INFINITY  # the way from a base that may be anywhere
    every = [found for reading in READINGS if (found := _read(result, reading, value)) is not None]
    return ONE, max(_stopped(found, result.capped)[1] for found in every)


def _read(result: IndicatorResult, reading: Reading, value: Decimal) -> Decimal | None:
    """The rate before any cap, never below 0; None when it would divide by nothing, or has no sense."""
    target = _target(result)
    assert target is not None  # noqa: S101 — asked before
    if reading == "seuil":
        return ONE if _is_met(result, value) else ZERO
    if reading == "part":
        if result.better == "moins" or target <= 0:
            return None
        return max(ROUNDED.divide(value, target), ZERO)
    way = None if result.base is None else target - result.base
    if result.base is None or not way or (way > 0) != (result.better == "plus"):
        return None
    return max(ROUNDED.divide(value - result.base, way), ZERO)


def _waits_for_base(result: IndicatorResult) -> bool:
    return result.reading == "chemin" and result.base is None and result.better != "oui"


def _target(result: IndicatorResult) -> Decimal | None:
    return ONE if result.target is None and result.better == "oui" else result.target


def _is_met(result: IndicatorResult, value: Decimal) -> bool:
    target = _target(result)
    assert target is not None  # noqa: S101 — asked before
    return value <= target if result.better == "moins" else value >= target


def _stopped(rate: Decimal, capped: bool | None) -> tuple[Decimal, Decimal]:
    if rate <= ONE or capped is False:
        return rate, rate
    return (ONE, ONE) if capped else (ONE, rate)


def _lacks(result: IndicatorResult) -> str:
    """What would tell its rate."""
    if result.counted is None:
        return "denominator" if result.numerator is not None else "value"
    if _target(result) is None:
        return "target"
    if result.reading is None and result.better != "oui":
        return "reading"
    return "base" if _waits_for_base(result) else "capped"


def envelope_of(contract: Contract, mission: str, *, number: int) -> Answer:
    """What a contract of a CPTS owes a mission that contract year for its variable part, every target reached.

    Raises BadInput for a contract that cannot be, or that has no such mission.
    """
    all_reached = (Indicator.model_validate({"weight": 1, "rate": 1}),)
    missions = [each for each in contract.missions or () if each.key == mission]
    if not missions:
        raise BadInput("Cette mission n’est pas dans le contrat : choisissez-en une autre.", field="mission")
    alone = (missions[0].model_copy(update={"indicators": all_reached}),)
    money = contract_money(contract.model_copy(update={"missions": alone}), years=number)
    return money.years[-1].missions[0].variable


def _attained(results: Sequence[IndicatorResult], rates: Sequence[Quantity]) -> Quantity:
    """Σ weight × rate. What no weight says is shared in any way among those without one."""
    if not results:
        nothing = Missing("indicators", "Indicateurs et poids de la part variable", CONTRACT, is_fact=True)
        return Quantity.between(*NO_RATE, frozenset(), frozenset({nothing}))
    weighed = [
        each.weight * rate for each, rate in zip(results, rates, strict=True) if each.weight is not None
    ]
    others = [rate for each, rate in zip(results, rates, strict=True) if each.weight is None]
    rest = ONE - sum((each.weight for each in results if each.weight is not None), ZERO)
    if others and rest:
        lacking = frozenset({Missing("indicators/weight", "Poids des indicateurs", CONTRACT, is_fact=True)})
        among = Quantity.between(
            min(rate.low for rate in others),
            max(rate.high for rate in others),
            frozenset(),
            lacking.union(*(rate.missing for rate in others)),
        )
        weighed.append(rest * among)
    return total(weighed) if weighed else Quantity.exactly(0)


def _hope(result: IndicatorResult, rate: Quantity) -> Decimal | None:
    """A rate that is known needs no guess."""
    return rate.low if rate.is_known else result.expected


def _expected(results: Sequence[IndicatorResult], hopes: Sequence[Decimal | None]) -> Decimal | None:
    if not results or any(each.weight is None for each in results) or None in hopes:
        return None
    pairs = zip(results, hopes, strict=True)
    return sum(((each.weight or ZERO) * (hope or ZERO) for each, hope in pairs), ZERO)


def _money(envelope: Answer | Decimal | None) -> Quantity:
    if isinstance(envelope, Decimal):
        if not (envelope.is_finite() and 0 <= envelope <= MOST):
            raise BadInput("L’enveloppe de la part variable ne peut pas être négative.", field="envelope")
        return Quantity.exactly(envelope)
    if envelope is None or (envelope.low is None and envelope.high is None):
        lacking = Missing("envelope", "Enveloppe de la part variable", CONTRACT, is_fact=True)
        return Quantity.between(ZERO, INFINITY, frozenset(), frozenset({lacking}))
    low = ZERO if envelope.low is None else max(envelope.low, ZERO)
    high = INFINITY if envelope.high is None else envelope.high
    return Quantity.between(low, high, frozenset(envelope.sources), frozenset(envelope.missing))


def _check_weights(results: Sequence[IndicatorResult]) -> None:
    weights = [each.weight for each in results if each.weight is not None]
    known = sum(weights, ZERO)
    if known > 1 or (results and len(weights) == len(results) and known != 1):
        counted = plural(len(weights), "indicateur")
        raise BadInput(
            f"Les poids de {counted} font {decimal_in_french(known, 2)} : leur somme doit être 1.",
            field="indicators",
        )


def _name(result: IndicatorResult, place: int) -> str:
    return result.label or f"Indicateur {place}"
