"""The site as people meet it: built, served with its hashed files, filled with its demonstration."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from browser import PATIENCE, chromium
from emptying import put_back
from maillage.care.services.record import new_key
from maillage.portal.services import build_everything, make_demo

#: What Chromium writes of an answer the page was made for: not yours to change, not there, over, a form to correct, closed.
EXPECTED_NOISE = (
    "status of 401",
    "status of 403",
    "status of 404",
    "status of 410",
    "status of 422",
    "status of 503",
)

OpenWindow = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[str]:
    """The address of a server that answers as `maillage serve`: files come from WhiteNoise, not from the sources."""
    list(build_everything())
    server = LiveServer("127.0.0.1", start=False)
    server.thread.static_handler = lambda handler: handler
    server.start()
    yield server.url
    server.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys: to start it takes as long as a short one, and each opens its own profile."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def made() -> Iterator[sqlite3.Connection]:
    """The database once the demonstration is made, to be copied back: a hundred times as fast as making it."""
    with closing(sqlite3.connect(":memory:")) as copy:
        yield copy


@pytest.fixture
def demo(transactional_db: None, settings: Settings, made: sqlite3.Connection) -> None:
    """The demonstration's structures and accounts; it shows its codes on the page. No structure of it names a patient."""
    settings.DEMO, settings.HEALTH_KEYS = True, (new_key(),)
    stand(made)


def stand(made: sqlite3.Connection) -> None:
    """Make the demonstration in a database that holds nothing, or copy it back."""
    connection.ensure_connection()
    if connection.vendor == "sqlite" and made.execute("PRAGMA page_count").fetchone() != (0,):
        put_back(made)
        return
    make_demo()
    if connection.vendor == "sqlite":
        connection.connection.backup(made)


@pytest.fixture
def window(browser: Browser, site: str, demo: None) -> Iterator[OpenWindow]:
    """Opens a fresh browser profile: `window(width=360, has_touch=True)`; no page may complain in its console."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(**options: object) -> BrowserContext:
        context = new_window(browser, site, complaints, **options)
        opened.append(context)
        return context

    yield open_window
    for context in opened:
        context.close()
    assert complaints == []


def new_window(
    browser: Browser,
    site: str,
    complaints: list[str],
    *,
    width: int = 1280,
    height: int = 800,
    **options: object,
) -> BrowserContext:
    """A fresh profile, whose pages add to `complaints` what they write in their console."""

    def note(page: Page, said: str) -> None:
        if not any(noise in said for noise in EXPECTED_NOISE):
            complaints.append(f"{page.url}: {said}")

    def hear(page: Page) -> None:
        page.on("console", lambda said: said.type == "error" and note(page, said.text))
        page.on("pageerror", lambda error: note(page, str(error)))

    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": height},
        locale="fr-FR",
        reduced_motion="reduce",  # the page is where it scrolls to as soon as a key is pressed
        **options,
    )
    context.set_default_timeout(PATIENCE)
    context.on("page", hear)
    return context


@pytest.fixture
def page(window: OpenWindow) -> Page:
    """A page on a desk, without an account."""
    return window().new_page()
