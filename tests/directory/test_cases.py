"""Names as word processors write them, in the search box and in the registers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from directory.small import Someone, directory_of
from maillage.directory.queries.search.question import read_question
from maillage.kernel import APOSTROPHES, HYPHENS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PEOPLE = [Someone("BARTESIN-CORDOVOIE", "Ana"), Someone("ZORAN\u2011PELICOT", "L\u2019Ada")]
PLACES = [{"name": "PHARMACIE DE L\u2019ÉGLISE"}]


@pytest.fixture(scope="module", autouse=True)
def people(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    folder: Path = tmp_path_factory.mktemp("cases")
    with django_db_blocker.unblock(), directory_of(PEOPLE, PLACES, folder=folder):
        yield


def found(client: Client, **question: str) -> str:
    answer = client.get("/annuaire/", question)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("hyphen", ["-", " ", *HYPHENS], ids=ascii)
def test_a_double_name_is_found_whatever_parts_it(client: Client, hyphen: str) -> None:
    assert "BARTESIN-CORDOVOIE" in found(client, q=f"Bartesin{hyphen}Cordovoie")
    assert "ZORAN\u2011PELICOT" in found(client, q=f"Zoran{hyphen}Pelicot")


@pytest.mark.parametrize("apostrophe", ["'", " ", *APOSTROPHES], ids=ascii)
def test_a_name_is_found_whatever_its_apostrophe(client: Client, apostrophe: str) -> None:
    assert "ZORAN" in found(client, q=f"L{apostrophe}Ada")
    assert "GLISE" in found(client, q=f"Pharmacie de l{apostrophe}église", view="places")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Saint\u2011Étienne\u2011de\u2011Tulmont", "82161"),
        ("Saint\u2212Étienne\u2212de\u2212Tulmont", "82161"),
        ("L\u2019Honor\u2010de\u2010Cos", "82076"),
        ("L\u02bcHonor\u2015de\u2015Cos", "82076"),
    ],
)
def test_a_commune_is_found_whatever_parts_its_name(typed: str, code: str) -> None:
    assert read_question(commune=typed).towns == (code,)
