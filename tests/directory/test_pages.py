"""The pages of the directory, on a few invented people and places."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoDbBlocker

from directory.small import (
    ALBIAS,
    BRESSOLS,
    MONTAUBAN,
    TOULOUSE,
    Practice,
    Someone,
    directory_of,
    national_of,
)
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.directory.models import ImportedFile
from maillage.directory.queries import vintages
from maillage.directory.queries.search.find import What
from maillage.directory.queries.search.question import read_question
from maillage.directory.queries.search.results import PAGE_SIZE, narrower, results_of
from maillage.kernel import with_no_break_spaces
from maillage.registers import Genre, Register

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HOSPITAL = "820000101"
CARDIOLOGY = {
    "trade": "medecin_specialiste",
    "skill": "SM04",
    "skill_label": "Cardiologie",
}
#: Ada practises in two places; the others are all called Roux.
PEOPLE = [
    Someone(
        "FICTIVE",
        "Ada",
        [
            Practice(**CARDIOLOGY, structure_name="CABINET DU TESCOU", phones="0563010203 0663010203"),  # type: ignore[arg-type]
            Practice(
                **CARDIOLOGY,  # type: ignore[arg-type]
                structure_name="HÔPITAL FICTIF",
                structure=f"F{HOSPITAL}",
                finess=HOSPITAL,
                commune=TOULOUSE,
                mode="S",
                phones="",
            ),
        ],
    ),
    Someone("INCONNU", "Sam", [Practice(commune="", structure_name="", phones="", email="")]),
    Someone("REMPLACE", "Lou", [Practice(genre=Genre.REPLACES)]),
    Someone("DEUXLIEUX", "Ana", [Practice(commune=BRESSOLS), Practice()]),
    *(Someone("ROUX", f"Zoé {number:02}") for number in range(PAGE_SIZE + 5)),
]
PLACES = [
    {"name": "HÔPITAL FICTIF", "finess": HOSPITAL, "kind": "hopital", "category": "355", "commune": TOULOUSE},
    {"name": "PHARMACIE DU TESCOU", "latitude": 44.01, "longitude": 1.35, "precision": "numero"},
    {"name": "PHARMACIE DE BRESSOLS", "commune": BRESSOLS},
]
SKILLS = [("10", "SM04", "Cardiologie"), ("10", "SM42", "Psychiatrie")]


@pytest.fixture(scope="module", autouse=True)
def people(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder: Path = tmp_path_factory.mktemp("pages")
    with django_db_blocker.unblock(), directory_of(PEOPLE, PLACES, SKILLS, folder=folder):
        yield


def page(client: Client, path: str = "/annuaire/", status: int = 200, **question: object) -> str:
    response = client.get(path, question)
    assert response.status_code == status
    return response.content.decode()


def seen(html: str) -> str:
    """What a page says, without its tags nor its no-break spaces."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def names(html: str) -> list[str]:
    return re.findall(r'<h3><a href="/annuaire/[^"]+">([^<]+)</a>', html)


# The list


def test_someone_is_shown_once_with_each_place(client: Client) -> None:
    html = page(client, q="fictive")
    assert names(html) == ["FICTIVE Ada"]
    assert "Médecin d’une autre spécialité" in html
    for said in (
        "Cardiologie",
        "CABINET DU TESCOU",
        "HÔPITAL FICTIF",
        "31000 Toulouse",
        "libéral",
        "salarié",
    ):
        assert said in seen(html), said


def test_within_a_commune_only_what_is_done_there_is_shown(client: Client) -> None:
    html = seen(page(client, q="fictive", commune="Montauban"))
    assert "CABINET DU TESCOU" in html
    assert "HÔPITAL FICTIF" not in html


def test_phones_are_folded_and_mails_absent(client: Client) -> None:
    html = page(client, q="fictive")
    folded = "".join(re.findall(r"<details class=\"directory-phones\">.*?</details>", html, re.DOTALL))
    assert "05\N{NO-BREAK SPACE}63\N{NO-BREAK SPACE}01" in folded
    assert "63\N{NO-BREAK SPACE}01" not in html.replace(folded, "")
    assert "secret@" not in html


