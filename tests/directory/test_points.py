"""A point is where its place is, whatever the system its numbers are written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.directory.services.points import (
    EVERYWHERE,
    Box,
    Point,
    from_lambert_93,
    from_utm,
    point_among,
    point_in,
    precision_of,
)

METRE = 1e-5  # degrees


def near(point: Point | None, latitude: float, longitude: float, tolerance: float = METRE) -> bool:
    assert point
    return abs(point.latitude - latitude) < tolerance and abs(point.longitude - longitude) < tolerance


@pytest.mark.parametrize(
    ("east", "north", "latitude", "longitude"),
    [
        (700_000, 6_600_000, 46.5, 3),  # the origin, by definition
        # Two addresses of the sample the Agence du numérique en santé publishes, in both systems.
        (941_342.52, 6_589_480.53, 46.362063, 6.139885),
        (873_766.07, 6_570_414.61, 46.211257, 5.254203),
    ],
)
def test_lambert_93_gives_the_published_degrees(
    east: float, north: float, latitude: float, longitude: float
) -> None:
    assert near(from_lambert_93(east, north), latitude, longitude, 1e-6)


@pytest.mark.parametrize(
    ("east", "north", "zone", "southern", "latitude", "longitude"),
    [
        (630_084, 4_833_438, 17, False, 43.642567, -79.387139),  # CN Tower, to the metre
        # Control values of another reader of FINESS, computed with PROJ to five decimals.
        (657_242.9, 1_795_384.4, 20, False, 16.234, -61.52874),
        (353_672.8, 544_349.1, 22, False, 4.92347, -52.31973),
        (323_086.6, 7_679_599.8, 40, True, -20.97571, 55.29821),
        (524_819.9, 8_587_194.7, 38, True, -12.77989, 45.22868),
    ],
)
def test_utm_gives_the_published_degrees(
    east: float, north: float, zone: int, southern: bool, latitude: float, longitude: float
) -> None:
    assert near(from_utm(east, north, zone=zone, southern=southern), latitude, longitude)


FLEYRIAT = (46.22229, 5.20918)
DEGREES, METRES = ("46.22229", "5.20918"), ("6571540.8", "870262.2")


@pytest.mark.parametrize(
    "pairs", [[DEGREES, METRES], [METRES, DEGREES], [METRES], [METRES[::-1]], [DEGREES[::-1]], [DEGREES]]
)
def test_which_pair_holds_what_is_told_by_the_numbers(pairs: list[tuple[str, str]]) -> None:
    assert near(point_among(pairs, commune="01451"), *FLEYRIAT)


@pytest.mark.parametrize(
    ("commune", "degrees"),
    [
        ("97101", ("16.234", "-61.52874")),
        ("97209", ("14.6", "-61.07")),
        ("97302", ("4.92347", "-52.31973")),
        ("97411", ("-20.97571", "55.29821")),
        ("97608", ("-12.77989", "45.22868")),
        ("97502", ("46.77332", "-56.17201")),
    ],
)
def test_overseas_degrees_are_found_beside_metres_of_utm(commune: str, degrees: tuple[str, str]) -> None:
    utm = ("657242.9", "1795384.4")
    expected = Point(*map(float, degrees))
    assert point_among([utm, degrees], commune=commune) == expected
    assert point_among([degrees[::-1], utm], commune="") == expected


def test_a_point_out_of_its_territory_is_no_point() -> None:
    assert point_among([DEGREES], commune="97101") is None
    assert point_among([("16.234", "-61.52874")], commune="82121") is None
    assert point_among([("0", "0")], commune="82121") is None
    assert point_among([("657242.9", "1795384.4")], commune="97101") is None, "nobody says the zone"
    assert point_among([("nan", "5.2"), ("", None)], commune="82121") is None


def test_the_source_names_the_system_in_several_ways() -> None:
    metropole = ("870262.2", "6571540.8")
    for system in ("EPSG:2154 RGF93 / Lambert-93 (Métropole)", "LAMBERT_93"):
        assert near(point_in(f"1,ATLASANTE,96,BAN,{system}", *metropole, commune="01451"), *FLEYRIAT)
    for system in ("EPSG:5490 RGAF09/UTM Zone 20N (Antilles)", "UTM_N20"):
        assert near(point_in(system, "657242.9", "1795384.4", commune="97101"), 16.234, -61.52874)
    assert point_in("EPSG:9999", *metropole, commune="01451") is None


@pytest.mark.parametrize("system", ["LAMBERT_93", "UTM_N20", "UTM_S40"])
@pytest.mark.parametrize(
    "pair",
    [
        ("inf", "1"),
        ("1e400", "1"),
        ("1", "-inf"),
        ("999999999", "1"),
        ("700000", "12655612.0499"),
        ("1e300", "1e300"),
    ],
)
def test_numbers_out_of_any_map_are_no_point(system: str, pair: tuple[str, str]) -> None:
    assert point_in(system, *pair, commune="") is None


@given(st.sampled_from(["LAMBERT_93", "UTM_N20", "UTM_S40"]), st.floats(), st.floats())
def test_no_number_stops_a_file(system: str, east: float, north: float) -> None:
    point_in(system, east, north, commune="")


@given(st.sampled_from(EVERYWHERE), st.sampled_from(EVERYWHERE), st.floats(0, 1), st.floats(0, 1))
def test_swapped_degrees_are_never_believed(box: Box, other: Box, down: float, across: float) -> None:
    """Latitude and longitude the wrong way round fall in no territory: the order can be told."""
    latitude = box.south + down * (box.north - box.south)
    longitude = box.west + across * (box.east - box.west)
    assert box.holds(Point(latitude, longitude))
    assert not other.holds(Point(longitude, latitude))


def test_the_shape_of_the_key_says_the_precision() -> None:
    keys = ["01053_1950_00062", "01053_1950_00062_bis", "01053_1950", "01053", ""]
    assert [precision_of(key) for key in keys] == ["numero", "numero", "rue", "commune", ""]
