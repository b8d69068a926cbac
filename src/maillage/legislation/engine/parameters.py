"""A value of the law has days, a text and a grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from maillage.kernel import Missing, Source
from maillage.legislation.engine.quantity import INFINITY, Quantity


@dataclass(frozen=True, slots=True)
class DatedValue:
    """The word of the law from `since` until `until` (excluded). `value` is None when no source gives it.

    `source` is the text of the value, or of its bounds when the value is unknown; `where` says where to read
    what is unknown; `note` is a caution in one French sentence; `layer` is the folder that completed or
    replaced the value, empty when it is ours.
    """

    since: date
    until: date | None
    value: Decimal | None
    grade: str
    source: Source | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    where: str = ""
    note: str = ""
    layer: str = ""

    @property
    def status(self) -> Literal["known", "unknown"]:
        return "unknown" if self.value is None else "known"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the law through time, oldest first. Units are OpenFisca's: currency-EUR, month, /1…"""

    id: str
    label: str
    unit: str
    values: tuple[DatedValue, ...]

    @property
    def since(self) -> date:
        return self.values[0].since

    def at(self, day: date) -> DatedValue | None:
        """The value in force that day, known or not; None when the law says nothing yet."""
        return next((value for value in reversed(self.values) if value.since <= day), None)

    def quantity(self, value: DatedValue) -> Quantity:
        sources = frozenset({value.source} if value.source else ())
        if value.value is not None:
            return Quantity(value.value, value.value, sources)
        low, high = unbounded(value.low, value.high)
        return Quantity.between(low, high, sources, frozenset({Missing(self.id, self.label, value.where)}))


def unbounded(low: Decimal | int | None, high: Decimal | int | None) -> tuple[Decimal, Decimal]:
    """Bounds, infinite where nobody gives one."""
    return (-INFINITY if low is None else Decimal(low), INFINITY if high is None else Decimal(high))