def test_a_list_has_twenty_by_page_and_stops_where_it_ends(client: Client) -> None:
    first = page(client, q="roux")
    assert "25 personnes" in seen(first)
    assert len(names(first)) == PAGE_SIZE
    last = page(client, q="roux", page=2)
    assert len(names(last)) == 5
    assert not set(names(first)) & set(names(last))
    for beyond in ("3", "99999999", "-1", "x"):
        assert names(page(client, q="roux", page=beyond)) in (names(first), names(last))


def test_each_filter_is_a_chip_that_takes_itself_away(client: Client) -> None:
    html = page(client, q="fictive", commune=MONTAUBAN, km="10", trade="medecin_specialiste", mode="L")
    chips = {
        label.strip(): url
        for url, label in re.findall(r'<a class="chip" href="([^"]+)">([^<]+)<span aria-hidden', html)
    }
    assert set(chips) == {
        with_no_break_spaces("Montauban, dans un rayon de 10\N{NO-BREAK SPACE}km"),
        escape("Médecin d’une autre spécialité"),
        "Libéral",
    }
    without_commune = chips[with_no_break_spaces("Montauban, dans un rayon de 10\N{NO-BREAK SPACE}km")]
    assert "commune" not in without_commune
    assert "km" not in without_commune
    assert "mode=L" in without_commune


def test_a_specialty_is_offered_where_there_are_several(client: Client) -> None:
    html = page(client, commune=MONTAUBAN, trade="medecin_specialiste")
    assert '<option value="SM42">Psychiatrie</option>' in html
    assert 'name="skill"' not in page(client, commune=MONTAUBAN, trade="infirmier")
    assert names(page(client, commune=MONTAUBAN, trade="medecin_specialiste", skill="SM04")) == [
        "FICTIVE Ada"
    ]


def spots(html: str) -> list[str]:
    return [
        seen(f"<main>{spot}</main>")
        for spot in re.findall(r'<div class="directory-spot">(.*?)</div>', html, re.DOTALL)
    ]


def test_each_practice_says_how_far_it_is_the_nearest_first(client: Client) -> None:
    for commune, near in ((MONTAUBAN, "82000 Montauban"), (BRESSOLS, "82000 Bressols")):
        first, second = spots(page(client, q="deuxlieux", commune=commune, km="10"))  # the file has one order
        assert near in first
        assert "à 5 km" not in first
        assert "à 5 km" in second
    assert "km" not in " ".join(spots(page(client, q="deuxlieux")))
    found = client.get("/api/v1/directory/search", {"q": "deuxlieux", "commune": MONTAUBAN, "km": 10}).json()
    assert [place["commune"] for place in found["people"][0]["places"]] == [MONTAUBAN, BRESSOLS]
    assert [place["km"] for place in found["people"][0]["places"]] == [0, 5.5], "to one decimal"


def test_a_number_says_where_its_bearer_is_even_far_from_the_commune(client: Client) -> None:
    html = page(client, q=national_of(1)[1:], commune=BRESSOLS)
    assert ["CABINET" in spot for spot in spots(html)] == [True, False]
    assert "à 5 km" in spots(html)[0]
    assert "Aucun lieu d’exercice" not in html


def test_places_are_shown_when_only_places_answer(client: Client) -> None:
    assert names(page(client, q="pharmacie tescou")) == ["PHARMACIE DU TESCOU"]
    assert names(page(client, q=HOSPITAL)) == ["HÔPITAL FICTIF"]
    both = page(client, commune=MONTAUBAN, km="10", view="places")
    assert names(both) == ["PHARMACIE DU TESCOU", "PHARMACIE DE BRESSOLS"]
    assert "Professionnels" in seen(both)


