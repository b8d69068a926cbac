"""Counts small enough to name somebody, and what must be hidden with them so that no subtraction finds them again.

Sums that hold together are a circulation: in a table, each cell flows from its row to its column, each total back from the
columns to the rows; parts of a whole flow into it. What is published fixes the flows; a hidden cell is safe when some other
flow, with as many people or fewer in it, would have published the same: when a cycle goes through it where flows may move by
one. This is exact: flows of integers lose nothing by being read so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from types import MappingProxyType

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
Node = tuple[str, str]


#: Nothing was told yet.
NOTHING: Mapping[Place, Cell] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Published:
    """A table of counts, its totals at ALL."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[Place, Cell]

    def at(self, row: str = ALL, column: str = ALL) -> Cell:
        return self.cells[row, column]


@dataclass(frozen=True, slots=True)
class Flow:
    """A count that is told, or hidden: what goes from a sum to another. At each node, as much comes as leaves."""

    place: Place
    start: Node
    end: Node
    value: int


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
    flows = [
        Flow(place, *_ends(place), value) for place, value in _with_totals(rows, columns, counts).items()
    ]
    return Published(rows, columns, hide(flows, below=below) or hide_all(flows))


def hide(
    flows: Iterable[Flow], *, below: int, told: Mapping[Place, Cell] = NOTHING
) -> dict[Place, Cell] | None:
    """What may be published of sums that hold together; None when nothing can be hidden beside a small one.

    `told`: what is published already, and stays as it is.
    """
    known = {flow.place: flow for flow in flows}
    small = {place for place, flow in known.items() if is_small(flow.value, below=below)}
    hidden = {place: cell.why for place, cell in told.items() if cell.why} | dict.fromkeys(
        small, Hidden.SMALL
    )
    fixed = {place for place, cell in told.items() if cell.why is None}
    for place in sorted(small, key=lambda each: (known[each].value, each)):
        way = _cheapest_cycle(
            known[place], [flow for flow in known.values() if flow.place not in fixed], hidden, below
        )
        if way is None:
            return None
        hidden |= {each: Hidden.COMPLEMENT for each in way if each not in hidden}
    return {
        place: Cell(None, hidden[place]) if place in hidden else Cell(flow.value)
        for place, flow in known.items()
    }


def hide_all(flows: Iterable[Flow]) -> dict[Place, Cell]:
    """Nothing is published, not even which of them are small: that alone may tell how small."""
    return {flow.place: Cell(None, Hidden.COMPLEMENT) for flow in flows}


def _with_totals(
    rows: Sequence[str], columns: Sequence[str], counts: Mapping[Place, int]
) -> dict[Place, int]:
    true = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    true |= {(row, ALL): sum(true[row, column] for column in columns) for row in rows}
    true |= {(ALL, column): sum(true[row, column] for row in rows) for column in columns}
    return true | {(ALL, ALL): sum(true[row, ALL] for row in rows)}


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
    flows: Iterable[Flow], hidden: Mapping[Place, Hidden], below: int
) -> Iterator[tuple[Node, Node, int, Place]]:
    """Where a flow may move by one, and what hiding that costs: nothing when it is hidden already.

    A small count stays from 1 to `below` − 1 and another at `below` at least: who reads the table knows that of each.
    """
    for flow in flows:
        why, cost = hidden.get(flow.place), 0 if flow.place in hidden else flow.value
        if why == Hidden.SMALL:
            rises, falls = flow.value < below - 1, flow.value > 1
        else:
            rises, falls = flow.value >= below, flow.value > below
        if rises:
            yield flow.start, flow.end, cost, flow.place
        if falls:
            yield flow.end, flow.start, cost, flow.place


def _cheapest_cycle(
    one: Flow, flows: Sequence[Flow], hidden: Mapping[Place, Hidden], below: int
) -> set[Place] | None:
    """What to hide besides, so that this small one could be one more, or one less; None: nothing would do."""
    leaving: dict[Node, list[tuple[Node, int, Place]]] = {}
    for start, end, cost, through in _arcs(flows, hidden, below):
        if through != one.place:
            leaving.setdefault(start, []).append((end, cost, through))
    found = []
    if one.value < below - 1:
        found.append(_cheapest_way(one.end, one.start, leaving))
    if one.value > 1:
        found.append(_cheapest_way(one.start, one.end, leaving))
    value = {flow.place: flow.value for flow in flows}
    ways = [way for way in found if way is not None]
    return min(ways, key=lambda way: sum(value[each] for each in way if each not in hidden), default=None)


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
