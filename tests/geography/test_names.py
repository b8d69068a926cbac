"""Looking up and searching, as people type."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel import all_folded, folded


def names(communes):
    return [commune.name for commune in communes]


def test_tarn_et_garonne_has_its_communes_and_epci(france):
    assert france.departement("82").name == "Tarn-et-Garonne"
    assert france.departement("82").region_name == "Occitanie"
    assert len(france.communes_of("82")) == 195
    assert france.epci("248200099").name == "CA Grand Montauban"


def test_every_departement_has_communes_and_every_member_of_an_epci_exists(france):
    assert all(france.communes_of(departement.code) for departement in france.departements())
    members = [code for epci in france.names.epcis.values() for code in epci.members]
    assert len(members) == len(set(members))
    assert set(members) <= france.names.communes.keys()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("montauban", "Montauban"),
        ("Montau", "Montauban"),
        ("St-Etienne de Tulmont", "Saint-Étienne-de-Tulmont"),
        ("ste marie aux mines", "Sainte-Marie-aux-Mines"),
        ("l honor de cos", "L'Honor-de-Cos"),
        ("HONOR-DE-COS", "L'Honor-de-Cos"),
        ("œuilly", "Œuilly"),
        ("82121", "Montauban"),
        ("82000", "Montauban"),
        ("2a004", "Ajaccio"),
    ],
)
def test_a_name_is_found_as_people_type_it(france, typed, first):
    assert names(france.search(typed))[0] == first


def test_an_exact_name_precedes_a_longer_one_and_a_larger_town(france):
    assert names(france.search("parisot"))[:2] == ["Parisot", "Parisot"]
    found = names(france.search("saint-denis", limit=50))
    assert found[:4] == ["Saint-Denis"] * 4
    assert len(found) == 50


def test_a_search_stays_in_its_departement(france):
    found = france.search("saint", departement="82", limit=100)
    assert found
    assert {commune.departement for commune in found} == {"82"}


@pytest.mark.parametrize("nothing", ["", "  ", "!!!", "zzzzzz", "00000"])
def test_a_search_for_nothing_finds_nothing(france, nothing):
    assert france.search(nothing) == ()


def test_every_commune_is_found_by_its_own_name(france):
    homonyms = max(len(group) for group in france.names.by_key.values())
    for commune in list(france.names.communes.values())[::500]:
        assert commune in france.search(commune.name, limit=homonyms)
        assert commune in france.search(folded(commune.name), commune.departement)


@given(st.text())
def test_a_folded_name_has_plain_letters_and_digits_one_space_apart(text):
    """As Unicode takes the whole text apart: character by character is the same."""
    text = text.translate({**dict.fromkeys(map(ord, "œŒ"), "oe"), **dict.fromkeys(map(ord, "æÆ"), "ae")})
    plain = unicodedata.normalize("NFKD", re.sub("[’‘–—]", " ", text)).encode("ascii", "ignore").decode()
    assert folded(text) == " ".join(re.findall("[a-z0-9]+", plain.lower()))


@given(st.lists(st.text(st.sampled_from("aÉœ-' \n0ß½"))))
def test_many_names_fold_as_each_does(texts):
    assert all_folded(texts) == [folded(text) for text in texts]