def test_the_map_says_what_its_list_says(client: Client) -> None:
    for question in ({"q": "roux"}, {"q": "fictive"}, {"commune": MONTAUBAN, "km": "10", "view": "places"}):
        html = page(client, **question)
        data = json.loads(re.findall(r'<script id="map-data"[^>]*>(.*?)</script>', html, re.DOTALL)[0])
        listed = html[html.index('class="directory-dots"') :]
        drawn = [(dot["name"], dot["count"]) for dot in data["dots"]]
        assert drawn
        for name, count in drawn:
            assert re.search(rf'{escape(name)}(</a>)?\s*<span class="tabular">{count}</span>', listed), name
        assert all("/static/geo/" in url for url in data["outlines"])
    exact = next(dot for dot in data["dots"] if dot["name"] == "PHARMACIE DU TESCOU")
    assert exact["at"] == [44.01, 1.35]


def test_the_map_says_that_a_point_is_a_town_hall_and_names_a_few(client: Client) -> None:
    few = page(client, q="roux")
    assert "placé à sa mairie" in seen(few)
    data = json.loads(re.findall(r'<script id="map-data"[^>]*>(.*?)</script>', few, re.DOTALL)[0])
    assert all(dot["named"] for dot in data["dots"])
    places = page(client, q="pharmacie")
    assert "placé à la mairie de sa commune" in seen(places)
    data = json.loads(re.findall(r'<script id="map-data"[^>]*>(.*?)</script>', places, re.DOTALL)[0])
    assert {dot["name"]: dot["named"] for dot in data["dots"]} == {
        "PHARMACIE DU TESCOU": False,
        "Bressols": True,
    }


# A demonstration


@pytest.mark.parametrize(
    ("invented", "said"),
    [
        ({Register.RPPS, Register.FINESS}, "personnes et lieux sont inventés"),
        ({Register.RPPS}, "les personnes sont inventées"),
        ({Register.FINESS}, "les lieux sont inventés"),
    ],
)
def test_an_invented_register_says_so_before_anything(
    client: Client, monkeypatch: pytest.MonkeyPatch, invented: set[Register], said: str
) -> None:
    assert "inventé" not in page(client)
    real = vintages._vintage

    def said_so(register: Register, file: ImportedFile, **_: bool) -> vintages.Vintage:
        return real(register, file, is_invented=register in invented)

    monkeypatch.setattr(vintages, "_vintage", said_so)
    html = page(client)
    assert 0 < html.index(said) < html.index("<form")
    assert ("Agence du numérique en santé" in html) is (len(invented) == 1), "half of it is real"


# Nothing, and refusals


def test_a_name_in_doubt_is_offered_and_leads_somewhere(client: Client) -> None:
    html = page(client, q="rouxx zzzz")
    assert "Personne ne répond" in html
    url = re.findall(r'<a class="chip" href="([^"]+)">\s*roux', html)[0].replace("&amp;", "&")
    assert names(client.get(url).content.decode())


def test_a_number_that_nobody_has_is_not_blamed_on_filters(client: Client) -> None:
    html = seen(page(client, q="10001234567"))
    assert "Ce numéro n’est pas dans cet annuaire" in html
    assert "Vérifiez-le chiffre par chiffre" in html
    for filters in ({}, {"commune": MONTAUBAN, "trade": "infirmier"}):
        assert "filtre" not in seen(page(client, q="10001234567", **filters)).partition("Ce numéro")[2]


def test_a_commune_where_nobody_is_has_no_filter_to_remove(client: Client) -> None:
    assert "Élargissez le rayon autour de la commune." in seen(page(client, commune="82190", view="people"))
    assert "retirez un filtre" in seen(page(client, commune="82190", trade="infirmier"))


@pytest.mark.parametrize(
    ("what", "question", "said"),
    [
        ("people", {"q": "roux"}, "un prénom, une profession, une commune"),
        ("people", {"commune": MONTAUBAN, "km": 10}, "un nom, une profession, un rayon plus court"),
        ("places", {"commune": MONTAUBAN, "km": 10}, "un nom, une sorte de lieu, un rayon plus court"),
        ("places", {"commune": MONTAUBAN, "km": 10, "kind": "ehpad"}, "un nom, un rayon plus court"),
        ("places", {"q": "pharmacie"}, "une sorte de lieu, une commune"),
    ],
)
def test_too_long_a_list_asks_for_what_would_shorten_it(
    what: What, question: dict[str, object], said: str
) -> None:
    results = results_of(read_question(**question), view=what)  # type: ignore[arg-type]
    assert narrower(results, has_skills=False) == said
    assert ("une spécialité" in narrower(results, has_skills=True)) == (what == "people")


