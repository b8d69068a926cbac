"""How well each commune is served, and any territory beside France: the answers of the catchments."""

import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from maillage.geography.catchments import METHOD, Catchments, Floats
from maillage.geography.mesh import Mesh
from maillage.geography.names import Names
from maillage.geography.selection import EMPTY
from maillage.kernel import BadInput

MIDDLE = 1  # of the three speeds
SAME = 1e-12  # relative: two indices closer than that differ by rounding only


class Band(NamedTuple):
    """A figure at the middle speed, between its least and its greatest at the three speeds."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, values: Floats) -> "Band":
        """The band of three values, slow, middle and fast."""
        return cls(float(values.min()), float(values[MIDDLE]), float(values.max()))


@dataclass(frozen=True, slots=True)
class AreaAccess:
    """How well a set of communes is served. What is not known is None, never 0."""

    #: Professionals within reach, for 100,000 inhabitants: the mean over the inhabitants of known communes.
    index: Band | None
    #: The index over France's; None too when nobody is reached anywhere.
    ratio: Band | None
    #: Share, 0 to 1, of the French who live in a commune strictly less well served.
    less_served: Band | None
    #: Its communes not counted: no town hall to measure from, or no inhabitant known.
    unknown: tuple[str, ...]


class Accessibility:
    """One supply, all units, three speeds. Light: what is heavy stays in `Catchments`.

    `indices`: (3 speeds, units), in the order of `Names.index`, NaN where not known. `left_out`: codes.
    """

    def __init__(self, names: Names, indices: Floats, left_out: Iterable[str] = ()) -> None:
        self._names = names
        self._people = people(names)
        self._known = (self._people > 0) & np.isfinite(indices).all(axis=0)
        self._indices = np.where(self._known, indices, np.nan)
        #: Each inhabitant once: those of a city are in its arrondissements.
        self._once = self._known & ~_cities(names)
        #: Communes whose professionals miss from an index, at one speed at least: they are not located, or
        #: nobody lives within reach.
        self.left_out = tuple(left_out)

    @cached_property
    def france(self) -> Band:
        """The mean over the inhabitants of all known communes, where the ratio is 1."""
        return Band.of(self._france)

    def by_commune(self) -> dict[str, Band]:
        """The index of each known unit, by code: for a map, or to be stored."""
        bands = zip(
            self._indices.min(axis=0).tolist(),
            self._indices[MIDDLE].tolist(),
            self._indices.max(axis=0).tolist(),
            strict=True,
        )
        rows = zip(self._names.codes, bands, self._known.tolist(), strict=True)
        return {code: Band(*band) for code, band, known in rows if known}

    def of(self, codes: Iterable[str]) -> AreaAccess:
        """The figures of communes in force. Raises BadInput when there is none, KeyError on another code."""
        chosen = np.unique([self._names.index[code] for code in codes]).astype(np.intp)
        if not len(chosen):
            raise BadInput(EMPTY, field="communes")
        known = chosen[self._known[chosen]]
        unknown = self._names.coded(chosen[~self._known[chosen]].tolist())
        if not len(known):
            return AreaAccess(index=None, ratio=None, less_served=None, unknown=unknown)
        index = self._mean(known)
        return AreaAccess(
            index=Band.of(index),
            ratio=Band.of(index / self._france) if self._france.all() else None,
            less_served=Band.of(self._less_served(index)),
            unknown=unknown,
        )

    def ratios(self, codes: Iterable[str]) -> dict[str, float | None]:
        """The index of each commune over France's, at the middle speed: for a map. None is not known."""
        row, mean = self._indices[MIDDLE], float(self._france[MIDDLE])
        values = {code: float(row[self._names.index[code]]) for code in codes}
        return {code: value / mean if mean and value == value else None for code, value in values.items()}

    def within(self, departements: Collection[str]) -> "Accessibility":
        """The same where these départements are all of France: for a supply that was counted there alone."""
        inside = [unit.departement in departements for unit in self._names.units.values()]
        return Accessibility(self._names, np.where(inside, self._indices, np.nan), self.left_out)

    def to_bytes(self) -> bytes:
        """What `accessibility_from` reads back, so as to compute once and show many times (1 MB)."""
        file = io.BytesIO()
        codes, left_out = (np.array(codes, dtype="S5") for codes in (self._names.codes, self.left_out))
        np.savez(file, codes=codes, indices=self._indices, left_out=left_out)
        return file.getvalue()

    @cached_property
    def _france(self) -> Floats:
        return self._mean(np.flatnonzero(self._once))

    def _mean(self, communes: NDArray[np.intp]) -> Floats:
        """For each speed, the mean over the inhabitants of known communes."""
        weights = self._people[communes]
        mean: Floats = self._indices[:, communes] @ weights / weights.sum()
        return mean

    def _less_served(self, index: Floats) -> Floats:
        """For each speed, the share of the French whose commune, or arrondissement, has less than `index`."""
        first = [
            np.searchsorted(row, value)
            for row, value in zip(self._ranked[0], index * (1 - SAME), strict=True)
        ]
        below = self._ranked[1][np.arange(len(first)), first]
        share: Floats = below / self._ranked[1][:, -1]
        return share

    @cached_property
    def _ranked(self) -> tuple[Floats, Floats]:
        """For each speed, the known indices, least first; and how many people live before each of them."""
        indices, inhabitants = self._indices[:, self._once], self._people[self._once]
        order = np.argsort(indices, axis=1)
        before = np.zeros((len(indices), len(inhabitants) + 1))
        before[:, 1:] = np.cumsum(inhabitants[order], axis=1)
        return np.take_along_axis(indices, order, axis=1), before


