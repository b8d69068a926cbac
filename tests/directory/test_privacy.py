"""The directory is searched, not copied: no list beyond 200, no mail, a count of questions, a trace of exports."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from directory.small import MONTAUBAN, Practice, Someone, directory_of, national_of
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.directory import perms
from maillage.directory.models import OptOut
from maillage.directory.queries.search.find import MOST_HITS
from maillage.directory.queries.search.results import LAST_PAGE, PAGE_SIZE
from maillage.kernel import integer

pytestmark = pytest.mark.django_db

HOSPITAL = "820000101"
SEARCH, API, EXPORT = "/annuaire/", "/api/v1/directory/search", "/annuaire/export.csv"
SOMEONE = f"/annuaire/personnes/{national_of(1)}/"
PLACE = f"/annuaire/lieux/{HOSPITAL}/"
#: More Martins than anyone may take away, all of one hospital; the first writes a formula for a name.
PEOPLE = [
    Someone("Martin", f"{'=1+1 ' if not number else ''}A{number:03}", [Practice(finess=HOSPITAL)])
    for number in range(MOST_HITS + 30)
]
PLACES = [{"name": "HOPITAL FICTIF", "finess": HOSPITAL, "kind": "hopital"}]


@pytest.fixture(scope="module", autouse=True)
def people(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder: Path = tmp_path_factory.mktemp("privacy")
    with django_db_blocker.unblock(), directory_of(PEOPLE, PLACES, folder=folder):
        yield


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test runs past the end of a minute."""
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    monkeypatch.setattr(perms.timezone, "now", lambda: noon)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that asks more than a human may."""
    for whose in ("VISITOR", "ACCOUNT"):
        monkeypatch.setattr(perms, whose, perms.Questions(10_000, 10_000))
    monkeypatch.setattr("maillage.portal.endpoints.DEMANDS", perms.Limit(10_000, perms.MINUTE))


def ask(client: Client, **question: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(client.get(API, question).content)
    return answer


# How far one may go


def everyone(client: Client, path: str, last: int, **question: object) -> set[str]:
    found: set[str] = set()
    for number in range(1, last + 5):
        html = client.get(path, {**question, "page": number}).content.decode()
        found |= {
            national_of(row) for row in range(len(PEOPLE) + 1) if f"personnes/{national_of(row)}/" in html
        }
    return found


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize(("path", "question"), [(SEARCH, {"q": "martin"}), (PLACE, {})])
def test_no_list_goes_beyond_its_last_page(path: str, question: dict[str, str], client: Client) -> None:
    assert len(everyone(client, path, LAST_PAGE, **question)) == MOST_HITS


def test_the_map_of_a_list_that_stops_says_so(client: Client) -> None:
    html = client.get(SEARCH, {"q": "martin"}).content.decode()
    assert f"La carte ne montre que les {MOST_HITS} réponses de la liste." in html
    assert "La carte ne montre que" not in client.get(SEARCH, {"q": "fictive"}).content.decode()


@pytest.mark.usefixtures("unhurried")
def test_the_api_goes_no_further_than_the_page(client: Client) -> None:
    found = [
        person["number"]
        for page in range(1, LAST_PAGE + 1)
        for person in ask(client, q="martin", page=page)["people"]
    ]
    assert len(found) == len(set(found)) == MOST_HITS
    assert ask(client, q="martin")["more"] is True
    assert client.get(API, {"q": "martin", "page": LAST_PAGE + 1}).status_code == 422
    assert len(ask(client, q="martin")["people"]) == PAGE_SIZE


# How often


@pytest.mark.parametrize("paths", [[SEARCH], [SOMEONE, PLACE], [SEARCH, API]])
def test_questions_are_counted_together_and_the_next_one_waits(paths: list[str], client: Client) -> None:
    most = perms.VISITOR.per_minute
    asked = [client.get(paths[number % len(paths)], {"q": "martin"}) for number in range(most)]
    assert {answer.status_code for answer in asked} == {200}
    refused = client.get(paths[0], {"q": "martin"})
    assert refused.status_code == 429
    assert "se consulte" in refused.content.decode()
    through_api = client.get(API, {"q": "martin"})
    assert through_api.status_code == 429
    assert "il ne se recopie pas" in through_api.json()["errors"][0]["reason"]
    assert through_api["Retry-After"] == refused["Retry-After"] == str(perms.MINUTE)
    elsewhere = client.get(SEARCH, {"q": "martin"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_an_address_is_not_forged_with_a_header(client: Client) -> None:
    for number in range(perms.VISITOR.per_minute):
        client.get(SEARCH, headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert client.get(SEARCH, headers={"X-Forwarded-For": "192.0.2.200"}).status_code == 429


def test_a_patient_copy_ends_with_the_day(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perms, "VISITOR", perms.Questions(30, 3))
    assert [client.get(SEARCH).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert client.get(API, {"q": "martin"})["Retry-After"] == str(perms.DAY), "since the first"


def test_a_visitor_has_fewer_questions_than_an_account_and_is_told_so(client: Client, outsider: User) -> None:
    assert PAGE_SIZE * perms.VISITOR.per_day < 10_000, "a copy of the nation would take a year"
    inside = client_of(outsider)
    for _ in range(perms.VISITOR.per_minute + 1):
        refused, answered = client.get(SEARCH), inside.get(SEARCH)
    assert (refused.status_code, answered.status_code) == (429, 200)
    said = " ".join(refused.content.decode().split())
    for per_minute, per_day in (perms.VISITOR, perms.ACCOUNT):
        assert str(per_minute) in said
        assert " ".join(integer(per_day).split()) in said
    assert "/compte/entrer/" in said[said.index("Que faire") :]
    toast = client.get(SEARCH, headers={"HX-Request": "true"}).content.decode()
    assert "30 questions par minute et 300 par jour" in toast


def test_an_account_is_counted_apart_from_its_address(outsider: User, member: User) -> None:
    one, other = client_of(outsider), client_of(member)
    for _ in range(perms.ACCOUNT.per_minute):
        one.get(SEARCH)
    assert (one.get(SEARCH).status_code, other.get(SEARCH).status_code) == (429, 200)


def test_a_whole_site_of_ipv6_asks_together(client: Client) -> None:
    """Who has one address has some billions of them."""
    for number in range(perms.VISITOR.per_minute):
        client.get(SEARCH, REMOTE_ADDR=f"2001:db8:1:2::{number:x}")
    assert client.get(SEARCH, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert client.get(SEARCH, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200
    assert client.get(SEARCH, REMOTE_ADDR="::ffff:192.0.2.7").status_code == 200
    assert client.get(SEARCH, REMOTE_ADDR="::ffff:192.0.2.8").status_code == 200


def test_an_export_is_as_many_questions_as_its_pages(outsider: User) -> None:
    client = client_of(outsider)
    exports = [
        client.get(EXPORT, {"q": "martin"}) for _ in range(perms.ACCOUNT.per_minute // perms.EXPORT + 1)
    ]
    assert [each.status_code for each in exports] == [200] * 6 + [429]
    assert "il ne se recopie pas" in exports[-1].content.decode()


@pytest.mark.usefixtures("unhurried")
def test_exports_end_with_the_day_and_the_search_goes_on(outsider: User, member: User) -> None:
    client = client_of(outsider)
    assert {client.get(EXPORT, {"q": "martin"}).status_code for _ in range(50)} == {200}
    refused = client.get(EXPORT, {"q": "martin"})
    assert refused.status_code == 429
    assert "cinquante listes par jour" in refused.content.decode()
    assert refused["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get(SEARCH, {"q": "martin"}).status_code == 200
    assert client_of(member).get(EXPORT, {"q": "martin"}).status_code == 200
    assert Entry.objects.count() == perms.EXPORTS_PER_DAY + 1


# What is said to whom


def test_search_engines_are_kept_out(client: Client, outsider: User) -> None:
    rules = client.get("/robots.txt").content.decode()
    assert "Disallow: /annuaire/" in rules
    for path in (SEARCH, SOMEONE, PLACE, f"{SEARCH}?q=a"):
        assert client.get(path)["X-Robots-Tag"] == "noindex, nofollow", path
    assert client_of(outsider).get(EXPORT, {"q": "martin"})["X-Robots-Tag"] == "noindex, nofollow"


def test_a_mail_is_shown_to_an_account_and_on_one_page_only(client: Client, outsider: User) -> None:
    inside = client_of(outsider)
    assert "secret@" in inside.get(SOMEONE).content.decode()
    for each, path in ((client, SOMEONE), (client, PLACE), (inside, PLACE), (inside, f"{SEARCH}?q=martin")):
        assert "secret@" not in each.get(path).content.decode()


def test_the_api_gives_neither_phones_nor_mails(client: Client) -> None:
    text = client.get(API, {"q": "martin"}).content.decode()
    assert "secret@" not in text
    assert "0563" not in text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")


# Taking a list away


def test_a_visitor_signs_in_before_taking_a_list(client: Client) -> None:
    answer = client.get(EXPORT, {"q": "martin"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/compte/entrer/")
    assert not Entry.objects.exists()


def test_an_export_has_two_hundred_people_no_mail_and_a_trace(outsider: User) -> None:
    answer = client_of(outsider).get(EXPORT, {"q": "martin", "commune": MONTAUBAN})
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert len({row["Identification nationale"] for row in rows}) == MOST_HITS
    assert {row["Commune"] for row in rows} == {"Montauban"}
    assert "@" not in text
    entry = Entry.objects.get()
    assert (entry.actor, entry.kind) == (outsider.pk, "download")
    assert "200" in entry.sentence
    assert "martin" not in entry.sentence.lower()


@pytest.mark.django_db
def test_a_name_is_never_a_formula_in_a_spreadsheet(tmp_path: Path, outsider: User) -> None:
    with directory_of([Someone("=cmd", "Ada"), Someone("@cmd", "Eve")], folder=tmp_path):
        text = client_of(outsider).get(EXPORT, {"q": "cmd"}).content.decode("utf-8-sig")
    assert {row["Nom"] for row in csv.DictReader(StringIO(text), delimiter=";")} == {"'=cmd", "'@cmd"}


def test_a_question_that_cannot_be_asked_is_not_exported(outsider: User) -> None:
    client = client_of(outsider)
    assert client.get(EXPORT, {"q": "a"}).status_code == 422
    assert client.get(EXPORT).status_code == 302
    assert not Entry.objects.exists()


# Opting out


def test_who_opted_out_is_nowhere_even_before_the_next_import(client: Client, outsider: User) -> None:
    gone = national_of(2)
    OptOut.objects.create(national=gone, asked_on="2026-11-01")
    assert client.get(f"/annuaire/personnes/{gone}/").status_code == 404
    assert client_of(outsider).get(f"/annuaire/personnes/{gone}/").status_code == 404
    for path in (f"{SEARCH}?q=martin", f"{API}?q=martin", PLACE):
        shown = client.get(path).content.decode()
        assert national_of(3) in shown
        assert gone not in shown, path
    assert gone not in client_of(outsider).get(EXPORT, {"q": "martin"}).content.decode()
