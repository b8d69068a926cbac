"""Many structures at once: figures without their texts, each the same as its own answer, to the cent."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, NamedTuple

from maillage.legislation.contract import (
    YEARS,
    Contract,
    ContractMission,
    Span,
    contract_spans,
    contract_year,
    mission_year,
)
from maillage.legislation.engine.quantity import ROUNDED, Quantity
from maillage.legislation.engine.rules import NotInForce, formulas
from maillage.legislation.facts import Given
from maillage.legislation.funding import rules_of
from maillage.legislation.known import figure

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Bounds(NamedTuple):
    """A figure when both are equal; a side nobody bounds is None, and so are both before the law."""

    low: Decimal | None
    high: Decimal | None


class YearFigures(NamedTuple):
    """What a contract year is due; `missions` by their key."""

    number: int
    since: date
    running_cost: Bounds
    missions: dict[str, Bounds]
    total: Bounds


def funding_batch(
    asked: Iterable[tuple[str, Given, date] | Contract],
) -> list[dict[str, Bounds] | tuple[YearFigures, ...]]:
    """(form, facts, day) gives its figures by rule; a contract, what each of its five years is due.

    Raises BadInput for the first that cannot be.
    """
    with localcontext(ROUNDED):
        return [_years(each) if isinstance(each, Contract) else _lines(*each) for each in asked]


def _lines(form: str, facts: Given, on: date) -> dict[str, Bounds]:
    return {rule_id: _figure(rule_id, facts, on) for rule_id in rules_of(form, facts)}


def _years(contract: Contract) -> tuple[YearFigures, ...]:
    spans = contract_spans(contract, YEARS)
    annex = contract.missions or ()
    amounts = {each.key: _mission(contract, each, spans) for each in annex}
    figures = []
    for place, span in enumerate(spans):
        running = _figure("cpts.running_cost", span.about, span.since)
        missions = {key: of_years[place] for key, of_years in amounts.items()}
        due = [running, *missions.values()]
        if contract.missions is None or not all(each.low == each.high for each in due):
            total = _figure("cpts.contract_year", contract_year(contract, span), span.since)
        else:
            total = _point(sum((each.low for each in due if each.low is not None), Decimal(0)))
        figures.append(YearFigures(span.number, span.since, running, missions, total))
    return tuple(figures)


def _mission(contract: Contract, mission: ContractMission, spans: list[Span]) -> list[Bounds]:
    """One amount per year; a whole year the contract tells like the one before is not counted again."""
    amounts: list[Bounds] = []
    told = None
    for place, span in enumerate(spans):
        if mission.start and mission.start >= span.until:
            amounts.append(_point(Decimal(0)))
            continue
        before, told = told, _told_by_contract(mission, span, place)
        if told is None or told != before:
            facts = mission_year(contract, mission, span)
            amounts.append(_figure("cpts.mission_year", facts, facts.day))
        else:
            amounts.append(amounts[-1])
    return amounts


def _told_by_contract(mission: ContractMission, span: Span, place: int) -> tuple[object, ...] | None:
    """What the contract says of a whole year; None when the law completes it, since the law has its own days."""
    if mission.start is None or mission.start > span.since:
        return None
    amounts = (*mission.fixed[place : place + 1], *mission.variable[place : place + 1])
    if len(amounts) < 2 or None in amounts:
        return None
    return (*amounts, *(each.rate[place : place + 1] for each in mission.indicators))


def _point(amount: Decimal) -> Bounds:
    return Bounds(amount, amount)


def _figure(rule_id: str, facts: "DataclassInstance", on: date) -> Bounds:
    try:
        found = figure(formulas()[rule_id], facts, on)
    except NotInForce:
        return Bounds(None, None)
    if isinstance(found, Quantity):
        return Bounds(*(bound if bound.is_finite() else None for bound in (found.low, found.high)))
    return _point(found)
