"""A payroll as its office gives it: what each line says, and what becomes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.tables import RowFate


@dataclass(frozen=True, slots=True)
class PayLine:
    """What a month of somebody costs, in euros. `month` is its first day; what the file does not say is None, or empty.

    `who` is an employee, else a function; `post` is what the file says it is for, in its words.
    """

    line: int
    given: str
    who: str
    function: str
    month: date
    total: Decimal
    gross: Decimal | None = None
    charges: Decimal | None = None
    net: Decimal | None = None
    post: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PayrollReading:
    """`titles` are those of the file, each with samples; `found` the title read for each key. `why` is a sentence while a column misses.

    `refused` are lines that cannot be, `apart` what is no line: titles, totals, notes.
    """

    titles: Sequence[tuple[str, str]]
    found: Mapping[str, str]
    lines: Sequence[PayLine] = ()
    refused: Sequence[RowFate] = ()
    apart: Sequence[RowFate] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class PayFate:
    """What becomes of a line: `why` it is refused; `is_there`: it was noted before; else it becomes an expense for `post`."""

    line: PayLine
    post: str
    words: str  # of the post
    why: str = ""
    is_there: bool = False
    notes: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        return not self.why and not self.is_there


@dataclass(frozen=True, slots=True)
class PayrollSeen:
    """All that a file would do: nothing, while a line of it is refused."""

    fates: Sequence[PayFate]
    refused: Sequence[RowFate]
    apart: Sequence[RowFate]

    @property
    def new(self) -> list[PayFate]:
        return [each for each in self.fates if each.is_new]

    @property
    def there(self) -> list[PayFate]:
        return [each for each in self.fates if each.is_there]

    @property
    def lost(self) -> list[tuple[int, str, str]]:
        """(line, what it says, why), in the order of the file."""
        found = [(each.line.line, each.line.given, each.why) for each in self.fates if each.why]
        return sorted([*found, *((each.line, each.given, each.why) for each in self.refused)])

    @property
    def total(self) -> Decimal:
        return sum((each.line.total for each in self.new), Decimal())

    @property
    def may_be_kept(self) -> bool:
        return bool(self.new) and not self.lost
