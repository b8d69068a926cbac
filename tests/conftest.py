"""The cast every room plays with.

The founder runs a structure, the member belongs to it, the outsider has an account and must see nothing, the
anonymous visitor has none.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.db.models.signals import post_migrate
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from browser import NO_CHROMIUM, chromium
from instance import share_built
from maillage.accounts.models import User
from maillage.directory.services.importing import import_finess, import_rpps
from maillage.directory.services.routing import ALIAS
from maillage.directory.services.storing.swap import ensure
from maillage.files.services import keep
from maillage.geography import atlas
from maillage.habits.enums import HabitKind
from maillage.habits.services.layers import add_layer
from maillage.habits.services.reading import Row
from maillage.jobs import services as jobs
from maillage.jobs.enums import State
from maillage.jobs.types import Outcome
from maillage.kernel import paths
from maillage.outreach import services as outreach
from maillage.outreach.services import conventions, events, partners
from maillage.outreach.types import Reached
from maillage.people import services as people
from maillage.people.services import GivenMeeting, GivenPerson, found
from maillage.people.services.joining import USUALLY
from maillage.portal.services import build_everything
from maillage.structures import services
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services.keys import make_key
from maillage.surveys.models import Survey
from maillage.surveys.services import open_survey
from maillage_invention import invent
from processes import PATIENCE

#: Papers of the tests are written nowhere.
site.STORAGES["files"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}

Cast = Mapping[str, User | None]

#: The instance, and the national directory, which is read-only.
ALIASES = ("default", "directory")

#: CA du Grand Montauban: 12 communes of Tarn-et-Garonne, just above a threshold of the agreement.
GRAND_MONTAUBAN = "248200099"
FOUNDED_ON = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

# The law and the communes stay for the whole run: to look through them again and again is an eighth of its time.
gc.set_threshold(200_000, 50, 100)

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


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
    """Say aloud that nobody looked at the pages: a skipped test is easily overlooked."""
    skipped = terminalreporter.stats.get("skipped", [])
    unseen = [report for report in skipped if NO_CHROMIUM in str(report.longrepr)]
    if unseen:
        line = f"{NO_CHROMIUM}: {len(unseen)} tests did not run (apt-get install chromium)"
        terminalreporter.write_line(line, yellow=True, bold=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Build what all workers read before they start: two of them would write it at once."""
    list(build_everything())


