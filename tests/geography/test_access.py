"""Accessibility: by hand on a few points, by what must always hold, then on the communes of France."""

import io
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from maillage.geography import METHOD, Method
from maillage.geography.catchments import Catchments
from maillage.geography.mesh import EARTH_RADIUS_KM
from maillage.kernel import BadInput

GRAND_MONTAUBAN = "248200099"
OUESSANT, MONTAUBAN, PAPEETE, CELLES, FLEURY = "29155", "82121", "98735", "15031", "55189"
COUNTS = st.floats(0, 1e4)


def along_the_equator(*minutes: float, speed: float = METHOD.speeds_kmh[1]) -> np.ndarray:
    """Points from which the first is that many minutes away by road, at the middle speed; NaN for NaN."""
    angles = np.array(minutes) / 60 * speed / METHOD.detour / EARTH_RADIUS_KM
    return np.column_stack([np.cos(angles), np.sin(angles), np.where(np.isnan(angles), np.nan, 0)])


def middle(minutes: list[float], people: list[float], supply: list[float]) -> list[float]:
    """Professionals an inhabitant reaches at the middle speed."""
    reached = Catchments(along_the_equator(*minutes), np.array(people, dtype=float))
    return reached.indices(np.array(supply, dtype=float))[1].tolist()


# — by hand


@pytest.mark.parametrize(
    ("minutes", "weight"),
    [(0, 1), (4.99, 1), (5.01, 0.3), (9.99, 0.3), (10.01, 0.1), (14.99, 0.1), (15.01, 0)],
)
def test_the_weight_of_a_trip_is_the_published_one(minutes, weight):
    reached = Catchments(along_the_equator(0, minutes), np.ones(2))
    assert reached.weights[1].toarray().tolist() == [[1, weight], [weight, 1]]


def test_no_weight_is_given_from_fifteen_minutes_on():
    assert METHOD.weighed(np.array([0, 5, 10, 15, 1e9, math.inf])).tolist() == [1, 0.3, 0.1, 0, 0, 0]


def test_two_communes_eight_minutes_apart():
    """Two doctors for 1 000 + 0,3 × 2 000 inhabitants; the second commune sees 0,3 of them."""
    assert middle([0, 8], [1000, 2000], [2, 0]) == pytest.approx([2 / 1600, 0.3 * 2 / 1600])


def test_three_communes_in_a_row():
    """7 minutes from one to the next, 14 from end to end; one doctor in the middle, one at the right end."""
    in_the_middle, at_the_end = 1 / (300 + 500 + 60), 1 / (100 + 150 + 200)
    expected = [
        0.3 * in_the_middle + 0.1 * at_the_end,
        in_the_middle + 0.3 * at_the_end,
        0.3 * in_the_middle + at_the_end,
    ]
    assert middle([0, 7, 14], [1000, 500, 200], [0, 1, 1]) == pytest.approx(expected)


def test_communes_in_the_same_place_are_one():
    assert middle([0, 0], [100, 300], [1, 3]) == pytest.approx([0.01, 0.01])


def test_an_island_has_its_own_ratio():
    reached = middle([0, 3, 60], [100, 100, 50], [1, 2, 4])
    assert reached[2] == pytest.approx(4 / 50)


def test_a_commune_that_is_not_located_neither_reaches_nor_is_reached():
    assert middle([0, math.nan], [100, 1e9], [1, 50]) == [0.01, 0]


def test_professionals_whom_nobody_reaches_are_in_no_index():
    assert middle([0, 60], [100, 0], [1, 7]) == [0.01, 0]


# — what always holds


@st.composite
def worlds(draw):
    """Points within a few kilometres or so, their people (some places empty), their professionals."""
    size = draw(st.integers(1, 12))
    degrees = draw(hnp.arrays(float, (size, 2), elements=st.floats(0, 0.4)))
    longitude, latitude = np.radians(degrees).T
    flat = np.cos(latitude)
    points = np.column_stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)])
    people = draw(hnp.arrays(float, size, elements=st.integers(0, 10**6).map(float)))
    supply = draw(hnp.arrays(float, size, elements=COUNTS))
    return points, people, supply


@given(worlds())
def test_no_professional_is_lost_nor_made(world):
    points, people, supply = world
    reached = Catchments(points, people)
    shared = (reached.indices(supply) * people).sum(axis=1)
    for total, demand in zip(shared, reached.demand, strict=True):
        assert total == pytest.approx(supply[demand > 0].sum(), rel=1e-9)


