"""Where nobody is to be named, the shapes of an identity are seen, and what is no identity passes."""

import pytest

from maillage.care.rules.identities import identities_in, refuse_identity
from maillage.kernel import BadInput


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("rappeler au 06 12 34 56 78", "un téléphone"),
        ("tel 0612345678", "un téléphone"),
        ("+33 6 12 34 56 78", "un téléphone"),
        ("06.12.34.56.78", "un téléphone"),
        ("n° 2 84 05 82 121 003 45", "un numéro de sécurité sociale"),
        ("184052A12100345", "un numéro de sécurité sociale"),
        ("née le 3 mai 1941", "une date de naissance"),
        ("03/05/1941", "une date de naissance"),
        ("12 août 1938", "une date de naissance"),
        ("Mme O., 84 ans, plaie", "un nom"),
        ("madame ouvrard", "un nom"),
        ("M. Durand", "un nom"),
        ("M Durand", "un nom"),
        ("OUVRARD Jeanne", "un nom"),
        ("Jeanne OUVRARD", "un nom"),
        ("12 rue des Lilas", "une adresse"),
        ("jeanne@exemple.example", "une adresse de courriel"),
        ("IPP 100034567", "un long numéro"),
    ],
)
def test_an_identity_is_seen_and_refused_with_a_way_out(text: str, seen: str) -> None:
    assert seen in identities_in(text)
    with pytest.raises(BadInput, match="guichet"):
        refuse_identity(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Pansement complexe chaque jour, plaie du pied",
        "Après 18 h seulement, 2e étage sans ascenseur",
        "Insuline 3 fois par jour, INR le lundi",
        "BPCO, oxygène à domicile",
        "Vu aux urgences du CH de Montauban",
        "84 ans, vit seule",
        "le 12/3 au matin",
        "à 20 h 30, 2026",
    ],
)
def test_words_of_care_pass(text: str) -> None:
    assert identities_in(text) == ()
    assert refuse_identity(text) == text
