"""Many structures at once: figures without their texts, each the same as its own answer, to the cent."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, NamedTuple

from maillage.legislation.contract import YEARS, Contract, Year, contract_years
from maillage.legislation.engine.quantity import ROUNDED, Quantity
from maillage.legislation.engine.rules import NotInForce, formulas
from maillage.legislation.facts import Given
from maillage.legislation.funding import rules_of
from maillage.legislation.known import figure
from maillage.legislation.rules import MissionYear

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
    figures: list[YearFigures] = []
    before: dict[str, tuple[MissionYear, Bounds]] = {}
    for year in contract_years(contract, YEARS):
        missions = {}
        for mission in year.facts.missions or ():
            amount = _mission(mission, before.get(mission.key))
            before[mission.key] = mission, amount
            missions[mission.key] = amount
        running = _figure("cpts.running_cost", year.facts.contract, year.since)
        figures.append(
            YearFigures(year.number, year.since, running, missions, _total(year, running, missions))
        )
    return tuple(figures)


def _mission(mission: MissionYear, before: tuple[MissionYear, Bounds] | None) -> Bounds:
    """Not counted again when it is like the year before, whole, with the same amounts and rates."""
    if before and mission.whole and _told(mission) == _told(before[0]):
        return before[1]
    return _figure("cpts.mission_year", mission, mission.day)


def _told(mission: MissionYear) -> tuple[object, ...] | None:
    """What a contract says of a whole year; None when the law completes it, which changes with the day."""
    if not mission.whole or mission.fixed is None or mission.variable is None:
        return (mission.day,)
    return mission.fixed, mission.variable, mission.indicators


def _total(year: Year, running: Bounds, missions: dict[str, Bounds]) -> Bounds:
    """The sum when all is known; else the rule bounds it by the maximum of the size."""
    amounts = [running, *missions.values()]
    if year.facts.missions is None or any(each.low is None or each.low != each.high for each in amounts):
        return _figure("cpts.contract_year", year.facts, year.since)
    total = sum((each.low for each in amounts if each.low is not None), Decimal(0))
    return Bounds(total, total)


def _figure(rule_id: str, facts: "DataclassInstance", on: date) -> Bounds:
    try:
        found = figure(formulas()[rule_id], facts, on)
    except NotInForce:
        return Bounds(None, None)
    if isinstance(found, Quantity):
        return Bounds(*(bound if bound.is_finite() else None for bound in (found.low, found.high)))
    return Bounds(found, found)
