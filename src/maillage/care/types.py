"""Values that are handed around inside care."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from maillage.ui.slots import Wanted


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


#: Number of a card, None once it is erased → month → count, as the law room names it → how many.
CountsByPerson = Mapping[int | None, Mapping[int, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class PharmacyCounts:
    """What each pharmacist of a structure counted in a civil year; a month without a tap is absent: unknown, never zero."""

    slug: str
    year: int
    by_person: CountsByPerson


@dataclass(frozen=True, slots=True)
class Grid:
    """What is said of the grid: the law room reads it, nothing of it is kept."""

    situation: str = ""
    is_pregnant: bool = False
    score: int | None = None

    @property
    def is_said(self) -> bool:
        return bool(self.situation) and self.score is not None
