"""What a variable part is counted by."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator: its weight of 1, None while nobody wrote it, and its rates of 1 by contract year."""

    label: str
    weight: Decimal | None
    rates: Mapping[int, Decimal]
