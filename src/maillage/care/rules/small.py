"""Counts small enough to name somebody, and what must be hidden with them so that no subtraction finds them again.

Sums that hold together are a circulation: in a table, each cell flows from its row to its column, each total back from the
columns to the rows; parts of a whole flow into it. What is published fixes the flows; a hidden cell is safe when some other
flow, with as many people or fewer in it, would have published the same: when a cycle goes through it where flows may move by
one. This is exact: flows of integers lose nothing by being read so.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    leaving = _arcs((flow for flow in known.values() if flow.place not in fixed), hidden, below)
    for place in sorted(small, key=lambda each: (known[each].value, each)):
        way = _cheapest_cycle(known[place], leaving, hidden, below)
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


#: Where one may go from each node, by hiding what, of how many people.
Leaving = Mapping[Node, Sequence[tuple[Node, Place, int]]]


def _arcs(flows: Iterable[Flow], hidden: Mapping[Place, Hidden], below: int) -> Leaving:
    """Where a flow may move by one. What is hidden besides later moves no otherwise.

    A small count stays from 1 to `below` − 1 and another at `below` at least: who reads the table knows that of each.
    """
    leaving: dict[Node, list[tuple[Node, Place, int]]] = {}
    for flow in flows:
        if hidden.get(flow.place) == Hidden.SMALL:
            rises, falls = flow.value < below - 1, flow.value > 1
        else:
            rises, falls = flow.value >= below, flow.value > below
        if rises:
            leaving.setdefault(flow.start, []).append((flow.end, flow.place, flow.value))
        if falls:
            leaving.setdefault(flow.end, []).append((flow.start, flow.place, flow.value))
    return leaving


def _cheapest_cycle(
    one: Flow, leaving: Leaving, hidden: Collection[Place], below: int
) -> Collection[Place] | None:
    """What to hide besides, so that this small one could be one more, or one less; None: nothing would do."""
    ways = []
    if one.value < below - 1:
        ways.append(_cheapest_way(one.end, one.start, one.place, leaving, hidden))
    if one.value > 1 and not (ways and ways[0] and ways[0][0] == 0):  # nothing is cheaper than nothing
        ways.append(_cheapest_way(one.start, one.end, one.place, leaving, hidden))
    found = [way for way in ways if way]
    return min(found, key=lambda way: way[0])[1] if found else None


def _cheapest_way(
    start: Node, end: Node, without: Place, leaving: Leaving, hidden: Collection[Place]
) -> tuple[int, Collection[Place]] | None:
    """How many people it hides, and through which places; what is hidden already costs nothing."""
    waiting: list[tuple[int, int, Node, Node, Place]] = [(0, 0, start, start, without)]
    came: dict[Node, tuple[Node, Place]] = {}
    rank = 0
    while waiting:
        spent, _, here, before, by = heappop(waiting)
        if here in came:
            continue
        came[here] = before, by
        if here == end:
            return spent, _way(came, start, end)
        for there, through, value in leaving.get(here, ()):
            if there not in came and through != without:
                rank += 1
                cost = 0 if through in hidden else value
                heappush(waiting, (spent + cost, rank, there, here, through))
    return None


def _way(came: Mapping[Node, tuple[Node, Place]], start: Node, end: Node) -> Collection[Place]:
    way: set[Place] = set()
    while end != start:
        end, through = came[end]
        way.add(through)
    return way
