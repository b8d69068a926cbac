"""Counts small enough to name somebody, and what must be hidden with them so that no subtraction finds them again.

A table is a circulation: each cell flows from its row to its column, each total back from the columns to the rows. What is
published fixes the flows; a hidden cell is safe when some other flow, with as many people or fewer in it, would have
published the same table: when a cycle goes through it where flows may move by one. This is exact: flows of integers lose
nothing by being read so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush

#: The rows or the columns, together.
ALL = ""


class Hidden(StrEnum):
    """Why a count is not published; it is never a zero."""

    #: Fewer people than may be told.
    SMALL = "small"
    #: With it, a small one would be found by subtraction.
    COMPLEMENT = "complement"


@dataclass(frozen=True, slots=True)
class Cell:
    """A count as it is published: its value, or why there is none."""

    value: int | None
    why: Hidden | None = None


Place = tuple[str, str]  # a row and a column; ALL for a total


@dataclass(frozen=True, slots=True)
class Published:
    """A table of counts, its totals at ALL."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[Place, Cell]

    def at(self, row: str = ALL, column: str = ALL) -> Cell:
        return self.cells[row, column]


def is_small(value: int, *, below: int) -> bool:
    """Nobody is nobody: a zero names no one."""
    return 0 < value < below


def publish_one(value: int, *, below: int) -> Cell:
    """A count by itself, of which nothing else is published."""
    return Cell(None, Hidden.SMALL) if is_small(value, below=below) else Cell(value)


def publish(counts: Mapping[Place, int], *, below: int) -> Published:
    """A table and its totals, where no equation of published counts isolates one from 1 to `below` − 1.

    `counts`: (row, column) → people, without totals; a place that is not named counts nobody. When nothing can be hidden
    beside a small one, nothing of the table is published.
    """
    rows = list(dict.fromkeys(row for row, _ in counts))
    columns = list(dict.fromkeys(column for _, column in counts))
    true = _with_totals(rows, columns, counts)
    small = {place for place, value in true.items() if is_small(value, below=below)}
    hidden = dict.fromkeys(small, Hidden.SMALL)
    for place in sorted(small, key=lambda each: (true[each], each)):
        way = _cheapest_cycle(place, true, hidden, below=below)
        if way is None:
            return Published(rows, columns, dict.fromkeys(true, Cell(None, Hidden.COMPLEMENT)) | {
                each: Cell(None, Hidden.SMALL) for each in small
            })  # fmt: skip
        hidden |= {each: Hidden.COMPLEMENT for each in way if each not in hidden}
    return Published(
        rows,
        columns,
        {
            place: Cell(None, hidden[place]) if place in hidden else Cell(value)
            for place, value in true.items()
        },
    )


def _with_totals(
    rows: Sequence[str], columns: Sequence[str], counts: Mapping[Place, int]
) -> dict[Place, int]:
    true = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    true |= {(row, ALL): sum(true[row, column] for column in columns) for row in rows}
    true |= {(ALL, column): sum(true[row, column] for row in rows) for column in columns}
    return true | {(ALL, ALL): sum(true[row, ALL] for row in rows)}


Node = tuple[str, str]


def _ends(place: Place) -> tuple[Node, Node]:
    """A cell goes from its row to its column; a row is fed by the totals of rows, which the grand total feeds."""
    row, column = place
    if row == ALL and column == ALL:
        return ("columns", ALL), ("rows", ALL)
    if column == ALL:
        return ("rows", ALL), ("row", row)
    if row == ALL:
        return ("column", column), ("columns", ALL)
    return ("row", row), ("column", column)


def _arcs(
    true: Mapping[Place, int], hidden: Mapping[Place, Hidden], *, below: int
) -> Iterator[tuple[Node, Node, int, Place]]:
    """Where a flow may move by one, and what hiding that costs: nothing when it is hidden already.

    A small count stays from 1 to `below` − 1 and another at `below` at least: who reads the table knows that of each.
    """
    for place, value in true.items():
        start, end = _ends(place)
        why, cost = hidden.get(place), 0 if place in hidden else value
        if why == Hidden.SMALL:
            rises, falls = value < below - 1, value > 1
        else:
            rises, falls = value >= below, value > below
        if rises:
            yield start, end, cost, place
        if falls:
            yield end, start, cost, place


def _cheapest_cycle(
    place: Place, true: Mapping[Place, int], hidden: Mapping[Place, Hidden], *, below: int
) -> set[Place] | None:
    """What to hide besides, so that this small one could be one more, or one less; None: nothing would do."""
    leaving: dict[Node, list[tuple[Node, int, Place]]] = {}
    for start, end, cost, through in _arcs(true, hidden, below=below):
        if through != place:
            leaving.setdefault(start, []).append((end, cost, through))
    start, end = _ends(place)
    found = []
    if true[place] < below - 1:
        found.append(_cheapest_way(end, start, leaving))
    if true[place] > 1:
        found.append(_cheapest_way(start, end, leaving))
    ways = [way for way in found if way is not None]
    return min(ways, key=lambda way: sum(true[each] for each in way if each not in hidden), default=None)


def _cheapest_way(
    start: Node, end: Node, leaving: Mapping[Node, Sequence[tuple[Node, int, Place]]]
) -> set[Place] | None:
    waiting: list[tuple[int, int, Node, frozenset[Place]]] = [(0, 0, start, frozenset())]
    seen: set[Node] = set()
    rank = 0
    while waiting:
        spent, _, here, way = heappop(waiting)
        if here == end:
            return set(way)
        if here in seen:
            continue
        seen.add(here)
        for there, cost, through in leaving.get(here, ()):
            if there not in seen:
                rank += 1
                heappush(waiting, (spent + cost, rank, there, way | {through}))
    return None
