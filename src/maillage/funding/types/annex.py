"""What a contract gives, as it was signed and as each *avenant* changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class MissionTerms:
    """Euros by contract year, of the years that are written; without a day, nobody knows when it starts."""

    starts_on: date | None = None
    fixed: Mapping[int, Decimal] = field(default_factory=dict)
    variable: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is in force. None: the paper does not say; of a change: it stays as it was."""

    ends_on: date | None = None
    population: int | None = None
    size: int | None = None
    missions: Mapping[str, MissionTerms] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """An *avenant*, in force from a day: the `number`th of its contract, in order of effect."""

    number: int
    effect_on: date
    terms: Terms
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """What an *avenant* changes: `part` is a field of `Terms`, or of `MissionTerms` when a mission is told."""

    part: str
    before: Decimal | date | int | None
    after: Decimal | date | int | None
    mission: str = ""
    year: int | None = None
