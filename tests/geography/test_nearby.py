"""Communes around a commune, against a naive version and at the edges of what is known."""

import math
from statistics import median
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

MONTAUBAN = "82121"


def test_a_commune_comes_first_and_then_the_nearest(france):
    assert france.nearby(MONTAUBAN, 0) == (MONTAUBAN,)
    near = france.nearby(MONTAUBAN, 10)
    assert near[0] == MONTAUBAN
    distances = [france.distance_km(MONTAUBAN, code) for code in near]
    assert distances == sorted(distances)
    assert distances[-1] <= 10
    assert "82124" in near  # Montbeton
    assert "31555" not in near  # Toulouse, at 46 km


@pytest.mark.parametrize("code", ["82121", "75056", "2A004", "97411", "29155", "97302"])
def test_nearby_equals_every_distance_measured_one_by_one(france, code):
    distances = {other: france.distance_km(code, other) for other in france.names.codes}

    @settings(max_examples=20)
    @given(km=st.floats(0, 300))
    def is_near(km):
        naive = {other for other, distance in distances.items() if distance is not None and distance <= km}
        assert set(france.nearby(code, km)) == naive

    is_near()


@pytest.mark.parametrize("code", ["98735", "15031"])
def test_a_commune_that_is_not_located_is_alone(france, code):
    assert france.distance_km(code, MONTAUBAN) is None
    assert france.nearby(code, 20_000) == (code,)
    assert code not in france.nearby(MONTAUBAN, 20_000)


def test_the_farthest_of_all_is_still_on_earth(france):
    assert max(france.distance_km("97411", code) or 0 for code in france.nearby("97411", 20_100)) < 20_100


@pytest.mark.parametrize("km", [-1, math.nan, math.inf])
def test_what_is_not_a_distance_is_refused(france, km):
    with pytest.raises(ValueError, match="not a distance"):
        france.nearby(MONTAUBAN, km)


def test_an_unknown_code_is_a_key_error(france):
    with pytest.raises(KeyError):
        france.nearby("99999", 10)


def test_it_answers_while_one_types(france):
    """Five milliseconds of processor; the limit leaves room for a busy machine."""
    france.nearby(MONTAUBAN, 20)
    times = []
    for _ in range(11):
        start = process_time()
        france.nearby(MONTAUBAN, 20)
        times.append(process_time() - start)
    assert median(times) < 0.02


def test_a_border_is_shared_with_neighbours_outside_and_not_across_a_corner(france):
    members = france.epci("248200099").members
    around = france.bordering(members)
    assert "82125" in around  # Montech
    assert not set(around) & set(members)
    assert set(around) <= set(france.summary(members).neighbours)
    assert all(set(france.bordering([code])) & set(members) for code in around)
    assert france.bordering(["98735"]) == france.bordering([]) == ()
