"""Nothing that is typed, pasted, forged or mixed makes a page fail, on either database."""

import json
from itertools import product
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from house.hostile import BODIES, bodies_of, encoded, hostile_bodies, openings, spoiled
from house.mixtures import FUZZED, JSON, arguments, mixtures
from house.mixtures import WHO as ANYONE
from house.plans import pages
from house.rows import ASKED, POSTED
from house.visiting import Visits, address, client_of, looked_for
from maillage import legislation
from maillage.geography import atlas
from maillage.structures.models import Structure
from players import Cast

MOST_QUERIES = 300  # the home and the export of a structure ask every room
WHO = {"account_login": "anonymous"}  # whoever is inside is only sent on
TYPED = "application/x-www-form-urlencoded"


def check(answer: tuple[int, int]) -> None:
    status, queries = answer
    assert status < 500
    assert queries <= MOST_QUERIES


def swapping(swapped: bool) -> dict[str, str]:
    """The headers of a page that only wants a part of another."""
    return {"HX-Request": "true"} if swapped else {}


@pytest.mark.parametrize("name", pages())
def test_no_question_makes_a_page_fail(name: str, structure: Structure, cast: Cast) -> None:
    visits, accepted, who = Visits(name, structure, cast), ASKED.get(name, {}), WHO.get(name, "founder")
    url, only_receives = visits.url(), visits.only_receives()
    with looked_for() as names:
        for each, query in product(("founder", "anonymous"), openings(accepted)):
            check(visits.answer(each, "get", f"{url}?{query}"))
    for query in () if only_receives else spoiled(accepted, sorted(names)):
        check(visits.answer(who, "get", f"{url}?{query}"))

    @FUZZED
    @given(ANYONE, arguments(name), mixtures(sorted(names), accepted), st.booleans())
    def ask(who: str, given: dict[str, str], fields: list[tuple[str, str]], swapped: bool) -> None:
        if fields or given or swapped:  # hypothesis begins with none, which tests/house/test_access.py opens
            check(
                visits.answer(who, "get", f"{visits.url(given)}?{encoded(fields)}", headers=swapping(swapped))
            )

    ask()


@pytest.mark.parametrize("name", [name for name in pages() if not name.startswith("api:")])
def test_no_form_makes_a_page_fail(name: str, structure: Structure, cast: Cast) -> None:
    visits, accepted, who = Visits(name, structure, cast), POSTED.get(name, {}), WHO.get(name, "founder")
    url, typed = visits.url(), {"content_type": TYPED}
    with looked_for() as names:
        for each, body in product(("founder", "anonymous"), openings(accepted)):
            check(visits.answer(each, "post", url, body, **typed))
    for body in spoiled(accepted, sorted(names)):
        check(visits.answer(who, "post", url, body, **typed))

    @FUZZED
    @given(ANYONE, arguments(name), mixtures(sorted(names), accepted), st.booleans())
    def send(who: str, given: dict[str, str], fields: list[tuple[str, str]], swapped: bool) -> None:
        if fields or given or swapped:
            options: dict[str, Any] = {**typed, "headers": swapping(swapped)}
            check(visits.answer(who, "post", visits.url(given), encoded(fields), **options))

    send()


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
        for body in (json.dumps(accepted), *hostile_bodies(accepted)):
            check(visits.answer("anonymous", "post", url, body, **json_of))


@pytest.mark.parametrize("name", ["api:funding", "api:fee", *BODIES])
def test_no_mixed_body_makes_an_endpoint_fail(name: str, structure: Structure, cast: Cast) -> None:
    visits, keys = Visits(name, structure, cast), list(BODIES.get(name, ("facts", "on")))

    @FUZZED
    @given(arguments(name), JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(keys, JSON)))
    def send(given: dict[str, str], body: Any) -> None:
        check(visits.answer("anonymous", "post", visits.url(given), body, content_type="application/json"))

    send()


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