def test_filters_that_hide_everyone_can_be_dropped_at_once(client: Client) -> None:
    html = page(client, q="roux", commune=ALBIAS)
    url = re.findall(r'href="([^"]+)">Chercher ce nom partout', html)[0].replace("&amp;", "&")
    assert len(names(client.get(url).content.decode())) == PAGE_SIZE


def test_who_does_not_care_now_is_found_beyond_care(client: Client) -> None:
    html = page(client, q="lou remplace")
    assert not names(html)
    url = re.findall(r'href="([^"]+)">Chercher ce nom partout', html)[0].replace("&amp;", "&")
    assert names(client.get(url).content.decode())


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"q": "a"}, "au moins deux lettres"),
        ({"trade": "infirmier"}, "un nom ou une commune"),
        ({"commune": "Nullepart"}, "Nous ne trouvons pas"),
        ({"commune": MONTAUBAN, "km": "loin"}, "Cette distance"),
        ({"q": "roux", "trade": "dompteur"}, "Cette profession"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told(
    question: dict[str, str], sentence: str, client: Client
) -> None:
    html = page(client, status=422, **question)
    assert sentence in seen(html)
    assert "directory-card" not in html


def test_homonyms_are_offered_and_lead_somewhere(client: Client) -> None:
    html = page(client, status=422, commune="Saint-Denis", q="roux")
    offered = re.findall(r'<a class="chip" href="([^"]+)">Saint-Denis \(\d+\)', html)
    assert len(offered) > 1
    assert {client.get(url.replace("&amp;", "&")).status_code for url in offered} == {200}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("is_staff", "sentence"), [(False, "peut le charger"), (True, "maillage import rpps")]
)
def test_without_a_directory_the_page_says_so(
    is_staff: bool, sentence: str, tmp_path: Path, outsider: User
) -> None:
    outsider.is_staff = is_staff
    outsider.save()
    with directory_of(folder=tmp_path):
        html = page(client_of(outsider), q="roux")
    assert "n’est pas encore chargé sur cette instance" in seen(html)
    assert sentence in seen(html)
    assert "<form" not in html[html.index("<main") : html.index("</main>")]


# One person, one place


def test_the_page_of_someone_says_all_the_file_says(client: Client) -> None:
    text = seen(page(client, f"/annuaire/personnes/{national_of(1)}/"))
    for said in ("FICTIVE Ada", "2 lieux d’exercice", "CABINET DU TESCOU", "Psychiatrie", national_of(1)):
        assert said in text, said
    assert "RPPS, extraction du 5 octobre 2026" in text
    assert "ne plus paraître" in text


def test_someone_without_a_place_is_shown_all_the_same(client: Client) -> None:
    text = seen(page(client, f"/annuaire/personnes/{national_of(2)}/"))
    assert "INCONNU Sam" in text
    assert "Le fichier ne donne aucun lieu d’exercice." in text


def test_the_page_of_a_place_names_who_practises_there(client: Client) -> None:
    html = page(client, f"/annuaire/lieux/{HOSPITAL}/")
    text = seen(html)
    assert "FICTIVE Ada" in text
    assert "1 professionnel" in text
    assert HOSPITAL in text
    someone = page(client, f"/annuaire/personnes/{national_of(1)}/")
    assert f'href="/annuaire/lieux/{HOSPITAL}/"' in someone


@pytest.mark.parametrize(
    "path",
    ["/annuaire/personnes/0/", "/annuaire/personnes/%00/", "/annuaire/lieux/0/", "/annuaire/lieux/%00/"],
)
def test_nobody_and_nowhere_have_no_page(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404
