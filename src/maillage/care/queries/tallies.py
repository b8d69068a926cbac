"""Counts by profession, in the order of the law room, with their total."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from maillage.legislation import professions_by_key


def profession_label(key: str) -> str:
    """As people read it; a key that is no more stays as it is."""
    known = professions_by_key()
    return known[key].label if key in known else key


@dataclass(frozen=True, slots=True)
class Tally:
    """A line of counts: a profession, then how many of each kind."""

    label: str
    counts: tuple[int, ...]
    titles: tuple[str, ...] = ()

    @property
    def named(self) -> list[tuple[str, int]]:
        """Each count under its title."""
        return list(zip(self.titles, self.counts, strict=True))


def tallies(rows: Iterable[tuple[str, Sequence[bool]]], titles: tuple[str, ...]) -> tuple[list[Tally], Tally]:
    """(profession, which counts it adds to) of each person → a line a profession, and their sum."""
    found: dict[str, Counter[int]] = {}
    for profession, adds in rows:
        found.setdefault(profession, Counter()).update(at for at, is_so in enumerate(adds) if is_so)
    order: Mapping[str, int] = {key: rank for rank, key in enumerate(professions_by_key())}
    lines = [
        Tally(profession_label(key), tuple(counts[at] for at in range(len(titles))), titles)
        for key, counts in sorted(found.items(), key=lambda each: (order.get(each[0], len(order)), each[0]))
    ]
    total = tuple(sum(line.counts[at] for line in lines) for at in range(len(titles)))
    return lines, Tally("Ensemble", total, titles)
