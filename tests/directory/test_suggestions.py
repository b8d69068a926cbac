"""What was perhaps meant by words typed as a name: offered, counted when nobody bears them, never done."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from directory.small import BRESSOLS, MONTAUBAN, TOULOUSE, Practice, Someone, directory_of
from maillage.directory.queries.kinds import KIND_LABELS, KIND_PLURALS
from maillage.directory.queries.search import suggestions as module
from maillage.directory.queries.search.find import Found, What
from maillage.directory.queries.search.question import (
    MOST_SUGGESTIONS,
    Question,
    place_words,
    read_question,
)
from maillage.directory.queries.search.results import results_of
from maillage.directory.queries.search.suggestions import (
    WIDER_KM,
    Suggestion,
    answer,
    suggestions,
)
from maillage.directory.queries.search.text import BETWEEN, PLACES_NAMED
from maillage.directory.queries.vintages import Vintages, vintages
from maillage.directory.services.routing import ALIAS
from maillage.kernel import folded, singular, with_no_break_spaces

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ALBIAS = "82002"
API = "/api/v1/directory/search"
#: Nobody is in Molières of Tarn-et-Garonne, a nurse is near it, another in Molières of the Lot, none in Dordogne.
MIRABEL, MOLIERES_LOT = "82110", "46195"


def kine(commune: str) -> Practice:
    return Practice(commune=commune, trade="masseur_kinesitherapeute")


def doctor(skill: str) -> Practice:
    return Practice(trade="medecin_specialiste", skill=skill)


PEOPLE = [
    *(Someone("FICTIF", f"Ada {number}", [kine(MONTAUBAN)]) for number in range(12)),
    Someone("LOIN", "Sam", [Practice(commune=TOULOUSE), kine(BRESSOLS), kine(MONTAUBAN)]),
    Someone("ALBIAS", "Zoé", [Practice(commune=BRESSOLS)]),
    Someone("BRESSOLES", "Léo", [Practice(commune=TOULOUSE)]),
    Someone("DURAND", "Max", [Practice(commune=MIRABEL)]),
    Someone("DURAND", "Eve", [Practice(commune=MOLIERES_LOT)]),
    Someone("PSY", "Ida", [Practice(commune=TOULOUSE, trade="psychologue")]),
    Someone("PROCHE", "Lia", [Practice(commune=BRESSOLS, trade="psychologue")]),
    *(Someone("COEUR", f"Lou {number}", [doctor("SM04")]) for number in range(2)),
    Someone("AME", "Lou", [doctor("SM42")]),
    Someone("MARTIN", "Noé", [Practice(trade="psychomotricien")]),
]
SKILLS = [
    ("10", "SM04", "Cardiologie"),
    ("10", "SM42", "Psychiatrie"),
    ("10", "SM93", "Psychiatrie de la personne âgée"),
    ("10", "SM54", "Médecine générale"),
]
PLACES = [
    {"name": "PHARMACIE DU TESCOU"},
    {"name": "PHARMACIE DU MARCHE", "commune": ALBIAS},
    {"name": "EHPAD DES LILAS", "kind": "ehpad", "category": "500", "commune": ALBIAS},
    {"name": "PHARMACIE DE BRESSOLS", "commune": BRESSOLS},
    {"name": "PHARMACIE DU LAC", "commune": BRESSOLS},
    {"name": "PHARMACIE D'ALBIAS", "commune": TOULOUSE},
]


@pytest.fixture(scope="module", autouse=True)
def people(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder: Path = tmp_path_factory.mktemp("meaning")
    with django_db_blocker.unblock(), directory_of(PEOPLE, PLACES, SKILLS, folder=folder):
        yield


def meant(q: str, **filters: object) -> tuple[Suggestion, ...]:
    return suggestions(results_of(read_question(q=q, **filters)), vintages())  # type: ignore[arg-type]


def offered(q: str, **filters: object) -> list[tuple[str, int | None]]:
    """What is offered, with its count, None when it was not asked."""
    return [(plain(one.label), len(one.found.hits) if one.found else None) for one in meant(q, **filters)]


def understood(q: str, **filters: object) -> tuple[str, int] | None:
    """The reading that is taken, and how many answer to it."""
    results, reading = answer(read_question(q=q, **filters), read=vintages())  # type: ignore[arg-type]
    return (plain(reading.label), len(results.found.hits)) if reading else None


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("typed", "label", "count"),
    [
        ("kiné montauban", "Masseurs-kinésithérapeutes à Montauban (82)", 13),
        ("Kinés à MONTAUBAN", "Masseurs-kinésithérapeutes à Montauban (82)", 13),
        ("je cherche un kiné près de 82000 Montauban", "Masseurs-kinésithérapeutes à Montauban (82)", 13),
        ("montauban (82) masseuse-kinésithérapeute", "Masseurs-kinésithérapeutes à Montauban (82)", 13),
        ("infirmière bressols", "Infirmiers à Bressols (82)", 1),
        ("82000", "Professionnels à Montauban (82)", 17),
        ("Montauban", "Professionnels à Montauban (82)", 17),
        ("cardiologue montauban", "Cardiologie à Montauban (82)", 2),
        ("cardiologie montauban", "Cardiologie à Montauban (82)", 2),
        ("dermatologue montauban", "Médecins d’une autre spécialité à Montauban (82)", 3),
        ("médecin spécialiste montauban", "Médecins d’une autre spécialité à Montauban (82)", 3),
        ("fictif kiné montauban", "« fictif », Masseurs-kinésithérapeutes à Montauban (82)", 12),
        ("Dr Fictif Montauban", "« fictif » à Montauban (82)", 12),
        ("cabinet kiné montauban", "Masseurs-kinésithérapeutes à Montauban (82)", 13),
        ("fictif kiné", "« fictif », Masseurs-kinésithérapeutes", 12),
        ("pharmacie montauban", "Pharmacies à Montauban (82)", 1),
        ("ehpad albias", "Ehpad à Albias (82)", 1),
    ],
)
def test_a_profession_and_a_commune_are_offered_with_who_is_there(typed: str, label: str, count: int) -> None:
    assert offered(typed) == [(label, count)]


@pytest.mark.parametrize(
    ("typed", "label", "count"),
    [
        ("kiné montauban", "Masseurs-kinésithérapeutes à Montauban (82)", 13),
        ("médecin Montauban", "Médecins à Montauban (82)", 3),
        ("cardiologue montauban", "Cardiologie à Montauban (82)", 2),
        ("Montauban", "Professionnels à Montauban (82)", 17),
        ("82000", "Professionnels à Montauban (82)", 17),
        ("infirmière 82440", "Infirmiers au code postal 82440, 3 communes", 1),
        ("ehpad albias", "Ehpad à Albias (82)", 1),
        ("kiné albias", "Masseurs-kinésithérapeutes à Albias (82) et dans un rayon de 30 km", 13),
        ("kiné à 20 km d'Albias", "Masseurs-kinésithérapeutes à Albias (82) et dans un rayon de 20 km", 13),
        ("kinés 20km albias", "Masseurs-kinésithérapeutes à Albias (82) et dans un rayon de 20 km", 13),
        ("pharmacie bressols", "Pharmacies à Bressols (82)", 2),
    ],
)
def test_words_that_can_be_no_name_are_answered_as_what_they_mean(typed: str, label: str, count: int) -> None:
    assert understood(typed) == (label, count)


@pytest.mark.parametrize(
    "typed",
    [
        "zzzz",
        "fictif",
        "albias",  # someone is called so
        "Bressols",  # someone is nearly called so
        "fictif kiné montauban",  # a word is left
        "psy montauban",  # three professions
        "infirmière molières",  # homonyms
        "sage femme montauban",  # nobody there
        "kiné",  # everywhere
        "pharmacie albias",  # the one of that name is elsewhere
    ],
)
def test_words_in_doubt_stay_a_name(typed: str) -> None:
    assert understood(typed) is None


def test_a_commune_chosen_makes_a_profession_certain() -> None:
    assert understood("kiné", commune=MONTAUBAN) == ("Masseurs-kinésithérapeutes à Montauban (82)", 13)
    assert understood("kiné", commune=MONTAUBAN, mode="S") is None


def test_where_nobody_is_one_looks_around_and_says_so() -> None:
    assert offered("sage femme montauban") == [("Sages-femmes à Montauban (82) et dans un rayon de 30 km", 0)]
    assert offered("kiné albias") == [
        ("Masseurs-kinésithérapeutes à Albias (82) et dans un rayon de 30 km", 13)
    ]
    assert offered("kiné", commune=ALBIAS, km=20)[0][0].endswith("dans un rayon de 20 km")


def test_a_beginning_offers_each_profession_and_specialty_where_someone_is() -> None:
    assert (
        offered("psy montauban")
        == [
            ("Psychomotriciens à Montauban (82)", 1),
            ("Psychiatrie à Montauban (82)", 1),
            ("Psychologues à Montauban (82) et dans un rayon de 30 km", 0),
        ][:2]
    )
    assert offered("psychologue montauban") == [
        ("Psychologues à Montauban (82) et dans un rayon de 10 km", 1)
    ]
    assert offered("médecin montauban") == [("Médecins d’une autre spécialité à Montauban (82)", 3)]


def test_homonyms_are_all_offered() -> None:
    assert offered("infirmière molières") == [
        ("Infirmiers à Molières (82) et dans un rayon de 10 km", 1),
        ("Infirmiers à Molières (46)", 1),
    ]


def test_the_filters_already_set_are_kept_and_the_profession_that_is_typed_wins() -> None:
    assert offered("kiné", commune=MONTAUBAN) == [("Masseurs-kinésithérapeutes à Montauban (82)", 13)]
    assert offered("kiné", commune=MONTAUBAN, mode="S")[0][1] == 0
    (found,) = meant("kiné montauban", trade="infirmier", commune=MONTAUBAN)
    assert (found.question.trade, found.question.commune) == ("masseur_kinesitherapeute", MONTAUBAN)


def test_nothing_is_offered_elsewhere_than_in_the_commune_that_was_chosen() -> None:
    """Vico is a commune of Corsica, and a name."""
    assert offered("vico raminard", commune=MONTAUBAN) == []
    assert offered("albias", commune=TOULOUSE) == []
    assert offered("kiné montauban", commune=TOULOUSE, km=50) == [
        ("Masseurs-kinésithérapeutes à Montauban (82) et dans un rayon de 50 km", 13)
    ]
    (found,) = meant("kiné bressols", commune=ALBIAS)
    assert found.question.commune == ALBIAS, "no commune typed as a name replaces the one chosen"


def test_a_profession_alone_asks_for_a_commune() -> None:
    (found,) = meant("kiné")
    assert found.needs_commune
    assert found.found is None


@pytest.mark.parametrize("typed", ["zzzz", "durand", "martin noé", "10001234567", "82000000101"])
def test_what_says_neither_offers_nothing(typed: str) -> None:
    assert offered(typed) == []


def test_a_name_wins_and_what_else_it_may_be_costs_no_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    found = results_of(read_question(q="albias"))
    assert [card.name for card in found.cards] == ["ALBIAS Zoé"]
    read = vintages()
    with django_assert_num_queries(0, using=ALIAS):
        (other,) = suggestions(found, read)
    assert understood("albias") is None
    assert (plain(other.label), other.found) == ("Professionnels à Albias (82)", None)
    assert offered("zoé albias") == []  # a whole name


def test_names_that_only_look_like_it_come_after(client: Client) -> None:
    html = client.get("/annuaire/", {"q": "Bressols"}).content.decode()
    assert offered("Bressols") == [("Professionnels à Bressols (82)", 3)]
    assert "Seuls des noms proches répondent." in html
    assert 0 < html.index("à Bressols (82)") < html.index("BRESSOLES Léo")


def test_the_small_words_are_no_communes_and_a_place_has_a_plural() -> None:
    assert all(folded(word) == word for word in BETWEEN)
    assert KIND_PLURALS.keys() == KIND_LABELS.keys()
    assert set(PLACES_NAMED.values()) <= KIND_PLURALS.keys()
    assert offered("ville") == []


@pytest.mark.parametrize(("name", "said"), [("76351", "au Havre (76)"), ("17300", "à La Rochelle (17)")])
def test_the_article_of_a_commune_is_contracted(name: str, said: str) -> None:
    assert place_words(Question(towns=(name,))) == said


# On the page, and in the API


def test_a_question_leads_to_its_answer_in_one_link(client: Client) -> None:
    html = client.get("/annuaire/", {"q": "fictif kiné montauban"}).content.decode()
    main = html[html.index('id="results"') :]
    url, label = re.findall(r'<a class="btn btn-primary" href="([^"]+)">(.*?)</a>', main, re.DOTALL)[0]
    assert "12" in label
    assert "retirer ce filtre" not in main  # nothing was filtered yet
    there = client.get(url.replace("&amp;", "&")).content.decode()
    assert "12\N{NO-BREAK SPACE}personnes" in there
    assert there.count("retirer ce filtre") == 2


def test_a_reading_that_is_taken_is_said_and_may_be_changed(client: Client) -> None:
    html = client.get("/annuaire/", {"q": "médecin Montauban"}).content.decode()
    assert "Nous avons compris" in html
    assert "13\N{NO-BREAK SPACE}personnes" not in html
    assert "3\N{NO-BREAK SPACE}personnes" in html
    assert "Personne ne répond" not in html
    chips = dict(re.findall(r'<a class="chip" href="([^"]+)">([^<]+?) <span', html))
    assert set(chips.values()) == {"Médecins", "Montauban"}
    for url in chips:
        assert "q=" not in url, "the words were read: they are a filter now"
    several = client.get(
        "/annuaire/", {"trade": "medecin_generaliste medecin_specialiste medecin", "commune": MONTAUBAN}
    )
    assert "selected>Médecins</option>" in several.content.decode()


def test_every_pharmacy_of_a_commune_is_shown_not_only_the_one_of_its_name(client: Client) -> None:
    html = client.get("/annuaire/", {"q": "pharmacie bressols"}).content.decode()
    assert re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', html) == [
        "PHARMACIE DE BRESSOLS",
        "PHARMACIE DU LAC",
    ]


def test_all_the_communes_of_a_postal_code_are_searched_together(client: Client) -> None:
    """Nobody is in Réalville, the largest, nor in Cayrac."""
    html = client.get("/annuaire/", {"commune": "82440", "q": "durand"}).content.decode()
    assert re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', html) == ["DURAND Max"]
    assert "Le code postal 82440 est celui de 3 communes, cherchées ensemble." in html
    url = re.findall(r'<a href="([^"]+)">Mirabel</a>', html)[0].replace("&amp;", "&")
    assert "DURAND Max" in client.get(url).content.decode()
    found = client.get(API, {"commune": "82440", "km": 20}).json()
    distances = [person["km"] for person in found["people"]]
    assert distances[0] == 0.0
    assert distances == sorted(distances)
    assert all(km == round(km, 1) for km in distances)


def test_a_distance_without_a_commune_is_not_ignored_in_silence(client: Client) -> None:
    said = "Le rayon de 20\N{NO-BREAK SPACE}km n’a pas compté"
    for question in ({"q": "fictif", "km": 20}, {"q": "zzzz", "km": 20}):
        assert said in client.get("/annuaire/", question).content.decode()
        assert client.get(API, question).json()["unused"].startswith(said)
    assert client.get(API, {"q": "fictif", "km": 20, "commune": MONTAUBAN}).json()["unused"] == ""
    html = client.get("/annuaire/", {"q": "kiné à 20 km de"}).content.decode()
    assert "Masseurs-kinésithérapeutes, à 20\N{NO-BREAK SPACE}km de…" in html
    assert '<input type="hidden" name="km" value="20">' in html


def test_a_name_that_is_borne_comes_with_a_line(client: Client) -> None:
    html = client.get("/annuaire/", {"q": "Albias"}).content.decode()
    assert html.index("Professionnels à Albias (82)") < html.index("ALBIAS Zoé")
    assert "btn-primary" not in html[html.index('id="results"') :]


def test_a_profession_alone_leads_through_a_commune(client: Client) -> None:
    html = client.get("/annuaire/", {"q": "kiné"}).content.decode()
    assert '<input type="hidden" name="trade" value="masseur_kinesitherapeute">' in html
    several = client.get("/annuaire/", {"q": "ortho"}).content.decode()
    assert '<option value="orthophoniste">Orthophonistes</option>' in several
    single = client.get("/annuaire/", {"q": "cardiologue"}).content.decode()
    assert '<input type="hidden" name="skill" value="SM04">' in single
    there = client.get("/annuaire/", {"trade": "masseur_kinesitherapeute", "commune": "Montauban"})
    assert "13\N{NO-BREAK SPACE}personnes" in there.content.decode()


def test_the_api_says_what_was_meant(client: Client) -> None:
    kines = {
        "label": with_no_break_spaces("Masseurs-kinésithérapeutes à Montauban (82)"),
        "q": "", "trade": "masseur_kinesitherapeute", "commune": MONTAUBAN, "km": 0, "kind": "", "skill": "", "mode": "", "beyond_care": False, "total": 13,
    }  # fmt: skip
    taken = client.get(API, {"q": "kiné montauban"}).json()
    assert (taken["understood"], taken["total"], taken["meant"]) == (kines, 13, [])
    offered = client.get(API, {"q": "fictif kiné montauban"}).json()
    fictif = {
        "label": with_no_break_spaces("« fictif », Masseurs-kinésithérapeutes à Montauban (82)"),
        "q": "fictif",
        "total": 12,
    }
    assert (offered["understood"], offered["total"], offered["meant"]) == (None, 0, [kines | fictif])
    assert client.get(API, {"q": "fictif"}).json()["meant"] == []
    odd, plain = ({"q": "fictif", "skill": skill} for skill in ("a\0", "a"))
    assert client.get(API, odd).json() == client.get(API, plain).json()


@pytest.mark.parametrize(
    "said", ["cpts", "cds", "DAC", "MSP", "maisons de santé", "ehpads", "labo", "pharmacies"]
)
def test_each_kind_of_place_is_understood(said: str) -> None:
    offered = meant(f"{said} montauban")
    assert [one.question.kind for one in offered] == [PLACES_NAMED[singular(folded(said).split())]]


def test_what_no_file_says_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.test_suggestions.vintages", Vintages)
    for typed in ("pharmacie montauban", "kiné montauban"):
        assert (meant(typed), understood(typed)) == ((), None)


def test_homonyms_are_not_all_looked_for_around(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_of = []

    def noted(what: What, question: Question) -> Found:
        asked_of.append(question)
        return Found()

    monkeypatch.setattr(module, "find", noted)
    meant("zzz ortho saint martin")
    assert len(asked_of) <= 2 * (MOST_SUGGESTIONS + len(WIDER_KM))
