"""Complete the outlines of recent communes nouvelles, which the source still draws as one of their parts."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from maillage.geography.shapes import Shapes, edges_alone

#: Square degrees (about 0.2 km²): what is smaller is no commune, but outlines that do not quite meet.
SMALLEST_GAP = 2e-5

Index = int


def fill_gaps(shapes: Shapes, likely: Collection[Index], possible: Collection[Index]) -> tuple[Index, ...]:
    """Give each gap between communes to the one that lost a part there; changes `shapes`, says which grew.

    `likely` communes have a commune déléguée without shape, `possible` ones any former commune without shape.
    A gap goes to the only likely commune on its border, else to the only possible one, else to nobody.
    """
    import shapely

    found = gaps(shapes)
    gap, commune = shapely.STRtree(shapes).query(found, predicate="intersects")
    borders = shapely.length(shapely.intersection(found[gap], shapes[commune])) > 0
    grown = set()
    for number in range(len(found)):
        around = set(commune[(gap == number) & borders].tolist())
        candidates = around.intersection(likely) or around.intersection(possible)
        if len(candidates) == 1:
            (index,) = candidates
            shapes[index] = shapely.union(shapes[index], found[number])
            grown.add(index)
    return tuple(sorted(grown))


def gaps(shapes: Shapes) -> NDArray[np.object_]:
    """The polygons that communes surround and none covers."""
    import shapely

    segments, _ = edges_alone(shapes)
    lines = np.asarray(shapely.linestrings(segments))
    faces = shapely.get_parts(shapely.polygonize(lines))
    faces = faces[shapely.area(faces) > SMALLEST_GAP]
    covered, _ = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="intersects")
    return np.delete(faces, covered)
