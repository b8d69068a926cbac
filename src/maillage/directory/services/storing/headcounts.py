"""How many people practise in each area, each once, and how well each commune is reached: counted at import.

The activities are packed as numbers while they pass, then counted on arrays: a nation in a second or two.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.directory.enums import Genre, Mode, PlaceKind, Sector
from maillage.directory.models import Activity, Headcount
from maillage.directory.queries.rolls import CARE, IN_TOWN, LIBERAL, REPLACES, Counts, Ints, count, packed
from maillage.directory.services.columns import Piece, places_of
from maillage.directory.services.reading.remarks import Row
from maillage.geography import Commune, atlas
from maillage.kernel import folded

#: Professions whose reach is computed; pharmacies are places of FINESS.
REACHED = (
    "medecin_generaliste",
    "infirmier",
    "infirmier_pratique_avancee",
    "masseur_kinesitherapeute",
    "sage_femme",
    "chirurgien_dentiste",
)
STUDENT = "etudiant"
GENRES = {Genre.CARE: CARE, "": CARE, Genre.REPLACES: REPLACES, Genre.REPLACEMENT: REPLACES}

#: What is read of an activity, in this order.
COUNTED = ("person", "trade", "category", "mode", "genre", "sector", "structure", "commune")
COUNTED_PLACES = places_of(Activity, *COUNTED)
AREA, TRADE, SHARE = places_of(Headcount, "area", "trade", "share")

#: What the area of a commune is called, level by level; None when it belongs to none.
Level = Callable[[Commune], str | None]
LEVELS: tuple[Level, ...] = (
    lambda commune: commune.code,
    lambda commune: commune.epci and f"E{commune.epci}",
    lambda commune: f"D{commune.departement}",
    lambda commune: f"R{commune.region}",
    lambda _: "F",
)
COMMUNES = LEVELS[0]


#: Of a trade and a level: the names of the areas, and what was counted in those where there is someone.
Counted = tuple[str, Level, list[str], Counts, Iterable[bytes]]


class Ranks(dict[str, int]):
    """Words met → 0, 1, 2…; -1 for none."""

    def __missing__(self, word: str) -> int:
        self[word] = len(self) if word else -1
        return self[word]


class Flags(dict[tuple[str, ...], int]):
    """(Category, mode, genre, sector) → what an activity counts for, as bits; 0 when it does not."""

    def __missing__(self, said: tuple[str, ...]) -> int:
        category, mode, genre, sector = said
        does = GENRES.get(genre, 0) if folded(category) != STUDENT else 0
        if does == CARE and mode == Mode.LIBERAL:
            does |= LIBERAL | IN_TOWN
        if does & CARE and sector == Sector.CENTRE_DE_SANTE:
            does |= IN_TOWN
        self[said] = does
        return does


class Tally:
    """Takes activities as they come; counts when all are there."""

    def __init__(self) -> None:
        self._trades, self._communes, self._flags = Ranks(), Ranks(), Flags()
        self.clear()

    def clear(self) -> None:
        #: Person, trade, commune, what they do there, structure.
        self._columns: tuple[array[int], ...] = tuple(map(array, "ibibq"))

    def take(self, *counted: Sequence[Any]) -> None:
        """Columns of activities, as COUNTED lists them. Students, and what is not care, leave no trace."""
        person, trade, category, mode, genre, sector, structure, commune = counted
        said = zip(category, mode, genre, sector, strict=True)
        columns: tuple[NDArray[Any], ...] = (
            np.array(person, np.int32),
            np.fromiter(map(self._trades.__getitem__, trade), np.int8),
            np.fromiter(map(self._communes.__getitem__, commune), np.int32),
            np.fromiter(map(self._flags.__getitem__, said), np.int8),
            np.fromiter((hash(each) if each else 0 for each in structure), np.int64),
        )
        counts = (columns[1] >= 0) & (columns[2] >= 0) & (columns[3] > 0)
        for kept, column in zip(self._columns, columns, strict=True):
            kept.frombytes(column[counts].tobytes())

    def rows(self) -> Iterator[Row]:
        """Rows of models.Headcount without their number, once: what was taken is let go."""
        taken = self._columns
        self.clear()
        for trade, level, areas, counts, rolls in self._counted(taken) if taken[0] else ():
            columns = (column.tolist() for column in counts)
            for (place, *each, share), roll in zip(zip(*columns, strict=True), rolls, strict=False):
                yield areas[place], trade, *each, share if level is COMMUNES else 0.0, roll

    def _counted(self, taken: Sequence["array[int]"]) -> Iterator[Counted]:
        person, trade, commune, does, given = (np.frombuffer(each, each.typecode) for each in taken)
        structure = _numbered(given)
        structure[does & CARE == 0] = -1  # nobody cares there
        levels = [(level, *_areas(self._communes, level)) for level in LEVELS]
        for number, name in enumerate(self._trades):
            rows = np.flatnonzero(trade == number)
            for level, areas, area_of in levels:
                area = area_of[commune[rows]]
                there = rows[area >= 0]
                there = there[np.argsort(area[area >= 0], kind="stable")]  # people stay together
                entries = person[there], does[there], structure[there]
                area = area_of[commune[there]]
                found = count(area, *entries)
                starts = np.searchsorted(area, found.areas).tolist()
                rolls = packed(*entries, starts) if level is COMMUNES else repeat(b"")
                yield name, level, areas, found, rolls


def _numbered(hashes: Ints) -> Ints:
    """Structures as small numbers, -1 where there is none."""
    known, numbers = np.unique(hashes, return_inverse=True)
    numbers = numbers.astype(np.int32)
    return np.where(known[numbers] == 0, np.int32(-1), numbers)


def _areas(communes: Iterable[str], level: Level) -> tuple[list[str], Ints]:
    """The areas of a level, and for each commune the place of its own; -1 when it has none."""
    areas: dict[str, int] = {}
    named = (level(atlas().commune(code)) if code else None for code in communes)
    places = [areas.setdefault(area, len(areas)) if area else -1 for area in named]
    return list(areas), np.array(places, dtype=np.int32)


class Supplies:
    """The shares of people that headcounts say, noted while they pass."""

    def __init__(self) -> None:
        self._by_trade: dict[str, dict[str, float]] = {trade: {} for trade in REACHED}

    def noted(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """The same pieces, of this table and of others."""
        for model, columns in pieces:
            if model is Headcount:
                for area, trade, share in zip(columns[AREA], columns[TRADE], columns[SHARE], strict=True):
                    if share and trade in self._by_trade:
                        self._by_trade[trade][area] = share
            yield model, columns

    def reach(self) -> Iterator[Row]:
        """Rows of models.Reach."""
        for trade, supply in self._by_trade.items():
            yield trade, atlas().accessibility(supply).to_bytes()


def reach_of_pharmacies(communes: Mapping[str, int]) -> Row:
    """The row of models.Reach of pharmacies, from their number by commune."""
    return PlaceKind.PHARMACIE.value, atlas().accessibility(communes).to_bytes()
