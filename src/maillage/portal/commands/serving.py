"""`maillage serve`: one server on a port, which lets go of it when it ends, however it ends."""

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from importlib import import_module
from multiprocessing import parent_process
from threading import Thread
from time import sleep
from typing import Any

import click

from maillage.geography import atlas
from maillage.kernel import BadInput, settle_memory, with_no_break_spaces
from maillage.legislation import read_law

#: Seconds given to the pages under way when the main process has died.
LAST_PAGES = 3
DAY = 86_400  # seconds
#: Sends the mail: another process, which ends with the one that serves.
WORKER = ("-P", "-c", "from maillage.portal.commands import main; main()", "worker", "--parent")
#: Seconds left to the site to open first, and before a worker that ended is started again.
SITE_FIRST, AGAIN = 3, 5


class PortRefused(Exception):
    """The port, or the address, cannot be this server's: in French, with the way out."""


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
def serve(port: int, host: str, threads: int) -> None:
    """Servir le site."""
    read_law()  # a fault in the law is refused here, not on each page
    with alone_on(host, port):
        from django.utils import timezone

        from maillage.care.services.record import check_start
        from maillage.portal.services import lacks_demo_directory, make_demo_directory, prepare_database

        prepare_database()
        check_start(on=timezone.localdate())
        if lacks_demo_directory():
            click.echo("Annuaire de démonstration, personnes inventées : quelques secondes, une seule fois…")
            try:
                make_demo_directory()
            except BadInput as refusal:  # an installed package: the site opens without a directory
                click.echo(with_no_break_spaces(str(refusal)), err=True)
        click.echo(f"Maillage est ouvert : http://{host}:{port} (Ctrl+C pour arrêter)")
        start_server(host=host, port=port, threads=threads)


@contextmanager
def alone_on(host: str, port: int) -> Iterator[None]:
    """Keep a port for this server, or raise PortRefused.

    The HTTP server opens it so that others may share it (SO_REUSEPORT), and two of them would answer in turn: the port
    is tried without that first; and a name, which the kernel forgets with its process, tells two that start together.
    """
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server just stopped is no other
            probe.bind(place)
        name = socket.socket(socket.AF_UNIX)
        if sys.platform == "linux":
            name.bind(f"\0maillage {place[0]} {port}")
    except OSError as refusal:
        raise PortRefused(sentence_of(refusal, host, port)) from None
    with closing(name):
        yield


def sentence_of(refusal: OSError, host: str, port: int) -> str:
    match refusal.errno:
        case errno.EADDRINUSE:
            return f"Le port {port} est pris. Choisissez-en un autre : PORT={port + 1} make run"
        case errno.EACCES:
            return f"Le port {port} est réservé par le système. Choisissez-en un autre, au-dessus de 1023 : --port 8000"
        case _:
            return f"L’adresse « {host} » n’est pas de cette machine. Donnez-en une autre : --host 127.0.0.1"


def start_server(*, host: str, port: int, threads: int) -> None:
    """One process, several threads: what one SQLite file serves best. Returns when it is stopped."""
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    connections.close_all()  # the process that serves is a copy of this one
    Granian(
        "maillage.config.asgi:door",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        log_enabled=False,
    ).serve(target_loader=partial(loaded, threads))


def loaded(threads: int, target: str) -> Any:
    """The application, in the process that serves."""
    Thread(target=end_with_parent, daemon=True).start()
    Thread(target=clear_out_daily, daemon=True).start()
    Thread(target=keep_worker, daemon=True).start()
    Thread(target=settle_later, daemon=True).start()
    module, name = target.split(":")
    return getattr(import_module(module), name)(threads)


def settle_later() -> None:
    sleep(SITE_FIRST)
    settle()


def settle() -> None:
    """Looked through with the rest, what is read once for all stops every page for a quarter of a second now and then."""
    atlas()
    settle_memory()


def end_with_parent() -> None:
    """A main process that was killed leaves nobody behind, who would keep the port."""
    parent = parent_process()
    if parent:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        sleep(LAST_PAGES)
        os._exit(1)


def clear_out_daily() -> None:
    from django.db import Error, connections

    from maillage.portal.services import clear_out

    while True:
        sleep(DAY)
        try:
            clear_out()
        except Error:  # tomorrow will do
            logging.getLogger(__name__).exception("Sessions and limits were not cleared out.")
        connections.close_all()


def keep_worker() -> None:
    """One worker for the mail on SQLite, started again when it ends. On PostgreSQL the operator runs theirs."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    sleep(SITE_FIRST)
    while True:
        code = run_worker()
        sleep(AGAIN)
        if code:
            sentence = f"L’envoi des messages s’est arrêté (code {code}) : il reprend."
            click.echo(with_no_break_spaces(sentence), err=True)


def run_worker() -> int:
    """Its exit code, when it ends."""
    command = (sys.executable, *WORKER, str(os.getpid()))
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode  # noqa: S603 -- our own
