"""While a name is typed at the table, the directory proposes people: a few, counted, and none who left it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from directory.small import BRESSOLS, TOULOUSE, Practice, Someone, directory_of, national_of
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.directory.perms import ACCOUNT
from maillage.directory.services.optout import forget
from maillage.people.queries.directory_matches import MOST_PROPOSED
from maillage.structures.models import Structure

HTMX = {"HX-Request": "true"}
#: Toulouse is out of the territory of the cast, Bressols in it.
HERE = Someone("MARTINET", "Zoé", [Practice(commune=BRESSOLS, structure_name="CABINET DU PONT")])
ELSEWHERE = [Someone("MARTINET", f"Ada {rank}", [Practice(commune=TOULOUSE)]) for rank in range(9)]
UNKNOWN_TRADE = Someone("SANSLISTE", "Max", [Practice(trade="")])
PRIVATE = ("0563000000", "secret@example.org")


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people(db: None, tmp_path: Path) -> Iterator[None]:
    with directory_of([*ELSEWHERE, HERE, UNKNOWN_TRADE], folder=tmp_path):
        yield


def proposed(client: Client, structure: Structure, name: str) -> str:
    url = reverse("people:directory_matches", args=[structure.slug])
    answer = client.get(url, {"name": name}, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_someone_of_the_territory_comes_first_and_fills_the_line(structure: Structure, founder: User) -> None:
    html = proposed(client_of(founder), structure, "martin")
    assert html.count("<li>") == MOST_PROPOSED
    first = html.split("<li>")[1]
    for words in (
        'data-name="Zoé MARTINET"',
        'data-profession="infirmier"',
        'data-commune="Bressols"',
        'data-workplace="CABINET DU PONT"',
    ):
        assert words in first
    assert "Source" in html
    assert not any(words in html for words in PRIVATE)


@pytest.mark.parametrize("name", ["", "ma", "  m  ", "12", "zzzz", "a a"])
def test_too_little_is_no_question(name: str, structure: Structure, founder: User) -> None:
    assert proposed(client_of(founder), structure, name).strip() == ""


def test_a_trade_that_is_not_of_our_list_is_left_to_choose(structure: Structure, founder: User) -> None:
    assert 'data-profession=""' in proposed(client_of(founder), structure, "sansliste")


def test_whoever_left_the_directory_is_not_proposed(structure: Structure, founder: User) -> None:
    forget(national_of(len(ELSEWHERE) + 1), on=date(2026, 11, 1))
    assert "Zoé" not in proposed(client_of(founder), structure, "martinet")


def test_proposals_are_counted_with_the_questions_to_the_directory(
    structure: Structure, founder: User
) -> None:
    client = client_of(founder)
    for begun in ("m", "ma", ""):
        proposed(client, structure, begun)
    for _ in range(ACCOUNT.per_minute):
        assert "Zoé" in proposed(client, structure, "martinet")
    assert "trop de questions" in proposed(client, structure, "martinet")
    assert client.get("/annuaire/", {"q": "martinet"}).status_code == 429


def test_only_who_may_write_at_the_table_is_proposed_people(structure: Structure, member: User) -> None:
    url = reverse("people:directory_matches", args=[structure.slug])
    assert client_of(member).get(url, {"name": "martinet"}, headers=HTMX).status_code == 403


def test_the_table_of_a_visitor_asks_the_directory_nothing(client: Client) -> None:
    assert (
        "annuaire/"
        not in client.get("/tour-de-table/").content.decode().split("<main")[1].split("</main>")[0]
    )
