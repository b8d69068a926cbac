"""When nobody answers, or the commune is in doubt: the page says why, and where to go from there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from directory.small import BRESSOLS, MONTAUBAN, TOULOUSE, Practice, Someone, directory_of
from maillage.directory.queries.search import suggestions

pytestmark = pytest.mark.django_db

API = "/api/v1/directory/search"
#: No file below has a line of the Gard nor of the Gers; Pessoulens is 42 km from Montauban.
UZES, PESSOULENS, FAR = "30334", "32313", "82190"
KINE = Practice(trade="masseur_kinesitherapeute")
CARDIOLOGY = Practice(trade="medecin_specialiste", skill="SM04")
PEOPLE = [
    *(Someone("FICTIF", given, [KINE]) for given in ("Ada", "Eve", "Max")),
    *(Someone("COEUR", given, [CARDIOLOGY]) for given in ("Lou", "Zoé")),
    Someone("LOIN", "Sam", [Practice(commune=TOULOUSE)]),
]
SKILLS = [("10", "SM04", "Cardiologie"), ("10", "SM42", "Psychiatrie")]
PLACES = [
    {"name": "EHPAD DES LILAS", "kind": "ehpad", "category": "500", "commune": BRESSOLS},
    {"name": "PHARMACIE DU PONT", "commune": TOULOUSE},
]


@pytest.fixture(scope="module", autouse=True)
def people(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder: Path = tmp_path_factory.mktemp("nobody")
    with django_db_blocker.unblock(), directory_of(PEOPLE, PLACES, SKILLS, folder=folder):
        yield


def page(client: Client, status: int = 200, **question: object) -> str:
    response = client.get("/annuaire/", question)
    assert response.status_code == status
    return response.content.decode()


def seen(html: str) -> str:
    """What the results say, without tags nor no-break spaces."""
    results = html[html.index('id="results"') : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", results).split())


# A département that the imported files do not cover


@pytest.mark.parametrize("question", [{}, {"q": "roux"}, {"km": 5}, {"q": "kiné"}, {"view": "places"}])
def test_a_departement_that_no_file_covers_is_not_said_empty(
    client: Client, question: dict[str, object]
) -> None:
    said = "ne couvre pas le département 30 (Gard)."
    html = seen(page(client, commune=UZES, **question))
    assert f"{said} Il ne couvre que ceux-ci : Haute-Garonne et Tarn-et-Garonne." in html
    assert "Élargissez" not in html
    assert said in client.get(API, {"commune": UZES, **question}).json()["uncovered"]


def test_a_departement_that_a_file_covers_may_have_nobody_who_answers(client: Client) -> None:
    assert "Élargissez le rayon" in seen(page(client, commune=FAR, view="people"))
    assert client.get(API, {"commune": FAR}).json()["uncovered"] == ""
    assert client.get(API, {"q": "fictif"}).json()["uncovered"] == ""


def test_neighbours_found_around_such_a_departement_are_not_everyone(client: Client) -> None:
    html = page(client, commune=PESSOULENS, km=50)
    assert "FICTIF Ada" in html
    assert "ne couvre pas le département 32 (Gers)" in seen(html)


# The list without the name


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            {"commune": BRESSOLS, "km": 20, "trade": "masseur_kinesitherapeute"},
            "Voir les 3 masseurs-kinésithérapeutes à Bressols (82) et alentour",
        ),
        ({"commune": MONTAUBAN}, "Voir les 5 professionnels à Montauban (82)"),
        ({"commune": MONTAUBAN, "mode": "L"}, "Voir les 5 professionnels (libéral) à Montauban (82)"),
        (
            {"commune": MONTAUBAN, "trade": "medecin_specialiste", "skill": "SM04"},
            "Voir les 2 professionnels (cardiologie) à Montauban (82)",
        ),
        ({"commune": BRESSOLS, "kind": "ehpad"}, "Voir la seule réponse à Bressols (82), sans ce nom"),
    ],
)
def test_a_name_that_nobody_bears_leads_to_the_list_where_it_may_be_known_again(
    client: Client, question: dict[str, object], said: str
) -> None:
    html = client.get("/annuaire/", {"q": "zzzz", **question}).content.decode()
    url, label = re.findall(r'<a class="btn btn-primary" href="([^"]+)">(Voir .*?)</a>', html)[0]
    assert " ".join(label.split()) == said
    there = client.get(url.replace("&amp;", "&")).content.decode()
    assert "zzzz" not in there
    assert 'class="directory-card"' in there


def test_too_long_a_list_is_not_offered(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "SHORT_LIST", 2)
    for question in ({"commune": MONTAUBAN}, {"trade": "masseur_kinesitherapeute"}):
        assert ">Voir l" not in client.get("/annuaire/", {"q": "zzzz", **question}).content.decode()


# A commune in doubt


@pytest.mark.parametrize(
    ("typed", "which", "offered"),
    [
        ("Saint-Denis", "Plusieurs communes répondent à « Saint-Denis » : laquelle ?", "Saint-Denis (974)"),
        (
            "Montaubam",
            "Nous ne trouvons pas « Montaubam ». Est-ce l’une de ces communes ?",
            "Montauban (82)",
        ),
    ],
)
def test_a_commune_in_doubt_is_asked_calmly(client: Client, typed: str, which: str, offered: str) -> None:
    html = seen(page(client, status=422, commune=typed))
    assert f"{which} " in html
    assert offered in html
    assert "ne peut pas se faire" not in html
