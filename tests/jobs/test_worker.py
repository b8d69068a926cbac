"""`maillage worker`, as a process: it sends, stops when asked, ends with its parent, and may be killed."""

import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, get_native_id
from time import monotonic

import pytest
from click.testing import CliRunner
from django.core.mail import EmailMessage
from django.db import IntegrityError
from django.utils import timezone

from instance import ALONE, prepare, share_built
from mail.letters import write
from mail.smtp import MailServer, mail_server
from maillage.jobs import commands
from maillage.jobs.commands import Clock, Stop
from maillage.mail.types import Pass
from maillage.portal.commands import cli
from processes import PATIENCE, Process, run, running

COMMAND = Path(sys.executable).with_name("maillage")
POST = """
import sys, django
django.setup()
from django.utils import timezone
from maillage.mail.services import post
from maillage.mail.types import To
people = [To(address) for address in sys.argv[2:]]
post(sys.argv[1], subject="AG", body="Bonjour.", sender="CPTS", to=people, at=timezone.now())
"""
UNCERTAIN = "SELECT address FROM mail_recipient WHERE state = 'uncertain'"
#: The other workers settle theirs in a moment; this one is the one that was killed.
LEFT_LONG_AGO = (
    "UPDATE mail_recipient SET handed_at = '2026-01-01 00:00:00' "
    "WHERE state = 'handed' AND address = 'personne-2@example.org'"
)
PEOPLE = [f"personne-{number}@example.org" for number in range(6)]


@pytest.mark.django_db
def test_one_pass_says_how_many_and_never_to_whom(mailoutbox: list[EmailMessage]) -> None:
    nothing = CliRunner().invoke(cli, ["worker", "--once"])
    assert (nothing.exit_code, nothing.output) == (0, "Rien à envoyer.\n")
    write("a@example.org", "b@example.org", at=timezone.now())
    said = CliRunner().invoke(cli, ["worker", "--once"]).output
    assert said.replace("\N{NO-BREAK SPACE}", " ") == "2 messages acceptés.\n"
    write(key="again", at=timezone.now())
    counts = json.loads(CliRunner().invoke(cli, ["worker", "--once", "--json"]).output)
    assert counts == {
        "accepted": 1, "refused": 0, "put_off": 0, "uncertain": 0, "given_up": 0, "unreachable": False,
    }  # fmt: skip
    assert len(mailoutbox) == 3


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[tuple[MailServer, dict[str, str]]]:
    """A mail server, and the environment of an instance of its own that writes to it."""
    with mail_server() as server:
        environment = {
            **ALONE,
            "MAILLAGE_VAR": str(prepare(tmp_path)),
            "MAILLAGE_MAIL": f"smtp://127.0.0.1:{server.port}",
            "PYTHONUNBUFFERED": "1",
        }
        yield server, environment


def queue(environment: dict[str, str], key: str, *addresses: str) -> None:
    run([sys.executable, "-c", POST, key, *addresses], env=environment).check_returncode()


@contextmanager
def working(environment: dict[str, str], *options: str) -> Iterator[Process]:
    with running([str(COMMAND), "worker", *options], env=environment) as process:
        yield process


def until(true: Callable[[], bool]) -> None:
    """Look again and again, not for ever."""
    end = monotonic() + PATIENCE
    while not true():
        assert monotonic() < end
        Event().wait(0.05)


def execute(environment: dict[str, str], statement: str) -> list[tuple[object, ...]]:
    file = Path(environment["MAILLAGE_VAR"]) / "maillage.db"
    with closing(sqlite3.connect(file, timeout=30)) as base, base:
        return base.execute(statement).fetchall()


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_sends_what_comes_and_stops_when_it_is_asked(
    asked: signal.Signals, instance: tuple[MailServer, dict[str, str]]
) -> None:
    server, environment = instance
    queue(environment, "first", *PEOPLE[:2])
    with working(environment, "--json") as worker:
        until(lambda: len(server.accepted) == 2)
        queue(environment, "second", PEOPLE[2])
        until(lambda: len(server.accepted) == 3)
        worker.send_signal(asked)
        said, errors = worker.communicate()
        assert (worker.returncode, errors) == (0, "")
    assert sum(json.loads(line)["accepted"] for line in said.splitlines()) == 3


def test_a_worker_ends_with_the_process_that_started_it(instance: tuple[MailServer, dict[str, str]]) -> None:
    server, environment = instance
    queue(environment, "AG", PEOPLE[0])
    with working(environment, "--parent", str(os.getpid())) as worker:
        until(lambda: server.accepted == PEOPLE[:1])
        assert worker.poll() is None
    with working(environment, "--parent", "1") as orphan:
        assert orphan.wait(PATIENCE) == 0


