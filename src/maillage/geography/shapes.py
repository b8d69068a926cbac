"""What is computed once from the shapes of all communes: neighbours, areas, the outside of the country."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Ellipsoid of the shapes' coordinates (WGS 84): half axis in kilometres, squared eccentricity.
HALF_AXIS_KM = 6378.137
SQUARED_ECCENTRICITY = 0.00669437999014

#: Degrees (about 10 m). The outlines of two neighbours may differ by a few metres: that gap is not the sea.
GAP = 1e-4

Shapes = NDArray[Any]


def neighbours(shapes: Shapes) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Pairs (2 × n, first < second) of communes whose shapes intersect, exactly; whether by a border.

    A border has length (or, by the sources' small overlaps, a surface); the others meet at a corner.
    """
    import shapely

    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
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

    rings, ring_owner = shapely.get_parts(shapely.boundary(shapes), return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    starts, ends, owner = points[:-1][joined], points[1:][joined], ring_owner[ring[1:]][joined]

    edges = _hashed(starts) + _hashed(ends)  # the same from both sides
    _, where, count = np.unique(edges, return_inverse=True, return_counts=True)
    alone = count[where] == 1
    middles = shapely.points((starts[alone] + ends[alone]) / 2)
    # Most edges left alone only miss a vertex that the neighbour has, or overlap it by a few metres.
    near, commune = shapely.STRtree(shapes).query(middles, predicate="dwithin", distance=GAP)
    has_neighbour = np.zeros(len(middles), dtype=bool)
    has_neighbour[near[commune != owner[alone][near]]] = True

    outside = np.zeros(len(shapes), dtype=bool)
    outside[owner[alone][~has_neighbour]] = True
    return outside


def _hashed(points: NDArray[np.float64]) -> NDArray[np.uint64]:
    """One whole number per point; two points of a country have the same with odds of one in millions."""
    bits = np.ascontiguousarray(points).view(np.uint64)
    primes = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
    mixed: NDArray[np.uint64] = np.bitwise_xor.reduce(bits * primes, axis=1)
    return mixed
