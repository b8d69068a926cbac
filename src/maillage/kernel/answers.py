"""An answer of the law: a value when all is known, else the interval that is certain, and who says so."""

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Self

from maillage.kernel.french import amount


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """The text a value comes from. `grade` is one of official, relayed, professional, testimony, seed, derived."""

    title: str
    href: str = ""
    grade: str = "unknown"
    since: date | None = None
    rule: str = ""  # identifier of the parameter that cites it


#: What is said of a figure that waits for a fact, and of one that no text gives.
TO_FILL = "à compléter"
UNPUBLISHED = "non publié dans nos sources"


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """A value no source gives, or (`is_fact`) a fact that whoever asks has not given: what it is, where to read it."""

    id: str
    label: str
    where: str = ""
    is_fact: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the law room. `value` is None unless everything is known (then low == high == value).

    `on` is the day whose law was asked, None when the answer belongs to no day.
    """

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
    on: date | None = None

    @property
    def is_known(self) -> bool:
        return self.value is not None

    @property
    def waits(self) -> bool:
        """True when the one who asks has not said all: the sources are not to blame."""
        return any(gap.is_fact for gap in self.missing)

    def in_french(self, unit: str = "") -> str:
        """A value, else why there is none, else its bounds, else « à compléter » or « non publié dans nos sources »."""
        unit = unit or self.unit
        if self.value is not None:
            return amount(self.value, unit)
        if self.why:
            return self.why
        if "|" in unit:
            return TO_FILL if self.waits else " ou ".join(unit.split("|"))
        if self.high is not None and self.low is None:
            return f"au plus {amount(self.high, unit)}"
        if self.high is not None and self.low is not None:
            return f"entre {amount(self.low, unit)} et {amount(self.high, unit)}"
        if self.low:  # « au moins 0 € » says nothing
            return f"au moins {amount(self.low, unit)}"
        return TO_FILL if self.waits else UNPUBLISHED

    def to_json(self) -> dict[str, Any]:
        """All of it but its trace, to be kept: numbers as texts, to the last digit, and days as 2024-03-01."""
        return {
            "value": _text(self.value),
            "low": _text(self.low),
            "high": _text(self.high),
            "unit": self.unit,
            "missing": [asdict(gap) for gap in self.missing],
            "sources": [{**asdict(source), "since": _text(source.since)} for source in self.sources],
            "why": self.why,
            "on": _text(self.on),
        }

    @classmethod
    def from_json(cls, kept: Any) -> Self:
        """The answer `to_json` gave. Raises ValueError for anything else."""
        try:
            sources = (Source(**{**source, "since": _day(source["since"])}) for source in kept["sources"])
            answer = cls(
                **{
                    **kept,
                    **{name: _number(kept[name]) for name in ("value", "low", "high")},
                    "missing": tuple(Missing(**gap) for gap in kept["missing"]),
                    "sources": tuple(sources),
                    "on": _day(kept["on"]),
                }
            )
        except (ArithmeticError, KeyError, TypeError, ValueError) as fault:
            raise ValueError(f"Not an answer: {fault!r}") from None
        if answer.trace is not None:
            raise ValueError("Not an answer: its trace is never kept")
        return answer


def _text(given: Decimal | date | None) -> str | None:
    return None if given is None else str(given)


def _day(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)


def _number(kept: str | None) -> Decimal | None:
    if kept is None:
        return None
    if not (isinstance(kept, str) and (number := Decimal(kept)).is_finite()):
        raise ValueError(f"{kept} is not a number kept as a text")
    return number
