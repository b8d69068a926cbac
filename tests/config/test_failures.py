"""A page that fails says what to do: to people a page, under /api/ JSON, and 503 when it is worth trying again."""

import sqlite3
from collections.abc import Callable

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client

from house.visiting import address, client_of
from maillage import legislation
from maillage.config.middleware import LED_BACK, WITHOUT_ACCOUNT
from maillage.structures.models import Structure
from maillage.surveys.models import Survey
from players import Cast

PAGE, API = "/glossaire/", "/api/v1/rules"


def locked() -> Exception:
    """What SQLite says to a second writer."""
    first, second = (
        sqlite3.connect("file:busy?mode=memory&cache=shared", uri=True, timeout=0) for _ in range(2)
    )
    try:
        first.execute("BEGIN IMMEDIATE")
        second.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error
    finally:
        first.close()
        second.close()
    raise AssertionError


def full() -> Exception:
    with_one_page = sqlite3.connect(":memory:")
    try:
        with_one_page.execute("PRAGMA max_page_count = 1")
        with_one_page.execute("CREATE TABLE a (b)")
    except sqlite3.OperationalError as error:
        return error
    finally:
        with_one_page.close()
    raise AssertionError


def no_table() -> Exception:
    empty = sqlite3.connect(":memory:")
    try:
        empty.execute("SELECT * FROM a")
    except sqlite3.OperationalError as error:
        return error
    finally:
        empty.close()
    raise AssertionError


FAILURES: list[tuple[Callable[[], Exception], int]] = [
    (locked, 503),
    (full, 503),
    (no_table, 500),
    (psycopg.errors.DeadlockDetected, 503),
    (psycopg.errors.DiskFull, 503),
    (psycopg.errors.AdminShutdown, 503),
    (psycopg.OperationalError, 503),
    (psycopg.errors.UndefinedTable, 500),
]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], Client]:
    """A visitor of pages that fail so."""

    def visitor(cause: Exception) -> Client:
        def fail(*_: object, **__: object) -> None:
            raise OperationalError("the secret of the cellar") from cause

        monkeypatch.setattr(legislation, "glossary", fail)
        return Client(raise_request_exception=False)

    return visitor


@pytest.mark.django_db
@pytest.mark.parametrize(("cause", "status"), FAILURES)
def test_a_database_that_is_busy_full_or_away_is_worth_another_try(
    cause: Callable[[], Exception], status: int, failing: Callable[[Exception], Client]
) -> None:
    visitor = failing(cause())
    answer = visitor.get(PAGE)
    assert answer.status_code == status
    assert ("Retry-After" in answer) is (status == 503)
    assert ("réessayez dans un instant" in answer.content.decode()) is (status == 503)
    assert "cellar" not in answer.content.decode()
    toast = visitor.get(PAGE, headers={"HX-Request": "true"})
    assert toast.status_code == status
    assert toast["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
@pytest.mark.parametrize(("cause", "status"), [(locked, 503), (no_table, 500)])
def test_the_api_fails_in_json(
    cause: Callable[[], Exception], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("the secret of the cellar") from cause()

    monkeypatch.setattr("maillage.portal.endpoints.seconds_to_wait", fail)
    answer = Client(raise_request_exception=False).get(API)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["reason"].endswith(".")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v2", "/api/", "/api/v1/rules/a/b"])
def test_an_unknown_address_of_the_api_answers_json(path: str, client: Client) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "n’existe pas" in answer.json()["errors"][0]["reason"]


# What is read without account


@pytest.mark.parametrize(("who", "status"), [("anonymous", 413), ("founder", 200)])
def test_a_long_paste_wants_an_account(who: str, status: int, cast: Cast) -> None:
    pasted = "Montauban " * (WITHOUT_ACCOUNT // 10 + 1)
    assert client_of(cast[who]).post("/territoire/", {"paste": pasted}).status_code == status


# What a browser keeps


@pytest.mark.parametrize(
    "name", ["structures:home", "structures:mine", "dossier:letter", "structures:settings"]
)
def test_a_page_of_an_account_is_kept_by_no_shared_cache(name: str, structure: Structure, cast: Cast) -> None:
    assert client_of(cast["founder"]).get(address(name, structure))["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
def test_leaving_empties_the_browser(cast: Cast) -> None:
    client = client_of(cast["founder"])
    assert client.post("/compte/quitter/")["Clear-Site-Data"] == '"cache"'


# What is asked otherwise than its page wants


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("people:paste", "people:team"),
        ("structures:take_back", "structures:life"),
        ("people:information", "people:team"),
        ("project:write_need", "project:needs"),
        ("structures:end_access", "structures:settings"),
        ("surveys:erase", "surveys:survey"),
    ],
)
def test_reloading_what_received_a_form_leads_to_the_page_above(
    name: str, above: str, structure: Structure, survey: Survey, cast: Cast
) -> None:
    given = {"pk": survey.pk} if name.startswith("surveys") else {}
    url = address(name, structure, given)
    back = client_of(cast["founder"]).get(url, follow=True)
    assert back.redirect_chain == [(address(above, structure, given), 302)]
    assert back.content.decode().count(LED_BACK) == 1
    assert client_of(cast["outsider"]).get(url).status_code == 404


@pytest.mark.django_db
def test_a_visitor_is_led_back_too(client: Client) -> None:
    assert LED_BACK in client.get("/tour-de-table/lire/", follow=True).content.decode()


@pytest.mark.django_db
def test_a_page_that_is_only_read_says_so_to_whom_posts_to_it(client: Client) -> None:
    answer = client.post("/tour-de-table/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "rien n’a été enregistré" in answer.content.decode()


@pytest.mark.django_db
def test_the_api_refuses_a_method_in_json(client: Client) -> None:
    answer = client.get("/api/v1/territories/summary")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer.json()["errors"][0]["reason"].endswith("/api/docs.")
