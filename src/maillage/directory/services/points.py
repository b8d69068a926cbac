"""Where a place is: what FINESS writes under four names, made a latitude and a longitude.

The systems of French law (RGF93, RGAF09, RGFG95, RGR92, RGM04, RGSPM06) are read as WGS84: they differ by less than a
metre or so. Formulas: IGN, NTG 71 (Lambert conformal conic), and Krüger's series (transverse Mercator).
"""

import re
from collections.abc import Iterable
from math import atan, atan2, atanh, cos, cosh, degrees, exp, hypot, log, pi, radians, sin, sinh, sqrt
from typing import NamedTuple

# GRS80
SEMI_MAJOR = 6_378_137.0
FLATTENING = 1 / 298.257222101
ECCENTRICITY = sqrt(FLATTENING * (2 - FLATTENING))


class Point(NamedTuple):
    """Degrees, WGS84."""

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

#: Metres of Lambert 93 in which mainland France and Corsica lie. Formulas have no answer far away, nor at a pole.
EASTINGS = (0.0, 1_300_000.0)
NORTHINGS = (6_000_000.0, 7_200_000.0)
#: Metres of any UTM zone.
UTM_EASTINGS, UTM_NORTHINGS = (0.0, 1_000_000.0), (0.0, 10_000_000.0)

UTM = re.compile(
    r"UTM[ _](?:ZONE )?(?:(?P<zone>\d{1,2})(?P<side>[NS])|(?P<side2>[NS])(?P<zone2>\d{1,2}))", re.IGNORECASE
)
LAMBERT = re.compile(r"LAMBERT[ _-]?93", re.IGNORECASE)


def point_among(pairs: Iterable[tuple[object, object]], *, commune: str) -> Point | None:
    """The point of a place of this commune, from pairs of numbers of which nobody says what they are.

    Degrees are believed first, in either order, then Lambert 93; None when no pair falls in the commune's territory.
    """
    numbers = [(number(one), number(other)) for one, other in pairs]
    known = [(one, other) for one, other in numbers if one is not None and other is not None]
    boxes = boxes_of(commune)
    for one, other in known:
        for point in (Point(one, other), Point(other, one)):
            if any(box.holds(point) for box in boxes):
                return point
    if METROPOLE not in boxes:
        return None
    for one, other in known:
        for east, north in ((one, other), (other, one)):
            if _between(east, EASTINGS) and _between(north, NORTHINGS):
                return _inside(from_lambert_93(east, north), boxes)
    return None


def point_in(system: str, east: object, north: object, *, commune: str) -> Point | None:
    """The point of a pair whose system the source names: « EPSG:2154 RGF93 / Lambert-93 », « UTM zone 20N »."""
    x, y = number(east), number(north)
    if x is None or y is None:
        return None
    boxes = boxes_of(commune)
    if LAMBERT.search(system) and _between(x, EASTINGS) and _between(y, NORTHINGS):
        return _inside(from_lambert_93(x, y), boxes)
    if (found := UTM.search(system)) and _between(x, UTM_EASTINGS) and _between(y, UTM_NORTHINGS):
        zone = int(found["zone"] or found["zone2"])
        southern = (found["side"] or found["side2"]).upper() == "S"
        return _inside(from_utm(x, y, zone=zone, southern=southern), boxes)
    return None


def boxes_of(commune: str) -> tuple[Box, ...]:
    """Where a place of this commune may be; anywhere French when the commune is not said."""
    return (OVERSEAS.get(commune[:3], METROPOLE),) if commune else EVERYWHERE


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


# Lambert 93: standard parallels 44° and 49°, origin 46°30' N 3° E, false origin 700 km, 6 600 km.
EXPONENT = 0.7256077650532670
RADIUS = 11_754_255.4261
X_POLE, Y_POLE = 700_000.0, 12_655_612.0499
MERIDIAN = 3.0


def from_lambert_93(east: float, north: float) -> Point:
    """Metres of RGF93 / Lambert-93 (EPSG:2154) → degrees, to the millimetre."""
    x, y = east - X_POLE, Y_POLE - north
    isometric = log(RADIUS / hypot(x, y)) / EXPONENT
    latitude = 2 * atan(exp(isometric)) - pi / 2
    for _ in range(6):  # each round divides the error by 150
        latitude = 2 * atan(exp(isometric + ECCENTRICITY * atanh(ECCENTRICITY * sin(latitude)))) - pi / 2
    return Point(degrees(latitude), MERIDIAN + degrees(atan2(x, y) / EXPONENT))


N = FLATTENING / (2 - FLATTENING)
#: Length of the meridian over 2 π, and the coefficients of the inverse series.
RECTIFYING = SEMI_MAJOR / (1 + N) * (1 + N**2 / 4 + N**4 / 64)
BETA = (N / 2 - 2 * N**2 / 3 + 37 * N**3 / 96, N**2 / 48 + N**3 / 15, 17 * N**3 / 480)
DELTA = (2 * N - 2 * N**2 / 3 - 2 * N**3, 7 * N**2 / 3 - 8 * N**3 / 5, 56 * N**3 / 15)
SCALE, FALSE_EAST, FALSE_NORTH = 0.9996, 500_000.0, 10_000_000.0


def from_utm(east: float, north: float, *, zone: int, southern: bool = False) -> Point:
    """Metres of a UTM zone on GRS80 → degrees, to the millimetre within the zone."""
    northing = north - FALSE_NORTH if southern else north
    xi = northing / (SCALE * RECTIFYING)
    eta = (east - FALSE_EAST) / (SCALE * RECTIFYING)
    xi_sphere = xi - sum(beta * sin(2 * j * xi) * cosh(2 * j * eta) for j, beta in enumerate(BETA, 1))
    eta_sphere = eta - sum(beta * cos(2 * j * xi) * sinh(2 * j * eta) for j, beta in enumerate(BETA, 1))
    conformal = atan2(sin(xi_sphere), hypot(sinh(eta_sphere), cos(xi_sphere)))
    latitude = conformal + sum(delta * sin(2 * j * conformal) for j, delta in enumerate(DELTA, 1))
    longitude = radians(6 * zone - 183) + atan2(sinh(eta_sphere), cos(xi_sphere))
    return Point(degrees(latitude), degrees(longitude))


def _between(value: float, bounds: tuple[float, float]) -> bool:
    low, high = bounds
    return low <= value <= high


def _inside(point: Point, boxes: Iterable[Box]) -> Point | None:
    return point if any(box.holds(point) for box in boxes) else None