def test_a_worker_killed_in_the_middle_and_two_that_follow_send_each_message_once(
    instance: tuple[MailServer, dict[str, str]],
) -> None:
    """Killed between what the server accepts and the row that says so."""
    server, environment = instance
    reached, go_on = Event(), Event()

    def hold(address: str) -> str:
        if address == PEOPLE[2] and not go_on.is_set():
            reached.set()
            go_on.wait(PATIENCE)
            return ""  # accepted, and nobody left to hear it
        return "250 OK"

    server.to_message = hold
    queue(environment, "AG", *PEOPLE)
    with working(environment) as worker:
        assert reached.wait(PATIENCE)
        worker.kill()
        worker.wait(PATIENCE)
    go_on.set()
    with working(environment), working(environment):
        until(lambda: len(server.accepted) == len(PEOPLE))
        execute(environment, LEFT_LONG_AGO)
        until(lambda: execute(environment, UNCERTAIN) == [(PEOPLE[2],)])
    assert sorted(server.accepted) == PEOPLE
    assert execute(environment, UNCERTAIN) == [(PEOPLE[2],)]


def test_a_worker_waits_for_tables_that_are_not_there_yet(tmp_path: Path) -> None:
    environment = {**ALONE, "MAILLAGE_VAR": str(share_built(tmp_path)), "PYTHONUNBUFFERED": "1"}
    with working(environment) as worker:
        assert worker.stderr
        assert "could not be read" in worker.stderr.readline()
        assert worker.poll() is None
        worker.terminate()
        assert worker.wait(PATIENCE) == 0


@pytest.mark.django_db
def test_the_worker_does_what_time_brings_once_a_minute_and_letters_leave_though_it_fails(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMessage]
) -> None:
    asked, clock, now = [], Clock(), timezone.now()

    def due(moment: object) -> None:
        asked.append(moment)
        raise RuntimeError("a room is broken")

    monkeypatch.setattr("maillage.jobs.commands.do_due", due)
    for seconds in (0, 2, 59, 60, 61):
        clock.strike(now + timedelta(seconds=seconds))
    assert asked == [now, now + timedelta(seconds=60)]
    write("a@example.org", at=now)
    assert CliRunner().invoke(cli, ["worker", "--once"]).exit_code == 0
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("failure", [RuntimeError("a room is broken"), IntegrityError("a row is refused")])
def test_a_room_that_fails_keeps_no_other_from_what_is_due(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[tuple[str, str]] = []

    class Room:
        def __init__(self, name: str) -> None:
            self.name = name

        def note(self, what: str) -> None:
            worked.append((self.name, what))
            if self.name == "broken":
                raise failure

        def do_due(self, _: object) -> None:
            self.note("due")

        def daily_work(self, _: object) -> None:
            self.note("day")

    rooms, clock, now = [Room("broken"), Room("sound")], Clock(), timezone.now()
    monkeypatch.setattr("maillage.jobs.services.apps.get_app_configs", lambda: rooms)
    for minutes in range(2):
        clock.strike(now + timedelta(minutes=minutes))
    assert [each for each in worked if each[0] == "sound"] == [("sound", "due"), ("sound", "day")] * 2


@pytest.fixture
def without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all that a worker does, its loops alone."""
    monkeypatch.setattr(commands, "close_old_connections", lambda: None)
    monkeypatch.setattr(commands.connections, "close_all", lambda: None)
    monkeypatch.setattr(commands, "run_next", lambda: None)
    monkeypatch.setattr(commands, "settle", lambda: None)
    for name in ("do_due", "daily_work"):
        monkeypatch.setattr(commands, name, lambda _: None)


@pytest.mark.usefixtures("without_database")
def test_what_leaves_waits_neither_for_what_is_due_nor_for_a_long_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stops, passes, both = list[Stop](), [], Event()

    def listen(stop: Stop) -> None:
        stops.append(stop)

    def deliver(**_: object) -> Pass:
        passes.append("a pass")
        if len(passes) == 2:
            both.set()
        return Pass()

    def long(*_: object) -> None:
        assert both.wait(PATIENCE)
        stops[0].ask()

    monkeypatch.setattr(commands, "PAUSE", 0)
    monkeypatch.setattr(Stop, "listen", listen)
    monkeypatch.setattr(commands, "deliver_due", deliver)
    monkeypatch.setattr(commands, "do_due", long)
    assert CliRunner().invoke(cli, ["worker"]).exit_code == 0


@pytest.mark.usefixtures("without_database")
def test_a_worker_whose_mail_cannot_leave_any_more_ends_to_be_started_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(**_: object) -> Pass:
        raise RuntimeError("nobody foresaw it")

    monkeypatch.setattr(Stop, "listen", lambda _: None)
    monkeypatch.setattr(commands, "deliver_due", broken)
    done = CliRunner().invoke(cli, ["worker"])
    assert isinstance(done.exception, RuntimeError)
    assert done.exit_code == 1


def test_who_sends_lets_the_pages_first_and_nobody_else_does() -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, get_native_id())

    before = priority()
    with ThreadPoolExecutor(1, initializer=commands.let_pages_first) as beside:
        assert beside.submit(priority).result() == commands.LESS > before
    assert priority() == before