@given(worlds(), st.data())
def test_one_more_professional_serves_nobody_less(world, data):
    points, people, supply = world
    reached = Catchments(points, people)
    more = supply.copy()
    more[data.draw(st.integers(0, len(supply) - 1))] += 1
    assert (reached.indices(more) >= reached.indices(supply)).all()


@given(worlds(), st.floats(0.01, 100))
def test_so_many_times_the_professionals_is_so_many_times_the_index(world, factor):
    points, people, supply = world
    reached = Catchments(points, people)
    assert reached.indices(supply * factor) == pytest.approx(reached.indices(supply) * factor, rel=1e-9)


@given(worlds())
def test_where_all_is_at_hand_all_are_served_alike(world):
    points, people, supply = world
    reached = Catchments(points, people, Method(speeds_kmh=(math.inf, math.inf, math.inf)))
    expected = supply.sum() / people.sum() if people.any() else 0
    assert reached.indices(supply) == pytest.approx(np.full((3, len(people)), expected), rel=1e-9)


@given(worlds())
def test_weights_are_those_of_every_pair_taken_alone(world):
    points, people, _ = world
    reached = Catchments(points, people)
    apart = np.arccos(np.clip(points @ points.T, -1, 1)) * EARTH_RADIUS_KM * METHOD.detour
    near = np.linalg.norm(points[:, None] - points[None], axis=2) < 1e-6  # there arccos is too coarse
    for speed, weights in zip(METHOD.speeds_kmh, reached.weights, strict=True):
        minutes = np.where(near, 0, apart / speed * 60)
        edge = np.abs(minutes[..., None] - [5, 10, 15]).min(axis=2) < 1e-3
        assert np.where(edge, 0, weights.toarray() - METHOD.weighed(minutes)) == pytest.approx(0)
        assert (weights.toarray() == weights.toarray().T).all()


# — in words


def test_the_method_says_its_constants():
    text = METHOD.in_french()
    spaces = re.sub(r"\s", " ", text)
    assert "1 à moins de 5, 0,3 à moins de 10, 0,1 à moins de 15 minutes, et pour rien au-delà" in spaces
    assert "multipliée par 1,3, à 45 km/h" in spaces
    assert "30 et à 60 km/h" in spaces
    assert "100 000 habitants" in spaces
    assert not [word for word in (text, *METHOD.limits) if re.search(" [:;?!%»]", word)]


# — France


@pytest.fixture(scope="module")
def supply(france):
    """One professional for 1,000 inhabitants, in the communes of more than 2,000 only."""
    return {
        code: commune.population / 1000
        for code, commune in france.names.communes.items()
        if (commune.population or 0) > 2000
    }


@pytest.fixture(scope="module")
def served(france, supply):
    return france.accessibility(supply)


def naive(france, supply: dict[str, float], code: str, speed: float) -> float:
    """The index of one commune, from the distances of the atlas and nothing else."""

    def weights(place: str) -> dict[str, float]:
        minutes = {
            other: (france.distance_km(place, other) or 0) * METHOD.detour / speed * 60
            for other in france.nearby(place, 15 / 60 * speed / METHOD.detour)
        }
        return {
            other: 1 if time < 5 else 0.3 if time < 10 else 0.1 if time < 15 else 0
            for other, time in minutes.items()
        }

    index = 0.0
    for place, weight in weights(code).items():
        if weight and place in supply:
            people = sum(
                part * (france.commune(other).population or 0) for other, part in weights(place).items()
            )
            index += weight * supply[place] / people
    return index * 100_000


@pytest.mark.parametrize("code", [MONTAUBAN, "82002", OUESSANT, "97411", "12218"])
def test_an_index_equals_a_naive_one(france, supply, served, code):
    values = [naive(france, supply, code, speed) for speed in (30, 45, 60)]
    assert served.of([code]).index == pytest.approx((min(values), values[1], max(values)), rel=1e-9)


def test_an_island_that_has_nobody_is_served_by_nobody(served):
    """That is known: 0 is a figure there."""
    assert served.of([OUESSANT]).index == (0, 0, 0)
    assert served.of([OUESSANT]).less_served == (0, 0, 0)


def test_france_is_its_professionals_over_its_people(france, supply, served):
    located = set(served.by_commune()) & france.names.communes.keys()
    people = sum(france.commune(code).population for code in located)
    professionals = sum(number for code, number in supply.items() if code not in served.left_out)
    assert served.france == pytest.approx([professionals / people * 100_000] * 3, rel=1e-9)
    assert served.of(located).ratio == pytest.approx((1, 1, 1))


