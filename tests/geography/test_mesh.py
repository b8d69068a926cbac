"""Borders, corners and holes on toy countries, then against a naive version on the real one."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.geography.gaps import fill_gaps, gaps
from maillage.geography.mesh import Mesh
from maillage.geography.shapes import areas_km2, write_mesh
from maillage.geography.summary import holes

# 0 1 2
# 3 4 5
# 6 7 8
GRID = [shapely.box(x, 1 - y, x + 1, 2 - y) for y in range(3) for x in range(3)]


@pytest.fixture(scope="module")
def grid(tmp_path_factory):
    """Nine squares, and a tenth commune without shape."""
    place = tmp_path_factory.mktemp("grid")
    write_mesh(place, np.array([*GRID, None]))
    return Mesh(place)


def test_a_corner_touches_but_is_no_border(grid):
    assert sorted(grid.touching(4)) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert sorted(grid.bordering(4)) == [1, 3, 5, 7]


def test_a_commune_without_shape_has_no_neighbour(grid):
    assert grid.touching(9) == []
    assert np.isnan(grid.areas_km2[9])
    assert grid.shapes([9]).tolist() == [None]


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_beyond"),
    [
        (1.5, 0.5, False),
        (1.5, -0.9, False),
        (1.5, -1.5, True),
        (-1, 0.5, True),
        (2.9, 1.9, False),
        (3.9, 2.9, True),
    ],
)
def test_a_point_is_beyond_when_farther_than_the_commune_is_large(grid, latitude, longitude, is_beyond):
    """The first square is 1 degree wide, between 1 and 2 of latitude: its diagonal is 1.41 degrees."""
    assert grid.is_beyond(0, latitude, longitude) is is_beyond


def test_nothing_is_beyond_a_commune_without_shape(grid):
    assert not grid.is_beyond(9, 89, 179)


def test_a_degree_of_longitude_is_short_in_the_north(tmp_path):
    write_mesh(tmp_path, np.array([shapely.box(0, 60, 1, 60.1)]))
    assert not Mesh(tmp_path).is_beyond(0, 60.05, 1.9)
    assert Mesh(tmp_path).is_beyond(0, 60.65, 0.5)


def test_all_communes_but_the_middle_one_are_on_the_outside(grid):
    assert np.flatnonzero(grid.outside).tolist() == [0, 1, 2, 3, 5, 6, 7, 8]


def test_a_corner_is_enough_to_be_in_one_piece(grid):
    assert grid.pieces([0, 4, 8]) == [{0, 4, 8}]
    assert sorted(map(sorted, grid.pieces([0, 2, 6]))) == [[0], [2], [6]]


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        ({0, 1, 2, 3, 5, 6, 7, 8}, {4}),
        ({1, 3, 5, 7}, {4}),  # every border of the middle leads to the selection
        ({0, 1, 2, 3, 5, 6, 8}, set()),  # through 7 one gets out
        ({0, 1, 3}, set()),
    ],
)
def test_a_hole_is_what_no_border_leads_out_of(grid, selected, expected):
    around = {other for index in selected for other in grid.touching(index)} - selected
    assert holes(grid, selected, around) == expected


def test_a_gap_of_a_few_metres_between_outlines_is_not_the_sea(tmp_path):
    shifted = [shapely.affinity.translate(shape, 2e-5 * (index == 4)) for index, shape in enumerate(GRID)]
    write_mesh(tmp_path, np.array(shifted))
    assert not Mesh(tmp_path).outside[4]


def with_a_gap():
    """The grid, but for its middle, which no commune covers any more."""
    return np.array([shape for index, shape in enumerate(GRID) if index != 4])


@pytest.mark.parametrize(
    ("likely", "possible", "grown"),
    [
        ({1}, {1, 6}, (1,)),  # the commune that lost a part
        (set(), {6}, (6,)),  # else the one that has an old code
        ({0}, {6}, (6,)),  # a corner is no border
        ({1, 3}, {1, 3}, ()),  # two may be: nobody
        (set(), set(), ()),
    ],
)
def test_a_gap_goes_to_the_one_commune_it_can_come_from(likely, possible, grown):
    shapes = with_a_gap()
    assert fill_gaps(shapes, likely, possible) == grown
    assert shapely.area(shapes).sum() == 8 + len(grown)
    assert len(gaps(shapes)) == 1 - len(grown)


def test_an_area_is_that_of_the_ellipsoid():
    whole_earth = shapely.segmentize(shapely.box(-180, -90, 180, 90), 1)
    assert areas_km2(np.array([whole_earth])) == pytest.approx(510_065_622, rel=1e-9)


@pytest.mark.parametrize(("departement", "official"), [("75", 105.4), ("82", 3_718), ("974", 2_504)])
def test_areas_are_within_one_percent_of_official_ones(france, departement, official):
    summary = france.summary(commune.code for commune in france.communes_of(departement))
    assert summary.area_km2 == pytest.approx(official, rel=0.01)


def test_town_halls_are_as_far_as_the_crow_flies(france):
    assert france.distance_km("82121", "31555") == pytest.approx(46, abs=2)  # Montauban, Toulouse
    assert france.distance_km("82121", "82121") == 0
    assert france.distance_km("82121", "98735") is None  # Papeete is not located
    assert france.distance_km("82121", "75056") > 500  # Paris has no town hall point, but a shape


def naive_pieces(shapes) -> int:
    """Pieces by union-find over every pair of shapes that intersect."""
    leader = list(range(len(shapes)))

    def find(index: int) -> int:
        while leader[index] != index:
            index = leader[index]
        return index

    for first in range(len(shapes)):
        for second in np.flatnonzero(shapely.intersects(shapes[first], shapes[:first])):
            leader[find(first)] = find(int(second))
    return len({find(index) for index in range(len(shapes))})


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_pieces_equal_those_of_a_naive_version(france, data):
    departement = data.draw(st.sampled_from(["82", "62", "29", "2A", "971", "84", "12", "75"]))
    communes = [commune.code for commune in france.communes_of(departement)]
    codes = data.draw(st.lists(st.sampled_from(communes), min_size=1, max_size=40, unique=True))
    shapes = france.mesh.shapes([france.names.index[code] for code in codes])
    assert france.summary(codes).pieces == naive_pieces(shapes)


def test_fifteen_communes_touch_nobody_and_all_are_islands(france):
    alone = [
        code
        for code, commune in france.names.communes.items()
        if commune.has_shape and not france.mesh.touching(france.names.index[code])
    ]
    assert len(alone) == 15
    assert {"29155", "85113", "22016", "56069"} <= set(alone)  # Ouessant, Yeu, Bréhat, Groix


def test_no_commune_far_inland_is_on_the_outside(france):
    outside = {code for code, index in france.names.index.items() if france.mesh.outside[index]}
    assert not {commune.code for commune in france.communes_of("82")} & outside
    assert {"29155", "13055", "06088", "66136", "2A004"} & outside == {"29155", "13055", "06088", "2A004"}
