"""The cast every room plays with.

The founder runs a structure, the member belongs to it, the outsider has an account and must see nothing, the
anonymous visitor has none.
"""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import hypothesis
import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.db import connection, connections
from django.db.models.signals import post_migrate
from django.template.base import Template
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from browser import NO_CHROMIUM, chromium
from emptying import emptied_soon
from instance import share_built
from maillage.accounts.models import User
from maillage.directory.services.importing import import_finess, import_rpps
from maillage.directory.services.routing import ALIAS
from maillage.directory.services.storing.swap import ensure
from maillage.kernel import paths
from maillage.portal.services import build_everything
from maillage.structures.models import Structure
from maillage.surveys.models import Survey
from maillage_invention import invent
from office import NO_OFFICE, OFFICE_PACKAGES
from players import FOUNDER, MEMBER, Cast, a_founder, a_member, an_outsider, play
from processes import PATIENCE
from questions import Chooser, Listener
from recording import Recording, Stage, record

#: As a site draws a template: for tests, Django tells it to the client that asked, a twentieth of each answer.
DRAW = Template._render
#: Papers of the tests are written nowhere.
site.STORAGES["files"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}

STAGE = pytest.StashKey[Stage]()

#: The instance, and the national directory, which is read-only.
ALIASES = ("default", "directory")

# The law and the communes stay for the whole run: to look through them again and again is an eighth of its time.
gc.set_threshold(200_000, 50, 100)

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--questions-into", type=Path, help="write there what each test asks of the database")
    parser.addoption(
        "--questions-of", type=Path, help="of tests that touch the database, run what asks all of it again"
    )


def pytest_configure(config: pytest.Config) -> None:
    if folder := config.getoption("--questions-into"):
        config.pluginmanager.register(Listener(folder))
    if folder := config.getoption("--questions-of"):
        config.pluginmanager.register(Chooser(folder))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database, to run it on both; skip what only PostgreSQL can show."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
            asked = marker.kwargs if marker else {}
            item.add_marker(pytest.mark.django_db(**{"databases": ALIASES, **asked}), append=False)
        if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL (DATABASE_URL)"))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes do not name a test: workers must find the same names, and gzip writes the hour."""
    return argname if isinstance(val, bytes) else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud that nobody looked at the pages, nor opened the files: a skipped test is easily overlooked."""
    skipped = terminalreporter.stats.get("skipped", [])
    for why, packages in ((NO_CHROMIUM, "chromium"), (NO_OFFICE, OFFICE_PACKAGES)):
        unseen = [report for report in skipped if why in str(report.longrepr)]
        if unseen:
            line = f"{why}: {len(unseen)} tests did not run (apt-get install {packages})"
            terminalreporter.write_line(line, yellow=True, bold=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Build what all workers read before they start: two of them would write it at once."""
    list(build_everything())


@pytest.fixture(scope="session", autouse=True)
def own_var(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder of this worker: imports would meet at one lock, and an instance at work would find them in its own."""
    paths.VAR = share_built(tmp_path_factory.mktemp("var"))


@pytest.fixture(scope="module", autouse=True)
def told_of_templates(request: pytest.FixtureRequest, django_test_environment: None) -> Iterator[None]:
    """Answers keep a copy of all that their templates were given where a module reads their `context` only."""
    with pytest.MonkeyPatch.context() as patch:
        if ".context" not in Path(request.module.__file__).read_text():
            patch.setattr(Template, "_render", DRAW)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A file, as an instance has: in memory, SQLite locks tables otherwise, and does not wait for its turn."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.db")
        # One connection asks what the requests of thousands do: it keeps what it has understood of each question.
        connection.settings_dict["OPTIONS"]["cached_statements"] = 2_000


@pytest.fixture(scope="session")
def django_db_setup(
    own_var: None,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The directory is not migrated: its file is built beside the test database, as an import builds it."""
    paths.DIRECTORY = tmp_path_factory.mktemp("directory") / "directory.db"
    connections[ALIAS].settings_dict["NAME"] = f"file:{paths.DIRECTORY}?mode=ro"
    post_migrate.receivers.clear()  # to empty the tables wrote all permissions again, which nobody reads
    with django_db_blocker.unblock():
        ensure()
        fill_directory(tmp_path_factory.mktemp("national"))
    with emptied_soon():
        yield
    connections[ALIAS].close()


def fill_directory(folder: Path) -> None:
    """Invented people around Montauban, read by a real import: the tests' directory, which none of them writes."""
    invent(folder, rows=4_000, seed=1, departements=("82", "31", "46", "81"))
    import_rpps([str(folder)], on=timezone.now())
    import_finess(str(folder), on=timezone.now())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def at_once(transactional_db: None) -> Callable[..., list[Any]]:
    """Call several functions at the same moment, each on its own connection; their results or their errors."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        start = Barrier(len(calls))

        def one(call: Callable[[], Any]) -> Any:
            try:
                start.wait(timeout=PATIENCE)
                return call()
            except Exception as error:
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run


@pytest.fixture(autouse=True)
def fresh_site(settings: Settings) -> None:
    """Answers to surveys are counted in the cache: a test must not pay for the one before."""
    cache.clear()
    settings.WHITENOISE_AUTOREFRESH = True  # else each test client lists every static file, for 0.1 s


@pytest.fixture
def founder(db: None) -> User:
    return User.objects.filter(pk=FOUNDER).first() or a_founder()


@pytest.fixture
def member(db: None) -> User:
    return User.objects.filter(pk=MEMBER).first() or a_member()


@pytest.fixture
def outsider(db: None) -> User:
    return an_outsider()


@pytest.fixture(scope="session")
def recorded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Recording:
    """What `play` makes, made once for the run."""
    with django_db_blocker.unblock():
        return record(lambda: (a_founder(), a_member()), play)


@pytest.fixture(scope="session")
def stage(
    recorded: Recording, django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config
) -> Iterator[Stage]:
    """The structure of the cast, standing from one test to the next."""
    stage = Stage(django_db_blocker, lambda: (a_founder(), a_member(), recorded.write()))
    pytestconfig.stash[STAGE] = stage
    yield stage
    stage.strike()


@pytest.fixture
def staged(request: pytest.FixtureRequest) -> None:
    if stands(request.node):
        request.getfixturevalue("stage").set_up()


@pytest.fixture
def _django_db_helper(staged: None, _django_db_helper: None) -> None:
    """The test's own transaction, begun once what stands for several is written."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before a browser begins: beside its loop, Django gives another connection."""
    stage = item.config.stash.get(STAGE, None)
    if stage and not stands(item):
        stage.strike()


def stands(item: pytest.Item) -> bool:
    """Whether a test wants the structure of the cast, on a connection that nobody else looks at."""
    names, marker = set(getattr(item, "fixturenames", ())), item.get_closest_marker("django_db")
    is_seen = (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & names
    return "structure" in names and not is_seen and not item.get_closest_marker("browser")


@pytest.fixture
def structure(recorded: Recording, founder: User, member: User) -> Structure:
    """The structure of the cast: see `players.play`."""
    standing = Structure.objects.filter(pk=recorded.made.pk).first()
    if standing:
        recorded.put_papers()
    return standing or recorded.write()


@pytest.fixture
def survey(structure: Structure) -> Survey:
    """The one that the structure of the cast has opened."""
    return structure.surveys.get()


@pytest.fixture
def cast(founder: User, member: User, outsider: User) -> Cast:
    return {"anonymous": None, "outsider": outsider, "member": member, "founder": founder}
