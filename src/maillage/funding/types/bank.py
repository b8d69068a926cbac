"""What a line of the bank may answer, and what an import would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.funding.enums import AnswerKind
from maillage.funding.types.statements import Matches, StatementLine
from maillage.tables import RowFate


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a line of this amount (signed euros) may answer, booked between two days, around `near`.

    `uses` are keys of what it settles: each is settled once. `is_noted`: already written by hand, only to be linked.
    """

    kind: AnswerKind
    label: str
    amount: Decimal
    since: date
    until: date
    near: date
    uses: tuple[str, ...]
    is_noted: bool = False

    @property
    def field(self) -> str:
        """By which a form sends each of `uses`."""
        known = {
            AnswerKind.CLAIMS: "claim",
            AnswerKind.EXPENSES: "expense",
            AnswerKind.BATCH: "transfer",
            AnswerKind.RETURN: "returned",
        }
        if self.kind in known:
            return known[self.kind]
        return "receipt" if self.is_noted else "payment"


@dataclass(frozen=True, slots=True)
class Foresight:
    """A file against what is kept: `lines` as read, `matches` among them, what is proposed to each new line.

    `refused` are rows that would be lost or are too old, each with its reason; `notes` what is odd, in French.
    """

    lines: Sequence[StatementLine]
    matches: Matches
    proposals: Sequence[Candidate | None]  # of each of matches.new
    refused: Sequence[RowFate]
    notes: Sequence[str]

    @property
    def matched(self) -> int:
        return sum(each is not None for each in self.proposals)

    @property
    def doubles(self) -> int:
        return len(self.matches.same)

    @property
    def unknown(self) -> int:
        return len(self.lines) - self.matched - self.doubles
