"""A point is where its place is, whatever the system its numbers are written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.registers.points import (
    EVERYWHERE,
    Box,
    Point,
    point_among,
    precision_of,
)

FLEYRIAT = (46.22229, 5.20918)
DEGREES, METRES = ("46.22229", "5.20918"), ("6571540.8", "870262.2")


@pytest.mark.parametrize("pairs", [[DEGREES, METRES], [METRES, DEGREES], [DEGREES[::-1]], [DEGREES]])
def test_which_pair_holds_degrees_is_told_by_the_numbers(pairs: list[tuple[str, str]]) -> None:
    assert point_among(pairs, commune="01451") == FLEYRIAT


@pytest.mark.parametrize("pair", [METRES, METRES[::-1]])
def test_metres_of_a_projection_are_no_point(pair: tuple[str, str]) -> None:
    assert point_among([pair], commune="01451") is None


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


@given(st.floats(), st.floats())
def test_no_number_stops_a_file(one: float, other: float) -> None:
    point_among([(one, other)], commune="")


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
