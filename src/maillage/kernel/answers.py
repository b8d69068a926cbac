"""An answer of the law: a value when all is known, else the interval that is certain, and who says so."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from maillage.kernel.french import amount


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """The text a value comes from. `grade` is one of official, professional, testimony, seed, derived."""

    title: str
    href: str = ""
    grade: str = "unknown"
    since: date | None = None
    rule: str = ""  # identifier of the parameter that cites it


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """A value no source gives, or a fact nobody gave: what it is, and where to read or give it."""

    id: str
    label: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law room answers. `value` is None unless everything is known (then low == high == value)."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    missing: tuple[Missing, ...] = ()
    sources: tuple[Source, ...] = ()
    #: The tree of rules that were applied: each with its inputs, its result and the texts it read.
    trace: object = field(default=None, compare=False, repr=False)
    #: One French sentence when there is no amount at all ("not yet law").
    why: str = ""

    @property
    def is_known(self) -> bool:
        return self.value is not None

    def in_french(self, unit: str = "") -> str:
        """A value, else why there is none, else its bounds, else « non publié dans nos sources »."""
        unit = unit or self.unit
        if self.value is not None:
            return amount(self.value, unit)
        if self.why:
            return self.why
        if "|" in unit:
            return " ou ".join(unit.split("|"))
        if self.high is not None and self.low is None:
            return f"au plus {amount(self.high, unit)}"
        if self.high is not None and self.low is not None:
            return f"entre {amount(self.low, unit)} et {amount(self.high, unit)}"
        if self.low:  # « au moins 0 € » says nothing
            return f"au moins {amount(self.low, unit)}"
        return "non publié dans nos sources"
