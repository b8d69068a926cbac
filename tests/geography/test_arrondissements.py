"""Paris, Lyon and Marseille by their arrondissements: units like communes, never counted with their city."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kernel import paths

PARIS, LYON, MARSEILLE = "75056", "69123", "13055"
CITIES = {PARIS: 20, LYON: 9, MARSEILLE: 16}
METROPOLE = "200054807"  # Aix-Marseille-Provence


def test_each_city_is_the_sum_of_its_arrondissements(france):
    for city, number in CITIES.items():
        parts = france.arrondissements_of(city)
        assert len(parts) == number
        assert sum(part.population for part in parts) == france.commune(city).population
        assert {(part.epci, part.departement, part.region, part.city) for part in parts} == {
            (france.commune(city).epci, france.commune(city).departement, france.commune(city).region, city)
        }
    assert france.arrondissements_of("82121") == ()


def test_each_city_is_drawn_exactly_by_its_arrondissements(france):
    for city in CITIES:
        whole, *parts = france.mesh.shapes(
            france.names.index[code] for code in (city, *france.names.cities[city])
        )
        assert shapely.area(shapely.symmetric_difference(shapely.union_all(parts), whole)) < 1e-12
        areas = [france.summary([code]).area_km2 for code in france.names.cities[city]]
        assert sum(areas) == pytest.approx(france.summary([city]).area_km2)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Marseille 13", "13213"),
        ("13e arrondissement de Marseille", "13213"),
        ("MARSEILLE 13EME ARRONDISSEMENT", "13213"),
        ("Marseille-13e-Arrondissement", "13213"),
        ("13ème arr. Marseille", "13213"),
        ("Lyon 3e", "69383"),
        ("Lyon 03", "69383"),
        ("3e Lyon", "69383"),
        ("Paris XI", "75111"),
        ("Paris 1er", "75101"),
        ("paris 16", "75116"),
        ("75011", "75111"),
        ("75116", "75116"),
        ("75111", "75111"),
    ],
)
def test_an_arrondissement_is_found_as_people_write_it(france, typed, code):
    assert france.search(typed)[0].code == code


@pytest.mark.parametrize(
    "nowhere", ["Paris 21", "Lyon 0", "Lyon 10", "Marseille XVII", "Paris IIII", "Montauban 3e"]
)
def test_there_is_no_arrondissement_beyond_the_last(france, nowhere):
    assert france.search(nowhere) == ()


def test_a_city_comes_before_its_arrondissements(france):
    assert france.search("marseille", limit=4)[0].code == MARSEILLE
    cities = [place.city for place in france.search("mars", limit=500)]
    assert cities == sorted(cities, key=bool)
    assert cities.count(MARSEILLE) == 16
    assert "69383" in [place.code for place in france.search("69003")]


def test_two_arrondissements_are_a_territory(france):
    summary = france.summary(["13211", "13213"])
    assert (summary.communes, summary.population) == (2, 154_995)
    assert summary.departements == ("13",)
    assert (summary.contiguous, summary.pieces) == (False, 2)
    assert "13212" in summary.joining
    assert {"13204", "13212", "13214"} <= set(summary.neighbours)
    assert MARSEILLE not in summary.neighbours


def test_the_arrondissements_of_a_city_are_one_member_of_its_epci(france):
    (share,) = france.summary(["13211", "13213"]).epci
    assert (share.code, share.members_in, share.members_total) == (METROPOLE, 1, 92)
    assert share.in_part == (MARSEILLE,)
    members = set(france.epci(METROPOLE).members)
    assert france.summary(members).epci[0].whole
    assert not france.summary(members - {MARSEILLE} | {"13201"}).epci[0].whole


def test_a_neighbour_of_a_city_sees_the_city_or_what_is_left_of_it(france):
    aubagne, allauch = "13005", "13002"
    assert MARSEILLE in france.summary([aubagne]).neighbours
    assert not france.names.arrondissements.keys() & set(france.summary([aubagne]).neighbours)
    around = france.summary([allauch, "13211"]).neighbours
    assert MARSEILLE not in around
    assert {"13212", "13213"} <= set(around)
    assert france.bordering([MARSEILLE]) == france.bordering(france.names.cities[MARSEILLE])
    assert set(france.bordering(["75101"])) & france.names.arrondissements.keys()


def test_a_city_with_some_of_its_arrondissements_counts_once_and_says_so(france):
    selection = france.resolve(["13055", "13213", "13211"])
    assert selection.codes == (MARSEILLE,)
    assert selection.arrondissements == {"13211": MARSEILLE, "13213": MARSEILLE}
    (sentence,) = selection.sentences
    assert sentence.startswith(
        "Marseille (13055) est choisie en entier\u00a0: 2\u00a0arrondissements donnés en plus"
    )
    assert france.summary(["13055", "13213"]).population == france.commune(MARSEILLE).population


def test_all_the_arrondissements_are_the_city(france):
    selection = france.resolve(france.names.cities[LYON])
    assert selection.codes == (LYON,)
    assert selection.sentences == (
        "Les 9 arrondissements de Lyon sont choisis\u00a0: la ville entière compte à leur place, une fois (69123).",
    )
    assert france.summary(france.names.cities[LYON]).communes == 1


def test_some_arrondissements_have_nothing_to_say(france):
    selection = france.resolve(["75111", "75112"])
    assert (selection.codes, selection.sentences) == (("75111", "75112"), ())


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_one_ground_has_one_form(france, data):
    pool = [*france.names.cities[LYON], LYON, *france.names.cities[MARSEILLE][:3], MARSEILLE, "82121"]
    codes = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=25))
    kept = france.whole(codes)
    assert france.smallest(kept) == france.smallest(codes)
    assert france.whole(kept) == kept == france.whole(france.smallest(codes)) == france.resolve(codes).codes
    people = sum(france.commune(code).population for code in france.smallest(codes))
    assert france.summary(codes).population == people


def test_two_territories_share_the_arrondissements_they_share(france):
    shared = france.smallest([MARSEILLE, "13005"]) & france.smallest(["13213", "13214", "13005"])
    assert france.whole(shared) == ("13005", "13213", "13214")


def test_rows_that_give_a_city_or_its_arrondissements_are_asked_together(france):
    assert france.with_parts(["82121", LYON]) == ("82121", LYON, *france.names.cities[LYON])
    assert france.with_parts(["13213"]) == ("13213",)
    assert france.commune_of("13213") == france.commune_of(MARSEILLE) == MARSEILLE
    assert (france.commune_of("69232"), france.commune_of("99999"), france.commune_of(" ")) == (LYON, "", "")
    assert [unit.code for unit in france.units_of("75")] == list(france.names.cities[PARIS])


def test_distances_start_from_the_town_hall_of_the_arrondissement(france):
    assert 0 < france.distance_km("75101", "75120") < 10
    assert "75102" in france.nearby("75101", 3)
    assert "75115" not in france.nearby("75101", 3)


def test_an_arrondissement_is_drawn_on_the_maps(france):
    svg = france.outline_svg(["13211", "13213"])
    assert "Marseille 13e Arrondissement" in svg
    assert "2\u00a0communes" in svg
    drawing = json.loads((paths.ASSETS / "geo" / "13.json").read_text())["features"]
    drawn = {feature["id"]: feature for feature in drawing}
    assert MARSEILLE not in drawn
    assert set(france.names.cities[MARSEILLE]) <= drawn.keys()
    assert len(drawing) == len(drawn) == len(france.communes_of("13")) + 15
    assert all(feature["geometry"] for feature in drawing)


def test_a_map_of_classes_takes_the_city_or_its_arrondissements(france):
    from maillage.geography import sequential

    classes = sequential({"low": "Peu", "high": "Beaucoup"})
    parts = france.choropleth_svg({"13211": "low", "13213": "high"}, classes, title="Deux")
    whole = france.choropleth_svg({MARSEILLE: "low"}, classes, title="Un", outline=["13213"])
    assert "Marseille 13e Arrondissement" in parts
    assert "Marseille" in whole


# — accessibility


def test_an_arrondissement_has_its_own_accessibility(france):
    served = france.accessibility({"13208": 100})
    assert served.of(["13208"]).index.middle > served.of(["13216"]).index.middle
    assert served.left_out == ()


def test_the_index_of_a_city_is_the_mean_of_the_inhabitants_of_its_arrondissements(france):
    served = france.accessibility({"75116": 40, "82121": 5})
    parts = france.names.cities[PARIS]
    people = [france.commune(code).population for code in parts]
    indices = [served.of([code]).index.middle for code in parts]
    assert served.of([PARIS]).index.middle == pytest.approx(np.average(indices, weights=people))
    assert served.of(parts).index.middle == pytest.approx(served.of([PARIS]).index.middle)


def test_professionals_of_a_city_without_arrondissement_are_spread_over_it(france):
    spread = {
        code: 1000 * france.commune(code).population / france.commune(LYON).population
        for code in france.names.cities[LYON]
    }
    whole, apart = france.accessibility({LYON: 1000}), france.accessibility(spread)
    assert whole.of([LYON]).index.middle == pytest.approx(apart.of([LYON]).index.middle)
    assert whole.france == pytest.approx(apart.france)


def test_inhabitants_of_a_city_weigh_once_in_france(france):
    served = france.accessibility({"75111": 10, LYON: 10, "82121": 10})
    located = set(served.by_commune()) & france.names.communes.keys()
    people = sum(france.commune(code).population for code in located)
    assert served.france.middle == pytest.approx(30 / people * 100_000)
