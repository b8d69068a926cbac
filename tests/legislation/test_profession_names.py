"""The words people type for a profession: each means one, and those that mean several are left open."""

import pytest

from maillage.kernel import folded, singular
from maillage.legislation import profession_among, professions, professions_begun
from maillage.legislation.yaml_files import ROOM, read_yaml

COMMON_NAMES: dict[str, list[str]] = read_yaml(ROOM / "professions" / "common_names.yaml")


def test_a_word_means_one_profession_of_the_national_file():
    known = {each.key: each for each in professions() if each.rpps}
    assert COMMON_NAMES.keys() <= known.keys()
    meant: dict[tuple[str, ...], str] = {}
    for key, each in known.items():
        for name in {singular(folded(said).split()) for said in (each.label, each.plural)} | {
            singular(folded(said).split()) for said in COMMON_NAMES.get(key, ())
        }:
            assert meant.setdefault(name, key) == key, name


@pytest.mark.parametrize(
    ("text", "key", "rest"),
    [
        ("kiné caussade", "masseur_kinesitherapeute", ["caussade"]),
        ("les kinés de Caussade", "masseur_kinesitherapeute", ["les", "de", "caussade"]),
        ("infirmière molières", "infirmier", ["molieres"]),
        ("infirmière en pratique avancée molières", "infirmier_pratique_avancee", ["molieres"]),
        ("sage femme montauban", "sage_femme", ["montauban"]),
        ("Sages-femmes", "sage_femme", []),
        ("montauban dentiste", "chirurgien_dentiste", ["montauban"]),
        ("généraliste", "medecin_generaliste", []),
        ("pharmacienne", "pharmacien", []),
        ("orthophonistes", "orthophoniste", []),
        ("psychologue", "psychologue", []),
        ("ophtalmo montauban", "medecin_specialiste", ["montauban"]),
    ],
)
def test_a_profession_is_found_among_other_words(text, key, rest):
    words = folded(text).split()
    where, found = profession_among(words)
    assert found.key == key
    assert words[: where.start] + words[where.stop :] == rest


@pytest.mark.parametrize(
    "text", ["", "martin", "caussade", "psy", "ortho", "médecin", "docteur", "pharmacie"]
)
def test_what_may_be_several_things_names_none(text):
    assert profession_among(folded(text).split()) is None


def test_a_beginning_offers_each_profession_it_may_be():
    assert [each.key for each in professions_begun("psy")] == [
        "psychomotricien",
        "psychologue",
        "medecin_specialiste",
    ]
    assert {"orthophoniste", "orthoptiste", "chirurgien_dentiste"} < {
        each.key for each in professions_begun("ortho")
    }
    assert {each.key for each in professions_begun("medecin")} == {
        "medecin_generaliste",
        "medecin_specialiste",
        "medecin",
    }
    for word in ("", "s", "or", "caussade", "martin"):
        assert professions_begun(word) == ()
