"""Compute once, from the shapes of all units: neighbours, areas, the outside of the country."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Ellipsoid of the shapes' coordinates (WGS 84): half axis in kilometres, squared eccentricity.
HALF_AXIS_KM = 6378.137
SQUARED_ECCENTRICITY = 0.00669437999014

#: Degrees (about 10 m). The outlines of two neighbours may differ by a few metres: that gap is not the sea.
GAP = 1e-4

Shapes = NDArray[Any]
Index = int

NONE: Mapping[Index, Index] = MappingProxyType({})


def write_mesh(
    place: Path, shapes: Shapes, *, covered: Shapes | None = None, cities: Mapping[Index, Index] = NONE
) -> int:
    """Write the arrays that `Mesh` reads; returns the number of borders. A shape may be None.

    `covered` are outlines that cover the country, where `shapes` leaves one out; `cities` gives the city of
    each arrondissement, which covers the same ground and is not its neighbour.
    """
    import shapely

    wkb = [b"" if shape is None else shape for shape in shapely.to_wkb(shapes).tolist()]
    (place / "shapes.wkb").write_bytes(b"".join(wkb))
    np.save(place / "offsets.npy", np.cumsum([0, *map(len, wkb)], dtype=np.int64))
    np.save(place / "areas.npy", areas_km2(shapes))
    np.save(place / "outside.npy", _outside(shapes if covered is None else covered, cities))

    # Compressed rows: the neighbours of commune i are touching[starts[i]:starts[i + 1]].
    pairs, borders = neighbours(shapes, cities)
    both = np.concatenate([pairs, pairs[::-1]], axis=1)
    order = np.lexsort((both[1], both[0]))
    np.save(place / "starts.npy", np.searchsorted(both[0][order], np.arange(len(shapes) + 1)))
    np.save(place / "touching.npy", both[1][order].astype(np.int32))
    np.save(place / "borders.npy", np.concatenate([borders, borders])[order])
    return int(borders.sum())


def _outside(shapes: Shapes, cities: Mapping[Index, Index]) -> NDArray[np.bool_]:
    """Units on a coast or a frontier: a city is when one of its arrondissements is."""
    once = shapes.copy()
    once[list(cities.values())] = None
    outside = on_the_outside(once)
    for part, city in cities.items():
        outside[city] |= outside[part]
    return outside


def neighbours(
    shapes: Shapes, cities: Mapping[Index, Index] = NONE
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Pairs (2 × n, first < second) of communes whose shapes intersect, exactly; whether by a border.

    A border has length (or, by the sources' small overlaps, a surface); the others meet at a corner.
    """
    import shapely

    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    city = np.arange(len(shapes))
    city[list(cities)] = list(cities.values())
    once = (first < second) & (city[second] != first)
    first, second = first[once], second[once]
    matrix = shapely.relate(shapes[first], shapes[second]).astype("U9")
    # DE-9IM, read as 9 letters: [0] is the dimension of the shared inside, [4] of the shared boundary.
    letters = matrix.view("U1").reshape(-1, 9)
    return np.array([first, second]), (letters[:, 0] == "2") | (letters[:, 4] == "1")


def areas_km2(shapes: Shapes) -> NDArray[np.float64]:
    """Area of each shape, NaN without shape.

    Exact on the ellipsoid (authalic cylindrical projection). The outlines are generalised: against official
    figures, the areas of départements come out up to 1 % too large.
    """
    import shapely

    areas: NDArray[np.float64] = shapely.area(shapely.transform(shapes, _equal_area))
    return np.where(shapely.is_missing(shapes), np.nan, areas)


def _equal_area(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees → plane kilometres where areas are those of the ellipsoid (Snyder 1987, § 14)."""
    sine = np.sin(np.radians(points[:, 1]))
    e2 = SQUARED_ECCENTRICITY
    e = np.sqrt(e2)
    q = (1 - e2) * (sine / (1 - e2 * sine**2) + np.arctanh(e * sine) / e)
    return np.column_stack([HALF_AXIS_KM * np.radians(points[:, 0]), HALF_AXIS_KM * q / 2])


def on_the_outside(shapes: Shapes) -> NDArray[np.bool_]:
    """True for each commune on a coast or a frontier: one of its edges has nobody on the other side."""
    import shapely

    segments, owner = edges_alone(shapes)
    # Most edges left alone only miss a vertex that the neighbour has, or overlap it by a few metres.
    near, commune = shapely.STRtree(shapes).query(
        shapely.points(segments.mean(axis=1)), predicate="dwithin", distance=GAP
    )
    has_neighbour = np.zeros(len(segments), dtype=bool)
    has_neighbour[near[commune != owner[near]]] = True

    outside = np.zeros(len(shapes), dtype=bool)
    outside[owner[~has_neighbour]] = True
    return outside


def edges_alone(shapes: Shapes) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Edges without another side: their ends (n × 2 × 2, degrees) and their commune. Together they close."""
    import shapely

    rings, ring_owner = shapely.get_parts(shapely.boundary(shapes), return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    _, vertex = np.unique(points.view(np.complex128).ravel(), return_inverse=True)  # a point, one number
    starts = np.flatnonzero(ring[1:] == ring[:-1])
    ends = starts + 1
    # An edge has the same number from both sides.
    edges = np.minimum(vertex[starts], vertex[ends]) * len(vertex) + np.maximum(vertex[starts], vertex[ends])
    _, where, count = np.unique(edges, return_inverse=True, return_counts=True)
    alone = count[where] % 2 == 1
    segments = np.stack([points[starts[alone]], points[ends[alone]]], axis=1)
    return segments, ring_owner[ring[starts[alone]]]
