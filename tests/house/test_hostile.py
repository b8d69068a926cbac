"""Nothing that is typed, pasted or forged makes a page fail, on either database."""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from conftest import Cast
from house.visiting import address, client_of
from maillage import legislation
from maillage.geography import atlas
from maillage.limits.models import Count
from maillage.structures.models import Structure

HOSTILE = (
    "x" * 20_000,
    "a\x00b",
    "-1",
    "9" * 40,
    "2024-02-30",
    "0001-01-01",
    "9999-12-31",
    "<b>🙂{{ 7 }}%s' --\u202e",
    '{"people": [[]], "meetings": [{"held_on": "0000-00-00"}]}',
    "82121," * 2_000,
)
ANSWERED = {
    "infirmier": "3",
    "medecin_generaliste.liberal": "2",
    **{each.key: "" for each in legislation.questions()},
}
#: What each page reads, with something it accepts: then one value at a time turns hostile.
ASKED = {
    "territories:draw": {
        "dep": "82", "codes": "82121", "c": "82121", "listed": "82", "take": "248200099", "drop": "248200099",
        "clear": "1", "pour": "cpts", "paste": "Albias", "q": "alb", "signed": "2027-03-01",
    },
    "territories:open_diagnosis": {"codes": "82121"},
    "territories:choose_coverage": {"departement": "82"},
    "directory:search": {
        "q": "marie", "commune": "82121", "km": "10", "trade": "infirmier", "skill": "SM04", "mode": "L", "kind": "msp",
        "beyond_care": "on", "view": "places", "page": "2",
    },
    "directory:export": {"q": "marie", "commune": "82121"},
    "directory:place": {"page": "2"},
    "portal:choose": {"etape": "3", **ANSWERED},
    "portal:advice": ANSWERED,
    "portal:compare": {"forme": "cpts"},
    "portal:form": {"on": "2027-01-01", **ANSWERED},
    "portal:rules": {"q": "taille", "theme": "cpts", "grade": "official", "on": "2024-06-01"},
    "portal:rules_csv": {"q": "taille", "on": "2024-06-01"},
    "structures:reading": {"trade": "MG", "present": "6 infirmiers"},
    "structures:found": {"codes": "82121", "signed": "2027-03-01"},
    "structures:home": {"nouvelle": "1"},
    "dossier:letter": {"ordre": "normandie"},
    "dossier:download": {"ordre": "normandie"},
    "account_login": {"email": "a@example.org", "next": "/s/"},
    "api:rule": {"at": "2024-06-01"},
    "api:directory_search": {
        "q": "marie", "commune": "82121", "km": "10", "trade": "infirmier", "skill": "SM04", "mode": "L", "kind": "msp",
        "beyond_care": "true", "view": "people", "page": "1",
    },
}  # fmt: skip
POSTED = {
    "territories:draw": {"codes": "82121", "paste": "Albias", "signed": "2027-03-01"},
    "territories:write_need": {"figure": "offre.infirmier", "text": "Des gardes"},
    "territories:surveys": {"questionnaire": "habitants", "closed_on": "2099-03-01"},
    "territories:answer": {
        "nouveaux_patients": "oui", "non_programme": "prise", "temps_perdu": "avis", "travail_avec": "social",
        "outils": "papier", "priorites": "accueil", "groupes": "non", "une_chose": "Du temps.", "profession": "infirmier",
        "commune": "82121", "key": "",
    },
    "territories:add_habits": {
        "name": "Gardes", "kind": "flux", "source": "ARS", "dated_on": "2025-06-01", "text": "82121;Montauban;3",
        "keep": "",
    },
    "structures:gaps": {"profession": "infirmier", "engagement": "porteur"},
    "structures:found": {"name": "CPTS", "codes": "82121", "signed": "2027-03-01", "table": "{}", "key": ""},
    "structures:team": {
        "name": "Ada", "profession": "infirmier", "commune": "", "workplace": "", "engagement": "porteur",
    },
    "structures:paste": {"rows": '{"people": []}'},
    "structures:information": {"held_on": "2026-02-03", "channel": "visio", "subject": "", "present": "6 infirmiers"},
    "structures:territory": {"codes": "82121"},
    "structures:life": {
        "track": "reconnaissance", "mission": "", "reconnaissance-move": "deposer_lettre",
        "reconnaissance-on": "2026-03-04", "reconnaissance-document": "", "reconnaissance-said_by": "",
    },
    "structures:legal_person": {
        "name": "Asso", "kind": "association", "since": "2026-03-03", "rna": "", "siret": "", "finess": "",
    },
    "structures:visibility": {"declared": "on", "public": "on"},
    "structures:settings": {"name": "CPTS", "signature_hoped_on": "2027-03-01", "email": "a@example.org", "role": "member"},
    "dossier:section": {"text": "Bonjour", "version": "0", "rich": "on"},
    "account_login": {"email": "a@example.org", "next": "/s/"},
}  # fmt: skip
ANSWERS = {200, 302, 400, 404, 422}
WHO = {"account_login": "anonymous"}  # whoever is inside is only sent on


