"""What every page owes to everyone: readable by a reader of screens, in any light, on any width, without complaint."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import Literal
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.urls import resolve
from playwright.sync_api import Browser, CDPSession, Page, ViewportSize
from pytest_django import DjangoDbBlocker

from browser import IN_A_BROWSER, bring_axe, overflow, violations
from emptying import empty_tables, put_back
from house.rows import ACCESS
from journeys.conftest import new_window, stand
from journeys.places import PLACES, TENANT, leave_as_it_is
from maillage.accounts.models import User
from maillage.care.services.record import new_key
from maillage.kernel.paths import PROJECT
from maillage.ui.services import error_page

pytestmark = IN_A_BROWSER

Look = tuple[int, Literal["light", "dark"]]
ON_A_DESK, NARROWEST = 1280, 320
#: Structure differs by width and contrast by light: two looks meet both of each. Nothing of our style changes
#: between the narrowest phone and 360 pixels: what is looked at there is measured there.
LOOKS: list[Look] = [(ON_A_DESK, "light"), (NARROWEST, "dark")]
#: Places seen by one process of Chromium.
RENEWED = 60
VISITS = count(1)
#: Answers that are not pages, and the second name of one.
APART = {
    "dossier:download",
    "dossier:file",
    "dossier:dialogue_document",
    "dossier:conclusions_document",
    "funding:payroll_file",
    "links:diary",
    "portal:robots",
    "guide:rules_file",
    "people:reading",
}
APART |= {"care:statistics_file"}
APART |= {"account_request_login_code", "account_export", "structures:everything"}
APART |= {
    "care:certificate",
    "care:declaration_file",
    "care:tree_file",
    "care:local_file",
    "care:pharmacy_file",
}
APART |= {
    "territories:coverage_file",
    "diagnosis:download",
    "habits:rows",
    "surveys:counts",
    "people:export",
    "people:coverage_file",
    "people:team_file",
    "people:fees_file",
    "people:payments_file",
    "funding:calendar_file",
    "funding:claims_file",
    "funding:expenses_file",
    "funding:expense_paper",
    "funding:contract_paper",
    "funding:budget_file",
    "care:alerts_file",
    "care:crisis_plan_file",
    "care:crisis_answers_file",
    "care:crisis_file",
    "governance:decisions_file",
    "project:indicators_file",
    "care:help_file",
    "care:pathway_file",
    "care:sheet_file",
    "project:evidences_zip",
    "project:evidence_file",
    "project:measure_file",
    "governance:presences_file",
    "governance:recount",
    "governance:tasks_file",
    "governance:ideas_file",
    "governance:handover_file",
    "governance:stop_task_mail",
    "governance:rcp_file",
    "governance:referents_file",
    "governance:interests_file",
    "governance:paper",
    "governance:document",
    "care:roster_file",
    "care:regulation_file",
    "dossier:review_paper",
    "dossier:frozen_file",
    "dossier:pack",
    "outreach:bulletins_file",
    "outreach:campaigns_file",
    "outreach:events_file",
    "people:receipt",
    "project:actions_file",
    "project:sheets_file",
    "project:sheet_file",
    "outreach:one_click",
    "outreach:paper",
    "outreach:sheet",
    "outreach:registered",
    "outreach:partners_file",
    "outreach:partners_book",
    "outreach:times",
    "funding:bank_file",
    "funding:sharing_file",
    "funding:proof",
    "funding:return_file",
    "funding:paid_to",
    "funding:pharmacist_file",
    "funding:shares_paper",
    "funding:cash_file",
    "funding:entries_file",
    "funding:fec_file",
}


class Scene:
    """The demonstration that places take in turn, and the sessions of those who open them.

    To copy it back before each costs more than half of them, which write nothing: each connection reads all tables' shapes
    again.
    """

    def __init__(self, made: sqlite3.Connection, whole: sqlite3.Connection) -> None:
        self._made, self._whole = made, whole
        self._set()

    def set_again(self) -> None:
        if self._version() != self._seen:
            self._set()

    def _set(self) -> None:
        if connection.vendor != "sqlite":
            empty_tables()
        if self._whole.execute("PRAGMA page_count").fetchone() == (0,):
            stand(self._made)
            self.keys = {email: key_of(email) for email in {place.who for place in PLACES.values()} - {""}}
            if connection.vendor == "sqlite":
                connection.connection.backup(self._whole)
        else:
            put_back(self._whole)
        self._seen = self._version()

    def _version(self) -> object:
        """Of what it holds: another whenever any connection writes. PostgreSQL says nothing of the kind."""
        if connection.vendor != "sqlite":
            return object()
        with connection.cursor() as cursor:
            others = cursor.execute("PRAGMA data_version").fetchone()
        return others, connection.connection.total_changes


@pytest.fixture
def _django_db_helper(django_db_setup: None) -> None:
    """No table is emptied after a place: the next one sets the scene again."""


@pytest.fixture(scope="module")
def scene(site: str, made: sqlite3.Connection, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, HEALTH_KEYS=(new_key(),)),
        closing(sqlite3.connect(":memory:")) as whole,
    ):
        yield Scene(made, whole)
        empty_tables()


@pytest.fixture(scope="module")
def shared(browser: Browser, site: str) -> Iterator[tuple[Page, CDPSession, list[str]]]:
    """A page that places take in turn, and what it complains of: opening one costs more than most of them."""
    complaints: list[str] = []
    with new_window(browser, site, complaints) as context:
        bring_axe(context)
        page = context.new_page()
        yield page, context.new_cdp_session(page), complaints


@pytest.fixture
def visitor(shared: tuple[Page, CDPSession, list[str]], site: str, scene: Scene) -> Iterator[Page]:
    """That page, as new: of the place before, it keeps the files it received."""
    page, devtools, complaints = shared
    complaints.clear()
    scene.set_again()
    devtools.send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "all"})
    page.context.clear_cookies()
    yield page
    # Of the same site, Chromium keeps its process, whose memory grows; after an empty page it begins another.
    page.goto("about:blank" if next(VISITS) % RENEWED == 0 else "/robots.txt")
    assert complaints == []


def key_of(email: str) -> str:
    """The session of an account: of the demonstration, or one of those that it lacks."""
    user, _ = User.objects.get_or_create(email=email, defaults={"is_staff": email == TENANT})
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def is_known(name: str, page: Page) -> bool:
    """Whether this is another state of a page that a place shows, as « fees, refused » of « fees », at the same view.

    A link that leads in without account opens the pages of all rooms by one view: none of them is known.
    """
    shown = name.rpartition(", ")[0]
    if shown not in PLACES:
        return False
    views = {view_of(PLACES[name].path), view_of(PLACES[shown].path), view_of(urlsplit(page.url).path)}
    return len(views) == 1 and not views.pop().startswith("links:")


def is_missing(page: Page) -> bool:
    """Whether it says that nothing is there: in good French, and open to all."""
    return bool(page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus === 404"))


def view_of(path: str) -> str:
    return str(resolve(path.partition("?")[0]).view_name)


def looks_of_each() -> dict[str, list[Look]]:
    """Each in one of the looks, in turn: to look is most of the time of these tests. All components in both."""
    return {
        name: LOOKS if name == "components" else [LOOKS[rank % len(LOOKS)]]
        for rank, name in enumerate(PLACES)
    }


@pytest.mark.parametrize(("name", "looks"), looks_of_each().items(), ids=PLACES)
def test_a_page_is_open_to_all(name: str, looks: list[Look], visitor: Page, scene: Scene, site: str) -> None:
    place, page = PLACES[name], visitor
    if place.who:
        page.context.add_cookies([{"name": "sessionid", "value": scene.keys[place.who], "url": site}])
    width, scheme = looks[0]
    dress(page, (width if place.then is leave_as_it_is else ON_A_DESK, scheme))
    if not place.is_made:
        page.goto(place.path)
    place.then(page)
    assert not (place.is_made and is_missing(page))
    assert faults_of(page, looks, known=is_known(name, page)) == []


@pytest.mark.parametrize("status", [400, 500])
def test_the_page_of_a_failure_is_open_to_all(status: int, visitor: Page) -> None:
    """Drawn without the request or the database, from files whose names never change."""
    page = visitor
    body = error_page(RequestFactory().get("/"), status).content
    page.route("**/panne/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto("/panne/")
    assert page.get_by_role("link", name="Revenir à l’accueil").is_visible()
    assert faults_of(page, LOOKS) == []


def dress(page: Page, look: Look) -> None:
    """Give it a width and a light; a page that comes afterwards is laid out once."""
    width, scheme = look
    widen(page, width)
    page.emulate_media(color_scheme=scheme)


def widen(page: Page, width: int) -> None:
    """Chromium lays out again, even for the width it has."""
    if page.viewport_size != (size := ViewportSize(width=width, height=800)):
        page.set_viewport_size(size)


def faults_of(page: Page, looks: list[Look], *, known: bool = False) -> list[tuple[object, ...]]:
    """What axe finds in each of these looks, and how much wider than the narrowest phone the page is."""
    faults: list[tuple[object, ...]] = []
    for look in looks:
        dress(page, look)
        faults += [(*look, *fault) for fault in violations(page, known=known)]
    widen(page, NARROWEST)
    too_wide = overflow(page)
    return [*faults, ("wider by", too_wide)] if too_wide else faults


def test_no_page_is_locked_to_a_way_of_holding_a_phone() -> None:
    sheets = [*(PROJECT / "src").rglob("static/**/*.css")]
    assert sheets
    assert [str(sheet) for sheet in sheets if "orientation" in sheet.read_text()] == []


def test_every_page_is_in_the_list() -> None:
    opened = {name for name, (got, _) in ACCESS.items() if "200" in got and not name.startswith("api:")}
    paths = {place.path for name, place in PLACES.items() if name != "nowhere"}
    listed = {view_of(path) for path in paths}
    assert opened - APART - listed == set()
