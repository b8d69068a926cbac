"""What was odd in a national file: counted, with the first lines concerned, whatever the number of rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from maillage.kernel import integer, with_no_break_spaces

#: Letters of a name, of an identifier: a page would not hold more.
LONGEST_NAME, LONGEST_NUMBER = 250, 40
CUT = f"Nom de plus de {LONGEST_NAME} caractères : coupé."
FIRST = 5  # lines kept for each reason
DISTINCT = 500  # reasons told apart; a file of another kind must not fill the memory


class RemarkKind(StrEnum):
    """What became of the row."""

    REFUSED = "refused"  # left out, because something is wrong in it
    LEFT_OUT = "left_out"  # left out on purpose: nothing is wrong in it
    UNKNOWN = "unknown"  # kept, with a code we do not know
    WARNING = "warning"  # kept, with something to look at


@dataclass(slots=True)
class Oddity:
    """One reason: how many rows, and the first of them."""

    kind: RemarkKind
    reason: str
    rows: int = 0
    first: list[int] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        return with_no_break_spaces(self.reason)

    @property
    def lines(self) -> str:
        """« 12, 45, 3 098 »."""
        return ", ".join(integer(line) for line in self.first)


class Remarks:
    """The oddities of one file, in the order they were met; `read` counts its rows, the header left out."""

    def __init__(self) -> None:
        self.read = 0
        self._met: dict[tuple[RemarkKind, str], Oddity] = {}

    def refuse(self, line: int, reason: str) -> None:
        """A row that is left out. `reason` is a French sentence."""
        self._note(RemarkKind.REFUSED, reason, line)

    def leave_out(self, line: int, reason: str) -> None:
        """A row that the directory does not want, as it should be."""
        self._note(RemarkKind.LEFT_OUT, reason, line)

    def unknown(self, column: str, code: str, line: int) -> None:
        """A row kept although no table gives this code."""
        self._note(RemarkKind.UNKNOWN, f"{column} : « {code} » n’est pas dans nos tables.", line)

    def warn(self, reason: str, line: int = 0, *, rows: int = 1) -> None:
        """A row kept that deserves a look; `line` 0 speaks of the whole file, `rows` counts several at once."""
        self._note(RemarkKind.WARNING, reason, line, rows)

    def count(self, kind: RemarkKind) -> int:
        return sum(each.rows for each in self._met.values() if each.kind is kind)

    def __iter__(self) -> Iterator[Oddity]:
        return iter(self._met.values())

    def _note(self, kind: RemarkKind, reason: str, line: int, rows: int = 1) -> None:
        if (kind, reason) not in self._met and len(self._met) >= DISTINCT:
            reason = "Encore d’autres remarques, trop diverses pour être listées."
        oddity = self._met.setdefault((kind, reason), Oddity(kind, reason))
        oddity.rows += rows
        if line and len(oddity.first) < FIRST:
            oddity.first.append(line)
