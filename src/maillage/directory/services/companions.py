"""The skills and the diplomas of the people of the RPPS: two files of their own."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from maillage.directory.services.gathering import keys_of
from maillage.directory.services.reading import Line
from maillage.directory.services.remarks import Remarks
from maillage.directory.services.rpps import NATIONAL

Row = tuple[Any, ...]

#: The cells read, as models.Skill and models.Diploma have them after the person.
SKILL_WANTED = (
    NATIONAL,
    "Code profession",
    "Code type savoir-faire",
    "Libellé type savoir-faire",
    "Code savoir-faire",
    "Libellé savoir-faire",
)
DIPLOMA_WANTED = (NATIONAL, "Libellé diplôme obtenu", "Libellé type autorisation")


class Numbers:
    """National identification → id of the person, 0 when nobody has it: 12 bytes for each.

    `nationals`: the keys of people, in the order of their ids, which start at 1.
    """

    def __init__(self, nationals: "array[int]") -> None:
        keys = np.frombuffer(nationals, dtype=np.int64)
        self._order = np.argsort(keys).astype(np.int32)
        self._keys = keys[self._order]

    def ids(self, nationals: list[str]) -> list[int]:
        asked = np.array(keys_of(nationals), dtype=np.int64)
        places = np.searchsorted(self._keys, asked).clip(max=len(self._keys) - 1)
        found: list[int] = np.where(self._keys[places] == asked, self._order[places] + 1, 0).tolist()
        return found


def companion_rows(
    blocks: Iterable[list[Line]], numbers: Numbers, remarks: Remarks
) -> Iterator[Sequence[Row]]:
    """Some rows at a time: id of the person, then the cells that follow the national identification."""
    for block in blocks:
        people = numbers.ids([cells[0] for _, _, cells in block])
        if 0 in people or len({line for _, line, _ in block}) < len(block):
            yield _judged(people, block, remarks)
        else:
            _, *columns = zip(*(cells for _, _, cells in block), strict=True)
            yield list(zip(people, *columns, strict=True))


def _judged(people: list[int], block: list[Line], remarks: Remarks) -> list[Row]:
    """Without the lines of people we do not know, nor those that are repeated."""
    rows: list[Row] = []
    seen: set[bytes] = set()
    for person, (number, line, cells) in zip(people, block, strict=True):
        if not person:
            remarks.refuse(number, "Personne qui n’est pas dans le fichier des activités.")
        elif line in seen:
            remarks.warn("Ligne répétée à l’identique : comptée une fois.", number)
        else:
            rows.append((person, *cells[1:]))
        seen.add(line)
    return rows
