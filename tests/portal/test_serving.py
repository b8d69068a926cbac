"""`maillage serve`, as a process: alone on its port, not frozen by who says half, gone when it is killed."""

import gc
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from time import monotonic
from urllib.request import urlopen

import pytest
from django.db import connection

from instance import ALONE, prepare
from mail.smtp import mail_server
from maillage.portal.commands import serving as serving_command
from processes import PATIENCE, Process, run, running

COMMAND = Path(sys.executable).with_name("maillage")


@pytest.fixture
def instance(tmp_path: Path) -> dict[str, str]:
    """The environment of an instance of its own, over what is built."""
    return {**ALONE, "MAILLAGE_VAR": str(prepare(tmp_path)), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def command(port: int) -> list[str]:
    return [str(COMMAND), "serve", "--port", str(port)]


@contextmanager
def serving(port: int, environment: dict[str, str]) -> Iterator[Process]:
    """A server that answers."""
    with running(command(port), env=environment) as server:
        assert server.stdout
        assert "ouvert" in server.stdout.readline()
        until(lambda: connects(port))
        yield server


def connects(port: int) -> bool:
    with socket.socket() as visitor:
        return visitor.connect_ex(("127.0.0.1", port)) == 0


def until(true: Callable[[], bool]) -> None:
    """Look again and again, not for ever."""
    end = monotonic() + PATIENCE
    while not true():
        assert monotonic() < end
        Event().wait(0.05)


def robots(port: int) -> int:
    with urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=PATIENCE) as answer:
        return int(answer.status)


def refused(port: int, environment: dict[str, str]) -> None:
    said = run(command(port), env=environment)
    assert (said.returncode, said.stdout) == (1, "")
    sentence = said.stderr.replace("\N{NO-BREAK SPACE}", " ").strip()
    assert sentence == f"Le port {port} est pris. Choisissez-en un autre : PORT={port + 1} make run"


def test_a_server_is_alone_on_its_port_and_ends_with_its_main_process(
    instance: dict[str, str], port: int
) -> None:
    Path(instance["MAILLAGE_VAR"], "maillage.db").unlink()  # the first start makes its tables
    with serving(port, instance) as server:
        assert robots(port) == 200
        refused(port, instance)
        server.kill()
        until(lambda: not connects(port))
    with serving(port, instance):
        assert robots(port) == 200


def test_the_port_of_another_program_is_refused(instance: dict[str, str], port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        refused(port, instance)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two servers cannot share a port")
def test_of_two_that_start_together_the_second_is_refused(instance: dict[str, str], port: int) -> None:
    """Before the first listens: it may be preparing its tables."""
    with socket.socket(socket.AF_UNIX) as first:
        first.bind(f"\0maillage 127.0.0.1 {port}")
        refused(port, instance)


def test_bodies_that_stop_half_way_do_not_freeze_the_site(instance: dict[str, str], port: int) -> None:
    head = "POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc"
    with serving(port, instance), ExitStack() as halves:
        for path in ["/territoire/", "/api/v1/advise"] * 10:
            half = halves.enter_context(socket.create_connection(("127.0.0.1", port)))
            half.sendall(head.format(path).encode())
        assert [robots(port) for _ in range(3)] == [200] * 3


def test_a_stop_answers_what_was_asked(instance: dict[str, str], port: int) -> None:
    """A page that takes its time is finished after SIGTERM."""
    with serving(port, instance) as server, socket.create_connection(("127.0.0.1", port)) as visitor:
        visitor.settimeout(PATIENCE)
        head = b"POST /territoire/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
        visitor.sendall(head)
        assert b"100 Continue" in visitor.recv(1_000), (
            "the page is being asked: a busy machine takes its time to"
        )
        visitor.sendall(b"q=")
        server.terminate()
        until(lambda: not connects(port))
        visitor.sendall(b"al")
        assert visitor.recv(1000).startswith(b"HTTP/1.1 403")
        assert server.wait(PATIENCE) == 0


POST = """
import django
django.setup()
from django.utils import timezone
from maillage.mail.services import post
from maillage.mail.types import To
post("k", subject="AG", body="Bonjour.", sender="CPTS", to=[To("noor@example.org")], at=timezone.now())
"""


def test_the_mail_of_a_site_leaves_by_itself_and_nothing_outlives_its_server(
    instance: dict[str, str], port: int
) -> None:
    with mail_server() as mail:
        instance |= {"MAILLAGE_MAIL": f"smtp://127.0.0.1:{mail.port}", "MAILLAGE_EXAMPLES": "0"}
        with serving(port, instance) as server:
            run([sys.executable, "-c", POST], env=instance).check_returncode()
            until(lambda: mail.accepted == ["noor@example.org"])
            server.kill()
            assert server.stdout
            server.stdout.read()  # ends when no process is left to write


class Enough(Exception):
    """The third start is one too many for a test."""


def test_a_worker_that_is_killed_is_started_again_and_the_server_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ends = iter([-9, 0])

    def ended() -> int:
        for code in ends:
            return code
        raise Enough

    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setattr(serving_command, "run_worker", ended)
    monkeypatch.setattr(serving_command, "sleep", lambda _: None)
    with pytest.raises(Enough):
        serving_command.keep_worker()
    said = capsys.readouterr().err.replace("\N{NO-BREAK SPACE}", " ")
    assert said == "L’envoi des messages s’est arrêté (code -9) : il reprend.\n"


def test_what_is_read_once_for_all_is_not_looked_through_at_each_collection() -> None:
    before = gc.get_threshold()
    try:
        serving_command.settle()
        assert 10 * len(gc.get_objects()) < gc.get_freeze_count()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def test_postgresql_is_left_to_the_workers_of_the_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    monkeypatch.setattr(serving_command, "sleep", lambda _: pytest.fail("a worker was about to start"))
    serving_command.keep_worker()
