"""The figures of a territory, on the real communes of the demonstration and on hard cases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

GRAND_MONTAUBAN = "248200099"


@pytest.fixture(scope="module")
def members(france):
    return france.epci(GRAND_MONTAUBAN).members


def test_le_grand_montauban_is_twelve_communes_just_above_a_threshold(france, members):
    summary = france.summary(members)
    assert summary.communes == 12
    assert (summary.population, summary.population_year) == (82_095, 2023)
    assert summary.departements == ("82",)
    assert (summary.contiguous, summary.pieces, summary.cut_off) == (True, 1, ())
    assert [(share.code, share.members_in, share.whole) for share in summary.epci] == [
        (GRAND_MONTAUBAN, 12, True)
    ]
    assert summary.area_km2 == pytest.approx(296, rel=0.01)
    assert summary.density == pytest.approx(82_095 / summary.area_km2)
    assert "82002" in summary.neighbours  # Albias


def test_three_of_its_communes_each_decide_whether_it_passes_eighty_thousand(france, members):
    decisive = {
        france.commune(left).name
        for left in members
        if france.summary(set(members) - {left}).population < 80_000
    }
    assert decisive == {"Montauban", "Montbeton", "Bressols"}


def test_montauban_and_caussade_are_two_pieces(france):
    summary = france.summary(["82121", "82037"])
    assert summary.contiguous is False
    assert (summary.pieces, summary.cut_off) == (2, (("82037",),))
    assert [(share.code, share.members_in, share.members_total) for share in summary.epci] == [
        ("248200057", 1, 19),
        (GRAND_MONTAUBAN, 1, 12),
    ]


def test_a_commune_that_borders_both_pieces_would_join_them(france):
    summary = france.summary(["82052", "82121"])  # Escatalens, Montauban
    assert summary.pieces == 2
    assert "82124" in summary.joining  # Montbeton lies between
    assert set(summary.joining) <= set(summary.neighbours)
    for code in summary.joining:
        assert france.summary([*summary.codes, code]).pieces == 1


def test_l_enclave_des_papes_is_a_hole_in_la_drome(france):
    summary = france.summary(commune.code for commune in france.communes_of("26"))
    assert set(summary.enclosed) == {"84053", "84097", "84138", "84150"}  # Valréas and its three neighbours
    assert set(summary.enclosed) <= set(summary.hole_fillers)


def test_a_coast_closes_no_hole(france):
    finistere = [commune.code for commune in france.communes_of("29") if commune.code != "29232"]
    assert france.summary(finistere).enclosed == ()  # without Quimper, that the Odet links to the sea


def test_islands_are_pieces_of_their_own(france):
    summary = france.summary(commune.code for commune in france.communes_of("29"))
    assert summary.pieces == 5
    assert {"29155"} in [set(piece) for piece in summary.cut_off]  # Ouessant


def test_two_communes_that_meet_at_a_corner_are_in_one_piece(france):
    summary = france.summary(["01008", "01202"])
    first, second = (france.names.index[code] for code in summary.codes)
    assert second not in france.mesh.bordering(first)
    assert (summary.contiguous, summary.pieces) == (True, 1)


@pytest.mark.parametrize("code", ["15031", "15035", "15047", "15141", "15171", "98735", "97501"])
def test_a_commune_without_shape_counts_but_makes_contiguity_unknown(france, code):
    neighbour = "15138" if code.startswith("15") else "82121"
    alone, both = france.summary([code]), france.summary([code, neighbour])
    assert alone.area_km2 is None
    assert alone.population == france.commune(code).population
    assert both.population > alone.population
    assert both.without_shape == (code,)
    assert (both.contiguous, both.pieces, both.cut_off, both.density) == (None, None, (), None)
    assert both.area_km2 is not None


@pytest.mark.parametrize("code", ["49126", "69114", "12218", "14581"])
def test_a_commune_made_of_its_parts_has_shape_and_neighbours(france, code):
    summary = france.summary([code])
    assert (summary.contiguous, summary.without_shape) == (True, ())
    assert summary.neighbours
    assert summary.area_km2 is not None


def test_a_place_nobody_is_counted_in_is_named_not_zero(france):
    summary = france.summary(["98412", "97411"])  # Kerguelen, Saint-Denis
    assert summary.missing_population == ("98412",)
    assert summary.population == france.commune("97411").population


@pytest.mark.parametrize(
    ("codes", "year"),
    [(["97611"], 2017), (["97611", "97411"], None), (["98735"], None), (["97411"], 2023)],
)
def test_the_vintage_is_said_only_when_it_is_one(france, codes, year):
    assert france.summary(codes).population_year == year


def test_islands_outside_any_epci_have_none(france):
    assert france.summary(["29155"]).epci == ()


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_sums_equal_naive_sums(france, data):
    codes = data.draw(st.lists(st.sampled_from(list(france.names.communes)), min_size=1, max_size=60))
    summary = france.summary(codes)
    once = [france.commune(code) for code in dict.fromkeys(codes)]
    assert summary.communes == len(once)
    assert summary.population == sum(commune.population or 0 for commune in once)
    assert set(summary.without_shape) == {commune.code for commune in once if not commune.has_shape}
    assert sum(share.members_in for share in summary.epci) == sum(
        commune.epci is not None for commune in once
    )
    assert not set(summary.neighbours) & set(summary.codes)


def test_all_of_france_is_summed(france):
    summary = france.summary(france.names.communes)
    assert summary.communes == 34_969
    assert summary.population == 68_952_941
    assert len(summary.missing_population) == 6
