"""Who runs the instance and what it keeps: true to what the program does, and said to be missing when nobody said."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from maillage.accounts.services import NEVER_ENTERED
from maillage.config import environment
from maillage.mail.services import KEPT_FOR
from maillage.surveys.queries.disclosure import SMALLEST
from maillage.surveys.views.answering import REMEMBERED

pytestmark = pytest.mark.django_db

PAGES = ["/mentions-legales/", "/confidentialite/", "/accessibilite/", "/contact/"]
DAY = 24 * 3600
SAID = {"OPERATOR": "Association Fictive", "PUBLISHER": "Ada Fictif", "HOSTING": "Hébergeur Fictif"}


def text_of(url: str) -> str:
    html = Client().get(url).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html.replace("\N{NO-BREAK SPACE}", " ")).split())


@pytest.mark.parametrize("url", PAGES)
def test_every_page_leads_to_the_notices(url: str, client: Client) -> None:
    footer = client.get("/").content.decode().split("site-footer")[1]
    assert f'href="{url}"' in footer
    assert client.get(url).content.decode().count('aria-current="page"') == 1


def test_the_notice_says_what_the_operator_said(settings: Settings) -> None:
    for name, value in SAID.items():
        setattr(settings, name, value)
    settings.CONTACT, settings.SOURCE_URL = "contact@example.org", "https://example.org/source"
    notice = text_of("/mentions-legales/")
    assert all(value in notice for value in SAID.values())
    assert "contact@example.org" in notice
    assert "non renseigné" not in notice
    assert "n’a pas dit où la prendre" not in notice


@pytest.mark.parametrize("name", [*SAID, "CONTACT", "SOURCE_URL"])
def test_what_the_operator_did_not_say_is_said_to_be_missing(name: str, settings: Settings) -> None:
    for each in (*SAID, "CONTACT", "SOURCE_URL"):
        setattr(settings, each, "" if each == name else "Fictif")
    notice = text_of("/mentions-legales/")
    assert notice.count("non renseigné") + notice.count("n’a pas dit où la prendre") == 1


@pytest.mark.parametrize(
    ("address", "reached"), [("maillage@localhost", ""), ("a@example.org", "a@example.org")]
)
def test_an_address_of_this_machine_is_no_contact(address: str, reached: str) -> None:
    assert environment.reachable(address) == reached


def test_times_promised_are_those_of_the_program(settings: Settings) -> None:
    page = text_of("/confidentialite/")
    assert f"Une session dure {settings.SESSION_COOKIE_AGE // DAY} jours" in page
    assert f"un code de {settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}" in page
    assert (NEVER_ENTERED.days, "oublié après un jour" in page) == (1, True)
    assert f"sont gardés {KEPT_FOR.days} jours" in page
    assert f"{REMEMBERED // DAY} jours, pour ne pas vous la proposer" in page
    assert (SMALLEST, "moins de cinq personnes" in page) == (5, True)


def test_a_visit_leaves_no_other_cookie_than_those_told(client: Client) -> None:
    for url in (
        "/",
        "/tour-de-table/",
        "/territoire/?dep=82&codes=82121",
        "/annuaire/?commune=82121",
        *PAGES,
    ):
        client.get(url)
    client.get("/tour-de-table/lire/", follow=True)
    assert set(client.cookies) <= {"sessionid", "csrftoken", "messages"}
