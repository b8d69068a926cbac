"""Numbers, days and texts that cannot be: refused in a French sentence, never a failure."""

import json
from collections.abc import Iterator
from dataclasses import fields
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from maillage import legislation
from maillage.kernel import BadInput
from maillage.portal.commands import cli

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NUMBERS = [
    "9" * 30, "1e30", "1e999999", "1e9999999", "NaN", "sNaN", "Infinity", "-Infinity", "-1", "-0.001", "0x1F", "\0", "9" * 5000,
]  # fmt: skip
DAYS = ["2024-02-30", "0001-01-01", "9999-12-31", "0", "1e9", "20240301", "03/2024", "2024-W01", "9" * 30]
SUBJECTS = {**legislation.form_subjects(), **legislation.FEES}
COUNTED = {
    name: [
        field.name for field in fields(subject.facts) if field.metadata and "|" not in field.metadata["unit"]
    ]
    for name, subject in SUBJECTS.items()
}
ADDRESSES = count()


def post(path: str, body: Any) -> tuple[int, dict[str, Any]]:
    """Each from its own address: the API counts sixty requests a minute."""
    address = divmod(next(ADDRESSES), 250)
    client = Client(REMOTE_ADDR=f"10.1.{address[0]}.{address[1]}")
    response = client.post(path, json.dumps(body), content_type="application/json")
    return response.status_code, response.json()


def assert_refused(found: tuple[int, dict[str, Any]], given: Any) -> None:
    status, answer = found
    assert status == 422, given
    for error in answer["errors"]:
        assert 0 < len(error["reason"]) < 600, given
        assert not any(word in error["reason"] for word in ("Input", "should", "decimal.", "Error")), error


@pytest.mark.parametrize("subject", [name for name in SUBJECTS if COUNTED[name]])
def test_a_page_refuses_a_number_that_cannot_be(subject: str, client: Client) -> None:
    for number in NUMBERS:
        response = client.get(
            f"/calculer/{subject}/", {**dict.fromkeys(COUNTED[subject], number), "theme": "avk"}
        )
        assert response.status_code == 422, number
        assert set(response.context["form"].errors) == set(COUNTED[subject]), number


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_api_refuses_a_number_that_cannot_be(subject: str) -> None:
    path = f"/api/v1/{'fees' if subject in legislation.FEES else 'funding'}/{subject}"
    beside = {"theme": "avk"} if subject == "entretien" else {}
    for fact in COUNTED[subject]:
        for number in [*NUMBERS, 10**30, 1e30, -1, float("nan"), float("inf"), [], {}]:
            assert_refused(post(path, {"facts": {fact: number, **beside}}), (fact, number))


def test_a_batch_refuses_them_too() -> None:
    for number in (1e30, "9" * 30, -1):
        cases = [{"form": "msp", "facts": {"points": number}}]
        assert_refused(post("/api/v1/funding/batch", {"cases": cases}), number)


CONTRACT: dict[str, Any] = {"signed": "2023-09-15", "size": 2}


def contracts() -> Iterator[dict[str, Any]]:
    for number in [*NUMBERS, 10**30, -1]:
        for name in ("fixed", "variable"):
            yield {**CONTRACT, "missions": [{"key": "parcours", name: number}]}
        yield {**CONTRACT, "missions": [{"key": "parcours", "indicators": [{"weight": number}]}]}
        yield {**CONTRACT, "population": number}
        yield {**CONTRACT, "size": number}
    for day in [*DAYS, 0, 12, 1e9]:
        yield {**CONTRACT, "signed": day}
        yield {**CONTRACT, "missions": [{"key": "parcours", "start": day}]}
    yield {**CONTRACT, "missions": [{"key": "parcours", "fixed": [1] * 6}]}
    yield {**CONTRACT, "missions": [{"key": "p" * 10_000}]}
    indicator = {"weight": 1, "label": "x" * 10_000}
    yield {**CONTRACT, "missions": [{"key": "parcours", "indicators": [indicator]}]}


def test_a_contract_that_cannot_be_is_refused() -> None:
    for contract in contracts():
        assert_refused(post("/api/v1/funding/cpts/contract", {"contract": contract}), contract)


@pytest.mark.parametrize("day", [*DAYS, 0, 12, 1e9, True, None])
def test_the_api_refuses_a_day_that_is_none(day: Any) -> None:
    if day is not None:
        assert_refused(post("/api/v1/funding/cpts", {"population": 62000, "signed": day}), day)
        assert_refused(post("/api/v1/advise", {"answers": {}, "on": day}), day)
        assert_refused(post("/api/v1/funding/msp", {"facts": {}, "on": day}), day)
    about = {"departure_notified": "2024-02-30" if day is None else day}
    assert_refused(post("/api/v1/check", {"form": "sisa", "team": [], "about": about}), about)


@pytest.mark.parametrize("day", DAYS)
def test_no_address_takes_a_day_that_is_none(day: str, client: Client) -> None:
    rule = "cpts.running_cost.size_2"
    assert client.get(f"/api/v1/rules/{rule}", {"at": day}).status_code == 422
    for path in (f"/regles/{rule}/", "/regles/", "/formes/cpts/", "/calculer/msp/"):
        assert client.get(path, {"on": day}).status_code == 422, path
    assert client.get("/calculer/contrat/", {"signed": day, "size": "2"}).status_code == 422
    with pytest.raises(BadInput, match=r"date|calendrier"):
        CliRunner().invoke(
            cli, ["rules", "show", rule, "--at", day], standalone_mode=False, catch_exceptions=False
        )


@pytest.mark.parametrize("name", ["fixed", "variable", "rate"])
def test_the_page_of_a_contract_refuses_a_number_that_cannot_be(name: str, client: Client) -> None:
    for number in NUMBERS:
        asked = {"signed": "2023-09-15", "size": "2", f"parcours-{name}": number}
        assert client.get("/calculer/contrat/", asked).status_code == 422, number


@pytest.mark.parametrize(
    "query",
    [
        {"infirmier": "9" * 30},
        {"infirmier": "٣"},
        {"region": "x" * 9000},
        {"scope": "x" * 9000},
        {"x" * 9000: "1"},
    ],
)
def test_an_answer_out_of_all_bounds_is_refused_in_one_short_sentence(
    query: dict[str, str], client: Client
) -> None:
    assert client.get("/choisir/resultat/", query).status_code == 422
    assert_refused(post("/api/v1/advise", {"answers": query}), query)


@pytest.mark.parametrize(
    "member",
    [
        {"profession": "infirmier", "count": 10**30},
        {"profession": "infirmier", "count": "NaN"},
        {"profession": "x" * 9000},
        {"profession": "medecin", "specialty": "x" * 9000},
        {"profession": "infirmier", "x" * 9000: 1},
    ],
)
def test_a_member_that_cannot_be_is_refused(member: dict[str, Any]) -> None:
    assert_refused(post("/api/v1/check", {"form": "msp", "team": [member]}), member)


def test_a_file_of_facts_out_of_bounds_ends_a_command_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text('{"points": 1e30}', "utf-8")
    with pytest.raises(BadInput, match="Points obtenus"):
        CliRunner().invoke(
            cli,
            ["funding", "--form", "msp", "--facts", str(path)],
            standalone_mode=False,
            catch_exceptions=False,
        )


def test_a_fault_of_ours_is_told_in_json(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(legislation, "advise", fail)
    status, answer = post("/api/v1/advise", {"answers": {}})
    assert (status, [error["field"] for error in answer["errors"]]) == (500, [""])
    assert "Zero" not in answer["errors"][0]["reason"]
