"""The skills and the diplomas of the people of the RPPS: two files of their own."""

from array import array
from collections.abc import Iterable, Iterator

import numpy as np

from maillage.directory.services.columns import Columns
from maillage.directory.services.gathering import keys_of
from maillage.directory.services.reading.remarks import Remarks
from maillage.directory.services.reading.rpps import NATIONAL
from maillage.directory.services.reading.table import Line

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


def companion_columns(blocks: Iterable[list[Line]], numbers: Numbers, remarks: Remarks) -> Iterator[Columns]:
    """Some rows at a time: id of the person, then the cells that follow the national identification."""
    for block in blocks:
        lines, people = block, numbers.ids([cells[0] for _, _, cells in block])
        if 0 in people or len({line for _, line, _ in lines}) < len(lines):
            lines, people = _judged(lines, people, remarks)
        if people:
            _, *columns = zip(*(cells for _, _, cells in lines), strict=True)
            yield people, *columns


def _judged(lines: list[Line], people: list[int], remarks: Remarks) -> tuple[list[Line], list[int]]:
    """Without the lines of people we do not know, nor those that are repeated."""
    kept: list[tuple[Line, int]] = []
    seen: set[bytes] = set()
    for line, person in zip(lines, people, strict=True):
        number, whole, _ = line
        if not person:
            remarks.refuse(number, "Personne qui n’est pas dans le fichier des activités.")
        elif whole in seen:
            remarks.warn("Ligne répétée à l’identique : comptée une fois.", number)
        else:
            kept.append((line, person))
        seen.add(whole)
    return [line for line, _ in kept], [person for _, person in kept]
