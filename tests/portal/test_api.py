"""The JSON API: open to all, the same answers as the command line, and a French reason for each refusal."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db
SUMMARY, FUNDING = "/api/v1/territories/summary", "/api/v1/funding/cpts"
RULE = "/api/v1/rules/cpts.running_cost.size_2"


def post(url: str, body: Any) -> tuple[int, dict[str, Any]]:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    response = Client().post(url, text, content_type="application/json")
    return response.status_code, response.json()


def refusals(url: str, body: Any) -> list[tuple[str, str]]:
    status, answer = post(url, body)
    assert status == 422
    return [(each["field"], each["reason"]) for each in answer["errors"]]


@pytest.mark.parametrize(
    ("url", "body", "field", "reason"),
    [
        (SUMMARY, {"communes": ["99999"]}, "communes", "99999"),
        (SUMMARY, {"communes": []}, "communes", "au moins une commune"),
        (SUMMARY, {}, "communes", "au moins une commune"),
        (SUMMARY, {"epci": ["1"]}, "epci", "SIREN"),
        (SUMMARY, {"departement": "00"}, "departement", "n’existe pas"),
        (SUMMARY, {"communes": "82121"}, "communes", "une liste"),
        (SUMMARY, {"communes": ["82121", 3]}, "communes.1", "un texte"),
        (SUMMARY, {"communes": ["82121"] * 5001}, "communes", "5000 codes au plus"),
        (SUMMARY, {"departement": "8" * 9}, "departement", "3 signes au plus"),
        (SUMMARY, ["82121"], "communes", "au moins une commune"),
        (SUMMARY, "{", "", "pas du JSON"),
        (SUMMARY, b"\xff", "", "pas du JSON"),
        (FUNDING, {}, "population", "manque"),
        (FUNDING, {"population": "beaucoup"}, "population", "nombre entier"),
        (FUNDING, {"population": 12.5}, "population", "nombre entier"),
        (FUNDING, {"population": -1}, "population", "population"),
        (FUNDING, {"population": 62000, "signed": "2024-02-30"}, "signed", "date"),
        (FUNDING, {"population": 62000, "signed": 12}, "signed", "date"),
    ],
)
def test_what_is_refused_is_named_with_a_reason(url: str, body: Any, field: str, reason: str) -> None:
    ((named, why),) = refusals(url, body)
    assert named == field
    assert reason in why


def test_an_unknown_rule_is_refused_by_its_name() -> None:
    response = Client().get("/api/v1/rules/cpts.nothing")
    assert response.status_code == 422
    assert "cpts.nothing" in response.json()["errors"][0]["reason"]


def test_a_day_that_does_not_exist_is_refused() -> None:
    response = Client().get(RULE, {"at": "2024-02-30"})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "at"


def test_a_request_too_heavy_is_refused_in_json() -> None:
    status, answer = post(SUMMARY, " " * (2 * 1024 * 1024 + 1))
    assert status == 413
    assert "trop longue" in answer["errors"][0]["reason"]


def test_a_whole_departement_and_an_epci_are_added_up_once() -> None:
    _, alone = post(SUMMARY, {"departement": "82"})
    _, twice = post(SUMMARY, {"departement": "82", "epci": ["248200099"], "communes": ["82121"]})
    assert alone["communes"] == twice["communes"] > 100


def test_the_sixty_first_request_of_a_minute_waits(client: Client) -> None:
    assert {client.get(RULE).status_code for _ in range(60)} == {200}
    refused = client.get(RULE)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "60 par minute" in refused.json()["errors"][0]["reason"]


def test_the_limit_is_counted_by_address(client: Client) -> None:
    for _ in range(60):
        client.get(RULE, REMOTE_ADDR="192.0.2.1")
    assert client.get(RULE, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.get(RULE, REMOTE_ADDR="192.0.2.2").status_code == 200


def test_an_address_is_not_forged_with_a_header(client: Client) -> None:
    for number in range(60):
        client.get(RULE, headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert client.get(RULE, headers={"X-Forwarded-For": "192.0.2.200"}).status_code == 429


def test_a_whole_site_of_ipv6_asks_together(client: Client) -> None:
    for number in range(60):
        client.get(RULE, REMOTE_ADDR=f"2001:db8:1:2::{number:x}")
    assert client.get(RULE, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert client.get(RULE, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


def test_a_wait_does_not_last_until_the_clock_catches_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=1))
    assert [client.get(RULE).status_code for _ in range(61)] == [200] * 60 + [429]
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert client.get(RULE).status_code == 200