def catchments(names: Names, mesh: Mesh) -> Catchments:
    """The catchments of the communes of France; a city is where its arrondissements are, not elsewhere."""
    cities = _cities(names)
    return Catchments(np.where(cities[:, None], np.nan, mesh.points), np.where(cities, 0.0, people(names)))


def accessibility(names: Names, reached: Catchments, supply: Mapping[str, float]) -> Accessibility:
    """The accessibility of professionals given by commune; see `Atlas.accessibility`."""
    numbers = np.fromiter(supply.values(), dtype=np.float64, count=len(supply))
    if not (np.isfinite(numbers) & (numbers >= 0)).all():
        raise ValueError("A number of professionals is finite, and at least 0.")
    counts = np.zeros(len(names.codes))
    counts[[names.index[code] for code in supply]] = numbers
    inhabitants = people(names)
    shares = [(names.index[city], *_shares(names, city, inhabitants)) for city in names.cities]
    for city, parts, share in shares:
        counts[parts] += counts[city] * share
        counts[city] = 0
    missed = (counts > 0) & (reached.demand == 0).any(axis=0)
    indices = np.where(reached.located, reached.indices(counts), np.nan) * METHOD.per
    for city, parts, share in shares:
        indices[:, city] = indices[:, parts] @ share
    return Accessibility(names, indices, names.coded(np.flatnonzero(missed).tolist()))


def restored(names: Names, data: bytes) -> Accessibility:
    """What `to_bytes` wrote. A commune of today that was not there then is not known."""
    content = np.load(io.BytesIO(data))
    then = content["codes"].astype("U5").tolist()
    places = np.array([names.index.get(code, -1) for code in then])
    same = places >= 0
    indices = np.full((len(METHOD.speeds_kmh), len(names.codes)), np.nan)
    indices[:, places[same]] = content["indices"][:, same]
    left_out = content["left_out"].astype("U5").tolist()
    return Accessibility(names, indices, (code for code in left_out if code in names.index))


def people(names: Names) -> Floats:
    """Inhabitants of each unit, 0 where not known."""
    return np.array([unit.population or 0 for unit in names.units.values()], dtype=np.float64)


def _cities(names: Names) -> NDArray[np.bool_]:
    """Units that have arrondissements."""
    return np.array([code in names.cities for code in names.codes])


def _shares(names: Names, city: str, inhabitants: Floats) -> tuple[list[int], Floats]:
    """The arrondissements of a city, and the share of its inhabitants who live in each."""
    parts = [names.index[code] for code in names.cities[city]]
    return parts, inhabitants[parts] / inhabitants[parts].sum()
