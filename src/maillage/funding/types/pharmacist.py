"""What a pharmacist does in a year, by month, and what each rule pays for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maillage.kernel import Answer


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that is counted. `fact` is its name in the facts of its fee."""

    key: str
    label: str
    fact: str


@dataclass(frozen=True, slots=True)
class FeeKind:
    """What one rule pays, from one count or several. `by_year`: its rule reads the counts of the whole year."""

    key: str
    label: str
    kinds: Sequence[Kind]
    by_year: bool = False


@dataclass(frozen=True, slots=True)
class StepKind:
    """A step of an *entretien*: its theme, whether it is of a first year, its rank (from 1)."""

    theme: str
    first_year: bool
    rank: int


@dataclass(frozen=True, slots=True)
class PaidFee:
    """What a rule pays for a month, or for the year (`month` 0)."""

    fee: FeeKind
    month: int
    counts: Mapping[str, int]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Month:
    """`fees` are those whose counts were noted; `total` is None when none was."""

    number: int
    fees: Sequence[PaidFee]
    noted: int
    total: Answer | None


@dataclass(frozen=True, slots=True)
class PharmacistMoney:
    """A civil year. `by_fee`: each rule that pays something, with its sum."""

    year: int
    months: Sequence[Month]
    yearly: Sequence[PaidFee]
    by_fee: Sequence[tuple[FeeKind, Answer]]
    total: Answer | None
