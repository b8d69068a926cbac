"""Paris, Lyon and Marseille are searched whole, or by their arrondissements."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from directory.small import Practice, Someone, directory_of
from maillage.directory.models import Person, Place
from maillage.directory.queries.places import km_to_pharmacy, pharmacies_of
from maillage.directory.queries.search.find import find
from maillage.directory.queries.search.question import place_words, read_question
from maillage.directory.queries.search.text import read_text

AUBAGNE = "13005"


@pytest.fixture(autouse=True)
def marseille(db: None, tmp_path: Path) -> Iterator[None]:
    people = [
        Someone("ALPHA", "Ada", [Practice(commune="13211")]),
        Someone("BETA", "Bob", [Practice(commune="13213")]),
        Someone("GAMMA", "Zoé", [Practice(commune="13055")]),
        Someone("DELTA", "Max", [Practice(commune=AUBAGNE)]),
    ]
    places = [{"name": "PHARMACIE DU 11E", "commune": "13211"}, {"name": "PHARMACIE", "commune": "13055"}]
    with directory_of(people, places, folder=tmp_path):
        yield


def found(**asked: object) -> set[str]:
    hits = find("people", read_question(**asked)).hits  # type: ignore[arg-type]
    return {person.given for person in Person.objects.filter(pk__in=[hit.id for hit in hits])}


@pytest.mark.parametrize("typed", ["Marseille", "13055", "marseille"])
def test_a_city_is_searched_with_its_arrondissements(typed: str) -> None:
    assert found(commune=typed) == {"Ada", "Bob", "Zoé"}
    assert found(commune=typed, q="beta") == {"Bob"}


@pytest.mark.parametrize("typed", ["13211", "Marseille 11e", "11e arrondissement de Marseille"])
def test_an_arrondissement_is_searched_alone(typed: str) -> None:
    assert found(commune=typed) == {"Ada"}
    assert place_words(read_question(commune=typed)) == "à Marseille 11e Arrondissement (13)"


def test_around_an_arrondissement_are_its_neighbours_and_the_next_town() -> None:
    assert found(commune="13211", km=20) == {"Ada", "Bob", "Zoé", "Max"}


def test_an_arrondissement_is_at_no_distance_of_its_city() -> None:
    question = read_question(commune="Marseille", km=20)
    assert question.km_to("13211") == 0
    assert question.km_to(AUBAGNE)


def test_an_arrondissement_is_understood_in_what_is_typed_in_one_box() -> None:
    text = read_text(read_question(q="infirmier marseille 13e"), "")
    assert [codes for codes, _ in text.areas] == [("13213",)]


def test_pharmacies_of_a_city_are_those_of_its_arrondissements_too() -> None:
    assert {each.place.name for each in pharmacies_of(["13055"])} == {"PHARMACIE DU 11E", "PHARMACIE"}
    assert [each.place.name for each in pharmacies_of(["13211"])] == ["PHARMACIE DU 11E"]
    assert km_to_pharmacy(["13055", "13211"]) == {"13055": 0.0, "13211": 0.0}
    assert Place.objects.count() == 2
