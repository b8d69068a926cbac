"""Which date a poll gives: a function of what was said, without database nor clock."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """What was said of a date."""

    date: int
    yes: int = 0
    maybe: int = 0
    no: int = 0


def best_of(tallies: Iterable[Tally]) -> list[int]:
    """The date with the most yes, then the fewest no; several when they are level, none when nobody said yes."""
    wanted = [each for each in tallies if each.yes]
    rank = min(((-each.yes, each.no) for each in wanted), default=None)
    return [each.date for each in wanted if (-each.yes, each.no) == rank]