def test_the_index_of_an_area_is_the_mean_of_its_inhabitants(france, served):
    members = france.epci(GRAND_MONTAUBAN).members
    people = [france.commune(code).population for code in members]
    indices = [served.of([code]).index.middle for code in members]
    area = served.of(members)
    assert area.index.middle == pytest.approx(np.average(indices, weights=people))
    assert area.ratio.middle == pytest.approx(area.index.middle / served.france.middle)
    assert area.unknown == ()


def test_who_is_less_served_is_counted_in_inhabitants(france, served):
    mine = served.of([MONTAUBAN])
    bands = served.by_commune()
    indices = {code: bands[code].middle for code in france.smallest(bands)}
    less = sum(
        france.commune(code).population for code, index in indices.items() if index < mine.index.middle
    )
    everyone = sum(france.commune(code).population for code in indices)
    assert mine.less_served.middle == pytest.approx(less / everyone)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_the_middle_is_in_the_band(france, served, data):
    codes = data.draw(st.lists(st.sampled_from(france.names.codes), min_size=1, max_size=20))
    area = served.of(codes)
    for band in filter(None, (area.index, area.ratio, area.less_served)):
        assert 0 <= band.low <= band.middle <= band.high
    assert (area.index is None) == (set(area.unknown) == set(codes))


@pytest.mark.parametrize("code", [CELLES, PAPEETE, FLEURY])
def test_a_commune_without_town_hall_or_people_is_unknown_never_zero(served, code):
    area = served.of([code])
    assert (area.index, area.ratio, area.less_served, area.unknown) == (None, None, None, (code,))
    assert code not in served.by_commune()


def test_what_is_unknown_in_an_area_is_named_and_does_not_weigh(served):
    alone, both = served.of([MONTAUBAN]), served.of([PAPEETE, MONTAUBAN, MONTAUBAN])
    assert both.unknown == (PAPEETE,)
    assert both.index == alone.index


def test_professionals_who_are_in_no_index_are_named(france):
    served = france.accessibility({PAPEETE: 3, MONTAUBAN: 1, CELLES: 0})
    assert served.left_out == (PAPEETE,)


def test_without_professionals_there_is_no_ratio(france):
    nobody = france.accessibility({})
    assert nobody.france == (0, 0, 0)
    assert nobody.of([MONTAUBAN]).index == (0, 0, 0)
    assert nobody.of([MONTAUBAN]).ratio is None


def test_an_unknown_code_is_a_key_error_and_no_commune_a_sentence(france, served):
    for refused in (lambda: france.accessibility({"75016": 1}), lambda: served.of(["99999"])):
        with pytest.raises(KeyError):
            refused()
    with pytest.raises(BadInput, match="sélection est vide"):
        served.of([])


@pytest.mark.parametrize("number", [-1, math.nan, math.inf])
def test_a_number_of_professionals_is_a_number(france, number):
    with pytest.raises(ValueError, match="number of professionals"):
        france.accessibility({MONTAUBAN: number})


def test_what_was_stored_answers_the_same(france, served):
    members = france.epci(GRAND_MONTAUBAN).members
    again = france.accessibility_from(served.to_bytes())
    assert again.of(members) == served.of(members)
    assert again.by_commune() == served.by_commune()
    assert again.left_out == served.left_out


def test_a_commune_born_since_it_was_stored_is_unknown(france, served):
    stored = dict(np.load(io.BytesIO(served.to_bytes())))
    stored["codes"][stored["codes"] == MONTAUBAN.encode()] = b"82999"  # not in force today
    file = io.BytesIO()
    np.savez(file, **stored)
    again = france.accessibility_from(file.getvalue())
    assert again.of([MONTAUBAN]).index is None
    assert again.of(["82124"]).index == served.of(["82124"]).index


def test_counted_in_one_departement_france_is_that_departement(france, supply):
    """Where nobody was counted, nobody is known to be served: it must not pull the mean down."""
    there = {code: count for code, count in supply.items() if france.commune(code).departement == "82"}
    served = france.accessibility(there).within({"82"})
    codes = [commune.code for commune in france.communes_of("82")]
    assert served.of(codes).ratio.middle == pytest.approx(1)
    assert served.of([FLEURY]).index is None


def test_the_ratio_of_a_commune_is_that_of_an_area_of_one(france, served):
    ratios = served.ratios([MONTAUBAN, CELLES])
    assert ratios[MONTAUBAN] == pytest.approx(served.of([MONTAUBAN]).ratio.middle)
    assert ratios[CELLES] is None
