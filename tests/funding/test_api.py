"""The money of a structure for another program: by a key that was let read it, without a name."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.funding.commands import money
from maillage.funding.models import TransferBatch
from maillage.structures.models import Structure
from maillage.structures.services import switch_modules
from maillage.structures.services.keys import make_key
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
CALENDAR, RETURN = "money/calendar", "money/return?year=2026"
FEC, BATCH, SHARE = "money/fec?year=2026", "money/batches/1", "money/share"
ACCORD = "money/aci?year=2026"


def asked(slug: str, what: str, secret: str) -> tuple[int, Any]:
    answer = Client().get(f"/api/v1/structures/{slug}/{what}", headers={"Authorization": f"Bearer {secret}"})
    return answer.status_code, answer.json()


@pytest.fixture
def secret(structure: Structure, founder: User) -> str:
    return make_key(
        structure, "Tableur de la trésorière", by=founder, on=FOUNDED_ON, opens_money=True, opens_books=True
    )[1]


def test_a_key_that_reads_the_money_reads_what_the_commands_say(structure: Structure, secret: str) -> None:
    status, told = asked(structure.slug, CALENDAR, secret)
    assert status == 200
    first = next(each for each in told["payments"] if each["key"] == "aci:1:running_signature:")
    assert (first["received"], first["state"]) == ("75000.00", "recu")
    status, told = asked(structure.slug, RETURN, secret)
    assert (status, told["received"], told["year"]) == (200, "75000.00", 2026)
    assert "Fictif" not in str(told)


@pytest.mark.parametrize("what", [CALENDAR, RETURN, FEC, BATCH])
def test_another_key_reads_no_money(what: str, structure: Structure, founder: User) -> None:
    counts = make_key(structure, "Comptes", by=founder, on=FOUNDED_ON)[1]
    refused = [
        asked(structure.slug, what, counts),
        asked("nulle-part", what, counts),
        asked(structure.slug, what, "x"),
    ]
    assert {status for status, _ in refused} == {401}
    assert len({str(told) for _, told in refused}) == 1


@pytest.mark.parametrize("page", ["return", "fec"])
@pytest.mark.parametrize("year", ["", "abc", "1999", "9" * 40, "-1"])
def test_a_year_that_is_none_is_refused(year: str, page: str, structure: Structure, secret: str) -> None:
    status, told = asked(structure.slug, f"money/{page}?year={year}", secret)
    assert status == 422
    assert told["errors"]


def test_who_makes_a_key_says_whether_it_reads_the_money(structure: Structure, founder: User) -> None:
    url = reverse("structures:keys", args=[structure.slug])
    client_of(founder).post(url, {"label": "Trésorerie", "opens_money": "on"})
    key = structure.api_keys.get(label="Trésorerie")
    assert (key.opens_money, key.opens_books) == (True, False)
    assert "l’argent" in client_of(founder).get(url).content.decode()


@pytest.mark.parametrize("what", [CALENDAR, RETURN, FEC, BATCH, ACCORD, SHARE])
def test_a_structure_that_has_no_money_module_answers_no_key(
    what: str, structure: Structure, founder: User, secret: str
) -> None:
    """As if the key were none: nothing tells that there was money."""
    if what == SHARE:
        assert sent(structure.slug, json.dumps(SUM), secret)[0] == 200
        switch_modules(structure, [], by=founder)
        assert sent(structure.slug, json.dumps(SUM), secret) == sent(structure.slug, json.dumps(SUM), "x")
        return
    assert asked(structure.slug, what, secret)[0] in {200, 404, 422}  # let in
    switch_modules(structure, [], by=founder)
    status, told = asked(structure.slug, what, secret)
    assert (status, told) == asked(structure.slug, what, "x")
    assert status == 401


def sent(slug: str, content: str, secret: str) -> tuple[int, Any]:
    answer = Client().post(
        f"/api/v1/structures/{slug}/{SHARE}", content, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    return answer.status_code, answer.json()


def test_a_batch_is_told_without_a_name_nor_an_account(structure: Structure, secret: str) -> None:
    batch = TransferBatch.objects.get(legal_person__structure=structure)
    status, told = asked(structure.slug, f"money/batches/{batch.pk}", secret)
    assert (status, told["reference"], told["state"]) == (200, batch.reference, "annule")
    assert [each["state"] for each in told["transfers"]] == ["retire"]
    assert "Fictif" not in str(told)
    assert "FR76" not in str(told)


@pytest.mark.parametrize("number", ["0", "99999999", "9" * 30, "-1"])
def test_a_batch_of_nobody_is_not_found(number: str, structure: Structure, secret: str) -> None:
    assert asked(structure.slug, f"money/batches/{number}", secret)[0] == 404


def test_a_fec_is_the_file_of_the_command_and_its_taking_is_noted(
    structure: Structure, founder: User, secret: str
) -> None:
    person = structure.legal_persons.get()
    status, told = asked(structure.slug, FEC, secret)
    assert status == 422  # a draft, or no SIREN yet: the same sentence as the page
    assert told["errors"][0]["reason"]
    person.siret = "73282932000074"
    person.save()
    person.books_years.get().entries.update(validated_on=person.books_years.get().since)
    answer = Client().get(
        f"/api/v1/structures/{structure.slug}/{FEC}", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.status_code == 200
    command = CliRunner().invoke(money, ["fec", structure.slug, "--year", "2026"])
    assert answer.content == command.stdout_bytes
    assert Entry.objects.filter(sentence__startswith="FEC sorti par une clé").exists()


SUM = {"amount": "100.00", "rule": "equal", "associates": [{"name": "Ada"}, {"name": "Max"}, {"name": "Zoé"}]}


def test_a_sum_is_shared_as_the_command_shares_it(structure: Structure, secret: str, tmp_path: Any) -> None:
    status, told = sent(structure.slug, json.dumps(SUM), secret)
    assert status == 200
    file = tmp_path / "somme.json"
    file.write_text(json.dumps(SUM))
    assert told == json.loads(CliRunner().invoke(money, ["share", str(file), "--json"]).stdout)


@pytest.mark.parametrize(
    "given",
    [
        {}, {**SUM, "amount": "-1"}, {**SUM, "amount": "x"}, {**SUM, "rule": "hours"}, {**SUM, "rule": "lune"},
        {**SUM, "associates": []}, {**SUM, "associates": [{"name": "A"}, {"name": "A"}]}, {**SUM, "amount": True},
        {**SUM, "rule": "mixed", "parts": {"equal": "2"}}, [],
    ],
)  # fmt: skip
def test_a_sharing_that_says_nothing_clear_is_refused(given: Any, structure: Structure, secret: str) -> None:
    status, told = sent(structure.slug, json.dumps(given), secret)
    assert status == 422
    assert told["errors"][0]["reason"]


def test_another_key_shares_nothing(structure: Structure, founder: User) -> None:
    counts = make_key(structure, "Comptes", by=founder, on=FOUNDED_ON)[1]
    assert sent(structure.slug, json.dumps(SUM), counts)[0] == 401


def test_the_entries_name_people_and_want_a_key_that_was_let_read_them(
    structure: Structure, founder: User, secret: str
) -> None:
    money = make_key(structure, "Argent", by=founder, on=FOUNDED_ON, opens_money=True)[1]
    books = make_key(structure, "Écritures", by=founder, on=FOUNDED_ON, opens_books=True)[1]
    assert asked(structure.slug, FEC, money)[0] == 401
    assert asked(structure.slug, FEC, books) == asked(structure.slug, FEC, secret)
    assert asked(structure.slug, CALENDAR, books)[0] == 401
