"""Nothing that is typed, pasted, forged or mixed makes a page fail, on either database."""

import json
from itertools import product
from random import Random
from typing import Any

import pytest
from django.test import Client

from house.hostile import BODIES, bodies_of, encoded, hostile_bodies, openings, spoiled
from house.mixtures import arguments, body, mixtures
from house.plans import pages
from house.rows import ASKED, POSTED
from house.visiting import Visits, address, client_of, looked_for
from maillage import legislation
from maillage.geography import atlas
from maillage.structures.models import Structure
from players import Cast

MIXED_BODIES = 5  # for each endpoint
MOST_QUERIES = 300  # the home and the export of a structure ask every room
INSIDE = {"account_login": "anonymous"}  # whoever is inside is only sent on


def check(answer: tuple[int, int]) -> None:
    status, queries = answer
    assert status < 500
    assert queries <= MOST_QUERIES


@pytest.mark.parametrize("name", pages())
def test_nothing_that_is_asked_or_sent_makes_a_page_fail(name: str, structure: Structure, cast: Cast) -> None:
    visits = Visits(name, structure, cast)
    meet(visits, "get", ASKED.get(name, {}))
    if not name.startswith("api:"):  # its bodies are JSON: below
        meet(visits, "post", POSTED.get(name, {}))


def meet(visits: Visits, method: str, accepted: dict[str, str]) -> None:
    """Open a page, learn what it looks for, then spoil that, and mix it. Whom the door sends to sign in is mixed alone."""
    names, is_taken = set[str](), visits.takes(method)
    if is_taken:
        with looked_for() as names:
            for who, fields in product(visits.let_in(), openings(accepted)):
                check(visits.answer(who, method, fields))
        for fields in spoiled(accepted, sorted(names)):
            check(visits.answer(INSIDE.get(visits.name, "founder"), method, fields))
    for each in mixtures(visits.name, method, sorted(names), accepted):
        if is_taken or each.given:  # else nothing hostile is looked at
            check(visits.answer(each.who, method, encoded(each.fields), each.given, swapped=each.swapped))


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        *((name, {}) for name in BODIES),
        *(("api:funding", {"form": form}) for form in legislation.form_subjects()),
        *(("api:fee", {"name": fee}) for fee in legislation.FEES),
    ],
)
def test_no_value_makes_an_endpoint_fail(
    name: str, subject: dict[str, str], structure: Structure, cast: Cast
) -> None:
    visits = Visits(name, structure, cast)
    url, json_of = visits.url(subject), {"content_type": "application/json"}
    for accepted in bodies_of(name, *subject.values()):
        for sent in (json.dumps(accepted), *hostile_bodies(accepted)):
            check(visits.answered("anonymous", "post", url, sent, **json_of))


@pytest.mark.parametrize("name", ["api:funding", "api:fee", *BODIES])
def test_no_mixed_body_makes_an_endpoint_fail(name: str, structure: Structure, cast: Cast) -> None:
    visits, keys = Visits(name, structure, cast), list(BODIES.get(name, ("facts", "on")))
    draw = Random(name)
    for _ in range(MIXED_BODIES):
        url, sent = visits.url(arguments(draw, name)), json.dumps(body(draw, keys))
        check(visits.answered("anonymous", "post", url, sent, content_type="application/json"))


@pytest.mark.parametrize("name", BODIES)
def test_a_body_of_ours_is_accepted(name: str, structure: Structure, cast: Cast) -> None:
    """The test before would be idle."""
    url = address(name)
    assert Client().post(url, BODIES[name], content_type="application/json").status_code == 200


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