@pytest.fixture(scope="session", autouse=True)
def own_var(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder of this worker: imports would meet at one lock, and an instance at work would find them in its own."""
    paths.VAR = share_built(tmp_path_factory.mktemp("var"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A file, as an instance has: in memory, SQLite locks tables otherwise, and does not wait for its turn."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.db")


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
    yield
    connections[ALIAS].close()


def fill_directory(folder: Path) -> None:
    """Invented people around Montauban, read by a real import: the tests' directory, which none of them writes."""
    invent(folder, rows=4_000, seed=1, departements=("82", "31", "46", "81"))
    import_rpps([str(folder)], on=timezone.now())
    import_finess(str(folder), on=timezone.now())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module. Its event loop would make Django refuse the queries of the tests."""
    with pytest.MonkeyPatch.context() as patch, chromium() as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
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
    return User.objects.create_user("fondatrice@example.org", name="Ada Fictif")


@pytest.fixture
def member(db: None) -> User:
    return User.objects.create_user("membre@example.org", name="Max Fictif")


@pytest.fixture
def outsider(db: None) -> User:
    return User.objects.create_user("ailleurs@example.org")


@pytest.fixture
def structure(founder: User, member: User) -> Structure:
    """A project on the Grand Montauban, at « émergence », with two people, one meeting, one association, one open
    survey of professionals, one layer of habits, one adhérent and one who asks to be, one list brought in, the draft of a
    bulletin, one evening to come, one partner, a campaign where Max calls."""
    founded = found(
        name="CPTS du Tescou",
        codes=atlas().epci(GRAND_MONTAUBAN).members,
        by=founder,
        on=FOUNDED_ON,
        people=[
            GivenPerson("Ada Fictif", "infirmier", "Montauban", "Cabinet fictif", "porteur"),
            GivenPerson("Max Fictif", "medecin_generaliste", "Bressols"),
        ],
        meetings=[GivenMeeting(FOUNDED_ON, subject="Une CPTS ?", present={"infirmier": 6})],
    )
    services.add_site(founded, services.GivenSite("82121", name="Maison du Tescou"), by=founder)
    services.ask_nesting(founded, "maison-du-quercy", holds=True, by=founder, on=FOUNDED_ON)
    services.add_legal_person(
        founded, by=founder, name="Association du Tescou", kind="association", since=FOUNDED_ON
    )
    services.give_access(founded, member.email, [Role.MEMBER], by=founder, on=FOUNDED_ON)
    open_survey(founded, "soignants", asked_by=founded.name, by=founder, on=FOUNDED_ON)
    lay_habits(founded, by=founder)
    let_join(founded, by=founder)
    make_key(founded, "Tableur", by=founder, on=FOUNDED_ON)
    hold_an_evening(founded, by=founder)
    founded.member_imports.create(name="liste.csv", on=FOUNDED_ON)
    outreach.start(founded, "Nouvelles du Tescou", by=founder)
    max_ = founded.people.get(name="Max Fictif")
    outreach.doors_to(founded, [Reached("max@example.org", max_)])
    let_call(founded, max_.pk, by=founder)
    keep_a_book(founded, by=founder)
    end_a_job(founded)
    return founded


def keep_a_book(structure: Structure, *, by: User) -> None:
    """One partner, with somebody there, an exchange, a step, a convention and a request."""
    given = partners.GivenPartner("Hôpital fictif", "hopital", purpose="Les sorties")
    partner = partners.add_partner(structure, given, key=uuid4(), by=by)
    max_ = structure.people.get(name="Max Fictif")
    told = GivenPerson(max_.name, max_.profession)
    partners.add_contact(partner, told, title="Attaché", card=max_, by=by)
    said = partners.GivenExchange(FOUNDED_ON, "appel", "Premier contact.")
    partners.note_exchange(partner, said, key=uuid4(), by=by)
    step = partners.GivenStep("Rappeler", FOUNDED_ON + timedelta(days=30))
    partners.plan_step(partner, step, key=uuid4(), by=by)
    signed = conventions.GivenConvention("Sorties", FOUNDED_ON)
    convention = conventions.add_convention(partner, signed, key=uuid4(), by=by)
    paper = keep(SimpleUploadedFile("convention.pdf", b"%PDF-1.7"), about=structure.pk, by=by, at=NOON)
    conventions.attach(convention, paper, by=by)
    asked = conventions.GivenRequest(FOUNDED_ON, "Un correspondant pour les sorties.")
    conventions.note_request(partner, asked, key=uuid4(), by=by)


def end_a_job(structure: Structure) -> None:
    """One import that stopped."""
    said = {"kind": "import-adherents", "title": "Import de « liste.csv »", "given": "{}", "at": NOON}
    job = jobs.ask("cast", **said, about=structure.pk, by=None)
    jobs.end(job, State.FAILED, Outcome("Les fiches ont changé."), NOON)


def let_call(structure: Structure, card: int, *, by: User) -> None:
    """A campaign to doctors, where this card calls."""
    given = outreach.GivenCampaign("Médecins d’abord", "avant_lettre", ["medecin_generaliste"])
    campaign = outreach.launch(structure, given, by=by, on=FOUNDED_ON)
    outreach.add_caller(campaign, card, by=by, at=NOON, address_of=lambda link: link.token)


def let_join(structure: Structure, *, by: User) -> None:
    """Its door is open, Max came in and paid, Lou asks to."""
    rules = people.set_rules(structure, people.GivenRules(USUALLY, colleges=["Soignants"]), by=by)
    max_ = structure.people.get(name="Max Fictif")
    people.enter(max_, "adherent", college=structure.colleges.get(), by=by, on=FOUNDED_ON)
    lou = people.GivenDemand("Lou Fictif", "infirmier", "liberal", "Bressols", "lou@example.org")
    people.ask_to_join(rules, lou, college=None, key=uuid4(), on=FOUNDED_ON)
    people.set_fees(structure, basis="civile", next_year_from=None, amounts={None: Decimal(20)}, by=by)
    people.ask_fees(structure, by=by, on=FOUNDED_ON)
    people.receive(structure, [max_.fees.get().pk], paid_on=FOUNDED_ON, means="virement", by=by)


def hold_an_evening(structure: Structure, *, by: User) -> None:
    """An evening to come, announced, with one seat: Max has it."""
    begins = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=40)
    given = events.GivenEvent("soiree", "Antibiotiques", begins, begins + timedelta(hours=2), capacity=1)
    evening = events.plan_event(structure, given, by=by)
    events.open_event(evening, by=by, at=timezone.now(), site="https://maillage.example/")
    max_ = events.GivenRegistration("Max Fictif", "medecin_generaliste", phone="0639980001")
    events.register(evening, max_, key=uuid4(), at=timezone.now())


def lay_habits(structure: Structure, *, by: User) -> None:
    """Two duty sectors, one of them cut by the limit of the territory."""
    rows = [Row("82121", "Montauban", None), Row("82025", "Sud", None), Row("82125", "Sud", None)]
    add_layer(
        structure,
        rows,
        name="Secteurs de garde",
        kind=HabitKind.DUTY,
        source="Arrêté fictif",
        dated_on=FOUNDED_ON,
        by=by,
        on=FOUNDED_ON,
    )


@pytest.fixture
def survey(structure: Structure) -> Survey:
    """The one that the structure of the cast has opened."""
    return structure.surveys.get()


@pytest.fixture
def cast(founder: User, member: User, outsider: User) -> Cast:
    return {"anonymous": None, "outsider": outsider, "member": member, "founder": founder}
