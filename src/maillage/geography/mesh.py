"""Neighbours, areas and town halls of all communes, by index; loaded when first needed."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import compress
from math import cos, hypot, radians
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Index = int

EARTH_RADIUS_KM = 6371.0088


class Mesh:
    """The compiled arrays. Communes are numbered in the order of `Names.index`."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def _load(self, name: str) -> NDArray[Any]:
        array: NDArray[Any] = np.load(self._place / f"{name}.npy")
        return array

    @cached_property
    def _offsets(self) -> NDArray[np.int64]:
        return self._load("offsets")

    def shapes(self, communes: Iterable[Index]) -> NDArray[Any]:
        """The shapes of these communes, None for those without; only their bytes are read."""
        import shapely

        with (self._place / "shapes.wkb").open("rb") as file:
            return np.asarray(
                shapely.from_wkb([self._wkb(file, commune) for commune in communes]), dtype=object
            )

    def _wkb(self, file: BinaryIO, commune: Index) -> bytes | None:
        start, end = self._offsets[commune : commune + 2].tolist()
        file.seek(start)
        return file.read(end - start) or None

    @cached_property
    def _rows(self) -> tuple[list[int], list[int], list[bool]]:
        # Plain lists: reading a dozen numbers at a time, they are several times faster than arrays.
        return self._load("starts").tolist(), self._load("touching").tolist(), self._load("borders").tolist()

    @cached_property
    def areas_km2(self) -> NDArray[np.float64]:
        return self._load("areas")

    @cached_property
    def outside(self) -> NDArray[np.bool_]:
        """Communes on a coast or a frontier."""
        return self._load("outside")

    @cached_property
    def town_halls(self) -> NDArray[np.float64]:
        """Longitude and latitude, in degrees; NaN where nothing is known."""
        return self._load("town_halls")

    @cached_property
    def bounds(self) -> list[list[float]]:
        """West, south, east and north of each shape, in degrees; NaN without shape."""
        import shapely

        found: list[list[float]] = shapely.bounds(self.shapes(range(len(self._offsets) - 1))).tolist()
        return found

    def is_beyond(self, commune: Index, latitude: float, longitude: float) -> bool:
        """Whether a point is farther from a shape than the shape is large, both by their rectangles."""
        west, south, east, north = self.bounds[commune]
        narrowed = cos(radians(latitude))  # a degree of longitude, beside one of latitude
        apart = hypot(
            narrowed * (longitude - min(max(longitude, west), east)),
            latitude - min(max(latitude, south), north),
        )
        return apart > hypot(narrowed * (east - west), north - south)

    def touching(self, commune: Index) -> list[Index]:
        """Communes whose shape intersects this one's, be it at a corner."""
        starts, touching, _ = self._rows
        return touching[starts[commune] : starts[commune + 1]]

    def bordering(self, commune: Index) -> list[Index]:
        """Communes that share a border of some length with this one."""
        starts, touching, borders = self._rows
        start, end = starts[commune], starts[commune + 1]
        return list(compress(touching[start:end], borders[start:end]))

    def pieces(self, communes: Iterable[Index]) -> list[set[Index]]:
        """The communes grouped in pieces that hold together, a corner being enough."""
        left = set(communes)
        pieces = []
        while left:
            piece = {left.pop()}
            front = list(piece)
            while front:
                reached = left.intersection(self.touching(front.pop()))
                left -= reached
                piece |= reached
                front.extend(reached)
            pieces.append(piece)
        return pieces

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """Town halls on the sphere of radius 1, three coordinates each; NaN where nothing is known."""
        return on_sphere(self.town_halls)

    def distance_km(self, first: Index, second: Index) -> float | None:
        """As the crow flies between two town halls, or None when one is not known."""
        distance = float(km_between(self.points[first], self.points[[second]])[0])
        return None if np.isnan(distance) else distance

    def nearby(self, commune: Index, km: float) -> list[Index]:
        """This commune, then those whose town hall is within `km` of its own, nearest first."""
        distances = km_between(self.points[commune], self.points)
        distances[commune] = -1  # first among those in the same place, and there even when not located
        near = np.flatnonzero(distances <= km)
        found: list[Index] = near[np.argsort(distances[near], kind="stable")].tolist()
        return found


def on_sphere(degrees: Sequence[Any] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on the sphere of radius 1, three coordinates each, from longitudes and latitudes; NaN stays NaN."""
    longitude, latitude = np.radians(np.asarray(degrees, dtype=float).reshape(-1, 2)).T
    flat = np.cos(latitude)
    return np.column_stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)])


def km_between(point: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """As the crow flies, from one of `on_sphere` to others."""
    apart = points - point
    chords = np.sqrt(np.einsum("ij,ij->i", apart, apart))
    distances: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chords / 2, 1))
    return distances
