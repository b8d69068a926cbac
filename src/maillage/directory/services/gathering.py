"""Bring together the lines of a person, when a file scatters them, without holding the file in memory."""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from typing import Self

from maillage.directory.enums import PERSON_COLUMNS
from maillage.directory.services.reading import BLOCK, DELIMITER, Line, Source, opened

NATIONAL = PERSON_COLUMNS[2].encode()


def key_of(national: str) -> int:
    """A number that tells people apart within this process: their national identification, in digits."""
    return int(national) if national.isdecimal() and len(national) < 19 else hash(national)


def scattered(source: Source) -> frozenset[int]:
    """Keys of the people whose lines do not all follow each other: a first look at one column of the file."""
    import numpy as np

    keys = array("q")
    with opened(source) as (lines, _):
        header = lines.readline().split(DELIMITER.encode())
        place = header.index(NATIONAL) if NATIONAL in header else 0
        while block := lines.readlines(BLOCK):
            keys.extend(_keys(block, place))
    every = np.frombuffer(keys, dtype=np.int64)
    heads = every[np.flatnonzero(np.diff(every, prepend=-1))]
    found, times = np.unique(heads, return_counts=True)
    return frozenset(found[times > 1].tolist())


def _keys(block: list[bytes], place: int) -> list[int]:
    try:
        return [int(line.split(b"|", place + 1)[place]) for line in block]
    except (IndexError, ValueError, OverflowError):
        cells = (line.split(b"|", place + 1)[place : place + 1] for line in block)
        return [key_of(cell[0].decode("utf-8", "replace")) for cell in cells if cell]


class Gathered:
    """Lines in the order of people, sorted on the disk."""

    def __enter__(self) -> Self:
        self._disk = sqlite3.connect("")  # a file of its own, gone when it closes
        self._disk.execute(
            "CREATE TABLE lines (number INTEGER PRIMARY KEY, line BLOB, national TEXT, cells TEXT)"
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._disk.close()

    def add(self, lines: Iterable[Line]) -> None:
        rows = ((number, line, cells[0], DELIMITER.join(cells)) for number, line, cells in lines)
        self._disk.executemany("INSERT INTO lines VALUES (?, ?, ?, ?)", rows)

    def __iter__(self) -> Iterator[Line]:
        """The first cell of a line is the national identification."""
        for number, line, cells in self._disk.execute(
            "SELECT number, line, cells FROM lines ORDER BY national, number"
        ):
            yield number, line, tuple(cells.split(DELIMITER))
