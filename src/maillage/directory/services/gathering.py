"""Bring together the lines of a person, when a file scatters them, without holding the file in memory."""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Self

import numpy as np

from maillage.directory.enums import PERSON_COLUMNS
from maillage.directory.services.reading.files import Source, lines_of, opened
from maillage.directory.services.reading.table import DELIMITER, Line

TOGETHER = 10_000  # lines brought back at once
NATIONAL = PERSON_COLUMNS[2].encode()


def key_of(national: str) -> int:
    """A number that tells people apart within this process: their identification, in digits."""
    return int(national) if national.isdecimal() and len(national) < 19 else hash(national)


def keys_of(nationals: list[str]) -> list[int]:
    """The key of each, faster."""
    plain = all(map(str.isdecimal, nationals)) and max(map(len, nationals), default=0) < 19
    return list(map(int if plain else key_of, nationals))


def scattered(source: Source) -> frozenset[str]:
    """The people whose lines do not all follow each other: a first look at one column of the file."""
    keys = array("q")
    odd: dict[int, str] = {}  # keys that are not the number itself
    with opened(source) as (file, _):
        blocks = lines_of(file, source.name)
        first, *others = next(blocks)
        header = first.split(DELIMITER.encode())
        place = header.index(NATIONAL) if NATIONAL in header else 0
        for block in chain([others], blocks):
            cells = [line.split(b"|", place + 1)[place : place + 1] for line in block]
            nationals = [cell[0].decode("utf-8", "replace") for cell in cells if cell]
            found = keys_of(nationals)
            odd.update((key, text) for key, text in zip(found, nationals, strict=True) if str(key) != text)
            keys.extend(found)
    every = np.frombuffer(keys, dtype=np.int64)
    heads = every[np.flatnonzero(np.diff(every, prepend=-1))]
    people, times = np.unique(heads, return_counts=True)
    return frozenset(odd.get(key) or str(key) for key in people[times > 1].tolist())


class Gathered:
    """Lines in the order of people, sorted on the disk; the first cell is the national identification."""

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

    def blocks(self) -> Iterator[list[Line]]:
        found = self._disk.execute("SELECT number, line, cells FROM lines ORDER BY national, number")
        while rows := found.fetchmany(TOGETHER):
            yield [(number, line, tuple(cells.split(DELIMITER))) for number, line, cells in rows]
