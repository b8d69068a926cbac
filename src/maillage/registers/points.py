"""Where a place is: pairs of numbers that FINESS writes under four names, made a latitude and a longitude."""

from collections.abc import Iterable
from typing import NamedTuple


class Point(NamedTuple):
    """Degrees, WGS84; the systems of French law are read as such: they differ by less than a metre or so."""

    latitude: float
    longitude: float


class Box(NamedTuple):
    """A rectangle of degrees that holds a territory."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        return self.south <= point.latitude <= self.north and self.west <= point.longitude <= self.east


METROPOLE = Box(41, -6, 52, 10)
#: By the first three characters of an INSEE code. No box holds a point of another with its numbers swapped.
OVERSEAS = {
    "971": Box(15.7, -63.3, 18.3, -60.9),  # Guadeloupe, and the two islands that left it
    "972": Box(14.2, -61.4, 15.1, -60.6),
    "973": Box(2, -55, 6.1, -51.3),
    "974": Box(-21.6, 55, -20.7, 56),
    "975": Box(46.6, -56.7, 47.3, -56),
    "976": Box(-13.2, 44.8, -12.4, 45.5),
    "977": Box(17.7, -63.1, 18.1, -62.6),
    "978": Box(17.9, -63.3, 18.2, -62.8),
    "986": Box(-14.6, -178.4, -13, -175.9),
    "987": Box(-28, -155, -7, -134),
    "988": Box(-23.5, 157, -17, 173),
}
EVERYWHERE = (METROPOLE, *OVERSEAS.values())


def point_among(pairs: Iterable[tuple[object, object]], *, commune: str) -> Point | None:
    """The point of a place of this commune, from pairs of numbers of which nobody says what they are.

    Degrees in either order; None when no pair falls in the commune's territory (anywhere French when the commune is
    not said): metres of a projection do not.
    """
    boxes = (OVERSEAS.get(commune[:3], METROPOLE),) if commune else EVERYWHERE
    for one, other in ((number(one), number(other)) for one, other in pairs):
        if one is not None and other is not None:
            for point in (Point(one, other), Point(other, one)):
                if any(box.holds(point) for box in boxes):
                    return point
    return None


def precision_of(key: str) -> str:
    """How precise a point is, by the shape of its BAN key: « numero », « rue », « commune »; empty without key.

    « 01053_1950_00062 » is a number, « 01053_1950 » a street, « 01053 » the commune. The score does not say it.
    """
    parts = len(key.split("_")) if key else 0
    return ("", "commune", "rue", "numero")[min(parts, 3)]


def number(value: object) -> float | None:
    try:
        return float(str(value).strip().replace(",", "."))
    except ValueError:
        return None
