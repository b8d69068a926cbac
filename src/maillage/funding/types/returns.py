"""A civil year of money as it is told to who funds it, and to members."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.funding.types.money import ZERO


def in_hours(minutes: int) -> str:
    """« 1 h 30 »."""
    whole, rest = divmod(minutes, 60)
    return f"{whole}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{rest:02}" if rest else f"{whole}\N{NO-BREAK SPACE}h"


@dataclass(frozen=True, slots=True)
class TimeGiven:
    """What a group of people gave and was granted in the year: `paid` minutes were claimed, the others were not.

    `people` counts human beings; `label` is a function, a profession or a name.
    """

    label: str
    people: int
    minutes: int
    paid: int
    amount: Decimal

    @property
    def volunteered(self) -> int:
        """Minutes of meetings, and of calls to peers, that nobody is paid for."""
        return max(0, self.minutes - self.paid)

    @property
    def hours(self) -> tuple[str, str, str]:
        """All, paid, given."""
        return in_hours(self.minutes), in_hours(self.paid), in_hours(self.volunteered)


@dataclass(frozen=True, slots=True)
class Came:
    """Money that came in the year, for a contract."""

    on: date
    contract: str
    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Piece:
    """A proof of the index, numbered: what it proves, and the day of its paper."""

    number: int
    label: str
    post: str
    on: date
    amount: Decimal | None
    file: str = ""
    #: What was signed or notified: it proves no sum.
    is_contract: bool = False


def total_of(lines: Sequence[TimeGiven]) -> TimeGiven:
    """`people` is not added: somebody may hold two functions."""
    return TimeGiven(
        "Ensemble", 0, sum(each.minutes for each in lines), sum(each.paid for each in lines),
        sum((each.amount for each in lines), ZERO),
    )  # fmt: skip
