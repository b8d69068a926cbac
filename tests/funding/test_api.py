"""The money of a structure for another program: by a key that was let read it, without a name."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.structures.models import Structure
from maillage.structures.services.keys import make_key
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
CALENDAR, RETURN = "money/calendar", "money/return?year=2026"


def asked(slug: str, what: str, secret: str) -> tuple[int, Any]:
    answer = Client().get(f"/api/v1/structures/{slug}/{what}", headers={"Authorization": f"Bearer {secret}"})
    return answer.status_code, answer.json()


@pytest.fixture
def secret(structure: Structure, founder: User) -> str:
    return make_key(structure, "Tableur de la trésorière", by=founder, on=FOUNDED_ON, opens_money=True)[1]


def test_a_key_that_reads_the_money_reads_what_the_commands_say(structure: Structure, secret: str) -> None:
    status, told = asked(structure.slug, CALENDAR, secret)
    assert status == 200
    first = next(each for each in told["payments"] if each["key"] == "aci:1:running_signature:")
    assert (first["received"], first["state"]) == ("75000.00", "recu")
    status, told = asked(structure.slug, RETURN, secret)
    assert (status, told["received"], told["year"]) == (200, "75000.00", 2026)
    assert "Fictif" not in str(told)


@pytest.mark.parametrize("what", [CALENDAR, RETURN])
def test_another_key_reads_no_money(what: str, structure: Structure, founder: User) -> None:
    counts = make_key(structure, "Comptes", by=founder, on=FOUNDED_ON)[1]
    refused = [
        asked(structure.slug, what, counts),
        asked("nulle-part", what, counts),
        asked(structure.slug, what, "x"),
    ]
    assert {status for status, _ in refused} == {401}
    assert len({str(told) for _, told in refused}) == 1


@pytest.mark.parametrize("year", ["", "abc", "1999", "9" * 40, "-1"])
def test_a_year_that_is_none_is_refused(year: str, structure: Structure, secret: str) -> None:
    status, told = asked(structure.slug, f"money/return?year={year}", secret)
    assert status == 422
    assert told["errors"]


def test_who_makes_a_key_says_whether_it_reads_the_money(structure: Structure, founder: User) -> None:
    url = reverse("structures:keys", args=[structure.slug])
    client_of(founder).post(url, {"label": "Trésorerie", "opens_money": "on"})
    assert structure.api_keys.get(label="Trésorerie").opens_money
    assert "l’argent" in client_of(founder).get(url).content.decode()
