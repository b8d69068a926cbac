"""How many people practise in each area, each once, and how well each commune is reached: counted at import.

The activities are packed as numbers while they pass, then counted on arrays: a nation in a second or two.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.directory.enums import Genre, Mode, PlaceKind, Sector
from maillage.directory.models import Activity
from maillage.directory.services.remarks import Row
from maillage.geography import Commune, atlas
from maillage.kernel import folded

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

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
CARE, REPLACES, LIBERAL, IN_TOWN = 1, 2, 4, 8
GENRES = {Genre.CARE: CARE, "": CARE, Genre.REPLACES: REPLACES, Genre.REPLACEMENT: REPLACES}

#: What is read of an activity, in this order.
COUNTED = ("person", "trade", "category", "mode", "genre", "sector", "structure", "commune")
_FIELDS = {
    field.name: (place, str(field.column)) for place, field in enumerate(Activity._meta.concrete_fields)
}
COUNTED_PLACES = tuple(_FIELDS[name][0] for name in COUNTED)
COUNTED_COLUMNS = tuple(_FIELDS[name][1] for name in COUNTED)

#: What an area is called, level by level; None for a commune that belongs to none.
LEVELS: tuple[Callable[[Commune], str | None], ...] = (
    lambda commune: commune.code,
    lambda commune: commune.epci and f"E{commune.epci}",
    lambda commune: f"D{commune.departement}",
    lambda commune: f"R{commune.region}",
    lambda _: "F",
)


class Tally:
    """Takes activities as they come; counts when all are there."""

    def __init__(self) -> None:
        self._trades: dict[str, int] = {}  # those met, numbered
        self._communes: dict[str, int] = {}
        self._columns = [array("i") for _ in range(4)]  # person, trade, commune, what they do
        self._structures = array("q")
        self._flags: dict[tuple[str, str, str, str], int] = {}

    def take(self, activities: Iterable[tuple[Any, ...]]) -> None:
        """Activities as COUNTED lists them. Students, and what is not care, leave no trace."""
        people, trades, communes, doings = (column.append for column in self._columns)
        structures, flags = self._structures.append, self._flags
        known_trades, known_communes = self._trades, self._communes
        for person, trade, category, mode, genre, sector, structure, commune in activities:
            if not trade or not commune:
                continue
            key = (category, mode, genre, sector)
            does = flags.get(key)
            if does is None:
                does = flags[key] = flags_of(*key)
            if does:
                people(person)
                trades(known_trades.setdefault(trade, len(known_trades)))
                communes(known_communes.setdefault(commune, len(known_communes)))
                doings(does)
                structures(hash(structure) if structure else 0)

    def rows(self) -> list[Row]:
        """Rows of models.Headcount."""
        if not self._structures:
            return []
        return [(number, *row) for number, row in enumerate(self._counted(), start=1)]

    def _counted(self) -> Iterator[Row]:
        trades = list(self._trades)
        person, trade, commune, does = map(_ints, self._columns)
        given = _ints(self._structures)
        structure = np.unique(given, return_inverse=True)[1]
        structure[(given == 0) | (does & CARE == 0)] = -1  # no place, or nobody cares there
        for level in LEVELS:
            areas, area_of = _areas(self._communes, level)
            area = area_of[commune]
            there = np.flatnonzero(area >= 0)
            pairs, counts = _count(trade[there], area[there], person[there], does[there], structure[there])
            for (one, other), numbers in zip(pairs.tolist(), counts.tolist(), strict=True):
                share = numbers[-1] if level is LEVELS[0] else 0.0
                yield areas[other], trades[one], *map(int, numbers[:-1]), share


def _count(trade: Ints, area: Ints, person: Ints, does: Ints, structure: Ints) -> tuple[Ints, Floats]:
    """(n, 2) pairs of a trade and an area, and (n, 6): people, in town, liberal, replacing, places, share.

    The five arrays have one item for each activity, the activities of a person together.
    """
    pair = trade * (area.max(initial=0) + 1) + area
    order = np.argsort(pair, kind="stable")  # people stay together
    pair, person, does, structure = pair[order], person[order], does[order], structure[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1) | np.diff(person, prepend=-1))
    doing = np.bitwise_or.reduceat(does, first)  # all that a person does there in that trade
    pairs, rank = np.unique(pair[first], return_inverse=True)

    in_town = doing & IN_TOWN > 0
    at_once = trade[order][first].astype(np.int64) << 32 | person[first]  # areas where a person is in town
    _, same, areas = np.unique(at_once[in_town], return_inverse=True, return_counts=True)
    share = np.zeros(len(doing))
    share[in_town] = 1 / areas[same]

    known = structure >= 0
    places = np.unique(pair[known].astype(np.int64) << 32 | structure[known]) >> 32
    columns = (doing & CARE > 0, in_town, doing & LIBERAL > 0, doing & (CARE | REPLACES) == REPLACES)
    counts = [np.bincount(rank, column, minlength=len(pairs)) for column in columns]
    counts.append(np.bincount(np.searchsorted(pairs, places), minlength=len(pairs)))
    counts.append(np.bincount(rank, share, minlength=len(pairs)))
    size = area.max(initial=0) + 1
    return np.column_stack((pairs // size, pairs % size)), np.column_stack(counts)


def _ints(column: "array[int]") -> Ints:
    return np.frombuffer(column, dtype=column.typecode).astype(np.int64)


def _areas(communes: Iterable[str], level: Callable[[Commune], str | None]) -> tuple[list[str], Ints]:
    """The areas of a level, and for each commune the place of its own; -1 when it has none."""
    areas: dict[str, int] = {}
    named = (level(atlas().commune(code)) for code in communes)
    places = [areas.setdefault(area, len(areas)) if area else -1 for area in named]
    return list(areas), np.array(places)


def flags_of(category: str, mode: str, genre: str, sector: str) -> int:
    """What an activity counts for, as bits; 0 when it does not."""
    if folded(category) == STUDENT:
        return 0
    does = GENRES.get(genre, 0)
    if does == CARE and mode == Mode.LIBERAL:
        does |= LIBERAL | IN_TOWN
    if does & CARE and sector == Sector.CENTRE_DE_SANTE:
        does |= IN_TOWN
    return does


def reach_of_people(headcounts: Iterable[Row]) -> Iterator[Row]:
    """Rows of models.Reach, from the shares of rows of models.Headcount."""
    supplies: dict[str, dict[str, float]] = {trade: {} for trade in REACHED}
    for _, area, trade, *_, share in headcounts:
        if share and trade in supplies:
            supplies[trade][area] = share
    for trade, supply in supplies.items():
        yield trade, atlas().accessibility(supply).to_bytes()


def reach_of_pharmacies(communes: Mapping[str, int]) -> Row:
    """The row of models.Reach of pharmacies, from their number by commune."""
    return PlaceKind.PHARMACIE.value, atlas().accessibility(communes).to_bytes()
