"""Values that are handed around inside care."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from maillage.ui.slots import OwnLine, Wanted, YearDate


@dataclass(frozen=True, slots=True)
class Part:
    """A subject on the first page: its page, what it is for, and the sentence of today (empty: nothing to say)."""

    title: str
    url_name: str  # takes the slug alone
    purpose: str
    said: str = ""


#: What a subject says on the first page: first what it wants read, with what the others want; it is given the sizes that it
#: asked for, then gives its part.
Telling = Generator[Wanted, Mapping[str, int], Part]


#: What a subject says to somebody by the link of their card: first the lists that it wants read, then its lines.
OwnTelling = Iterator[list[Any] | OwnLine]


#: The days that a subject has in a year: first the lists that it wants read, then its days.
YearTelling = Iterator[list[Any] | YearDate]


@dataclass(frozen=True, slots=True)
class Grid:
    """What is said of the grid: the law room reads it, nothing of it is kept."""

    situation: str = ""
    is_pregnant: bool = False
    score: int | None = None

    @property
    def is_said(self) -> bool:
        return bool(self.situation) and self.score is not None