def answers(send: Any, url: str, accepted: dict[str, str]) -> Iterator[int]:
    """The status of each answer, one field turning hostile at a time."""
    for field, value in product(accepted, HOSTILE):
        cache.clear()  # past a limit, 429 would hide the answer
        Count.objects.all().delete()
        yield send(url, {**accepted, field: value}).status_code


@pytest.mark.parametrize("name", ASKED)
def test_no_question_makes_a_page_fail(name: str, structure: Structure, cast: Cast) -> None:
    client = client_of(cast[WHO.get(name, "founder")])
    assert set(answers(client.get, address(name, structure), ASKED[name])) <= ANSWERS


@pytest.mark.parametrize("name", POSTED)
def test_no_form_makes_a_page_fail(name: str, structure: Structure, cast: Cast) -> None:
    client = client_of(cast[WHO.get(name, "founder")])
    assert set(answers(client.post, address(name, structure), POSTED[name])) <= ANSWERS


@pytest.mark.parametrize("hoped", ["0001-01-01", "2019-06-19", "2019-08-25", "9999-12-31"])
def test_a_workspace_reads_whatever_day_it_was_given(hoped: str, structure: Structure, cast: Cast) -> None:
    client = client_of(cast["founder"])
    client.post(address("structures:settings", structure), {"name": "CPTS", "signature_hoped_on": hoped})
    structure.refresh_from_db()
    assert client.get(address("structures:settings", structure)).status_code == 200
    pages = (
        "structures:home",
        "structures:territory",
        "structures:life",
        "dossier:letter",
        "dossier:download",
    )
    assert {client.get(address(name, structure)).status_code for name in pages} == {200}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "raw", ["dep=%FF%FE&codes=%00", "codes", "&&==&", "codes[]=1&codes=2", "signed=%", "c=1" * 400]
)
def test_no_raw_question_makes_the_drawing_fail(raw: str, client: Client) -> None:
    assert client.get(f"/territoire/?{raw}").status_code in {200, 302}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/regles/%00/", "/regles/%FF/", f"/regles/{'x' * 5000}/", "/regles/../../etc/passwd/", "/s/%00/", "/s/a%2Fb/",
        f"/s/{'x' * 5000}/", f"/s/a/equipe/{'9' * 30}/retirer/", "/s/a/lettre/lettre.exe", "/s/a/lettre/lettre.%00",
        "/api/v1/rules/%00", f"/api/v1/rules/{'x' * 5000}", "/static/../secret_key", "/static/%2e%2e/secret_key",
    ],
)  # fmt: skip
def test_no_address_makes_the_site_fail(path: str, cast: Cast) -> None:
    client = client_of(cast["founder"])
    assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405, 422}


@pytest.mark.django_db
def test_five_thousand_codes_are_an_answer_and_one_more_is_a_sentence(client: Client) -> None:
    codes = [
        commune.code
        for departement in atlas().departements()
        for commune in atlas().communes_of(departement.code)
    ]
    for count, told in ((5_000, False), (5_001, True)):
        page = client.post("/territoire/", {"codes": ",".join(codes[:count])})
        assert page.status_code == 200
        assert ("5000 au plus" in page.content.decode().replace("\u202f", "")) is told


@pytest.mark.django_db
@pytest.mark.parametrize(
    "departement_and_codes",
    [
        ("75", "75056"), ("75", "75101,75102,75056"), ("13", "13055,13201"), ("971", "97101"), ("976", "97608"),
        ("975", "97502"), ("988", "98818"), ("2A", "2A004"), ("2a", "2a004"), ("82", "82999"), ("", "01001,97611"),
        ("15", "15031"), ("49", "49069"),
    ],
)  # fmt: skip
def test_every_kind_of_commune_can_be_drawn(departement_and_codes: tuple[str, str], client: Client) -> None:
    departement, codes = departement_and_codes
    assert client.get("/territoire/", {"dep": departement, "codes": codes}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("signed", ["2019-06-19", "2010-01-01", "0001-01-01", "9999-12-31", "2099-02-28"])
def test_any_signature_day_has_an_answer(signed: str, client: Client) -> None:
    page = client.get("/territoire/", {"dep": "82", "codes": "82121", "signed": signed})
    assert page.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        {"population": 0}, {"population": 10**30}, {"population": 40_000}, {"population": 80_000}, {"population": 175_000},
        {"population": 1, "signed": "0001-01-01"}, {"population": 1, "signed": "9999-12-31"}, {"population": True},
        {"population": None}, {"population": "1" * 5_000}, {"population": [1]}, {"communes": [None]}, {"communes": ["\x00"]},
        {"communes": ["x" * 20_000]}, {"epci": ["\x00"]}, {"departement": "\x00"}, None, [], 3, "x", {"": {}},
    ],
    ids=lambda body: json.dumps(body)[:40],
)  # fmt: skip
@pytest.mark.parametrize("url", ["/api/v1/funding/cpts", "/api/v1/territories/summary"])
def test_no_body_makes_an_endpoint_fail(url: str, body: Any, client: Client) -> None:
    response = client.post(url, json.dumps(body), content_type="application/json")
    assert response.status_code in {200, 422}
    if response.status_code == 422:
        assert all(set(error) == {"field", "reason"} for error in response.json()["errors"])
