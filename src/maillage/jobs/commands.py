"""`maillage worker`: sends what waits in the outbox, does what was asked for later and what time brings, until it is stopped."""

import json
import logging
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from threading import get_native_id
from time import sleep
from typing import Any

import click
from django.db import Error, close_old_connections, connections
from django.urls import get_resolver
from django.utils import timezone

from maillage.geography import atlas
from maillage.jobs.services import daily_work, do_due, run_next
from maillage.kernel import joined, plural, settle_memory, with_no_break_spaces
from maillage.legislation import read_law
from maillage.mail.services import deliver_due
from maillage.mail.types import Pass
from maillage.ui.commands import AS_JSON

#: Seconds: between two looks at the outbox, at the rest, when the mail server or the database is away, to notice a stop.
LOOK, PAUSE, AWAY, NOTICE = 0.5, 2.0, 30.0, 0.5
#: Between two looks at what time brings by itself: reminders, what is to be forgotten.
DUE_EVERY = timedelta(minutes=1)
#: The priority of who sends (`nice`), a site has 0.
LESS = 10
A_PASS, ALL = 100, 100_000  # messages
SAID = {
    "accepted": ("message accepté", "messages acceptés"),
    "refused": ("refusé", "refusés"),
    "put_off": ("remis à plus tard", "remis à plus tard"),
    "uncertain": ("incertain", "incertains"),
    "given_up": ("abandonné", "abandonnés"),
}


class Stop:
    """True once this process is asked to end, or lost the one that started it. The message under way is finished."""

    def __init__(self, parent: int | None) -> None:
        self.parent, self.asked = parent, False

    def listen(self) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self.ask)

    def ask(self, *_: object) -> None:
        self.asked = True

    def __call__(self) -> bool:
        return self.asked or (self.parent is not None and os.getppid() != self.parent)

    def wait(self, seconds: float) -> None:
        while seconds > 0 and not self():
            sleep(min(NOTICE, seconds))
            seconds -= NOTICE


class Clock:
    """What time brings by itself, done once a minute, and what each day asks, once a day."""

    def __init__(self) -> None:
        self.last: datetime | None = None
        self.day: date | None = None

    def strike(self, now: datetime) -> None:
        if self.last is None or now - self.last >= DUE_EVERY:
            self.last = now
            done(do_due, now)
            if self.day != (today := timezone.localdate(now)) and done(daily_work, today):
                self.day = today


def done(due: Callable[[Any], None], moment: date) -> bool:
    """False when some of it failed: letters leave all the same, and it is tried again. Raises Error: nor could letters."""
    try:
        due(moment)
    except Error:
        raise
    except Exception:
        logging.getLogger(__name__).exception("What was due could not be done.")
        return False
    return True


@click.command()
@click.option("--once", is_flag=True, help="Faire ce qui attend, puis finir.")
@click.option("--parent", type=int, hidden=True, help="Finir avec ce processus.")
@AS_JSON
def worker(once: bool, parent: int | None, as_json: bool) -> None:
    """Envoyer les messages en attente et faire les tâches demandées, jusqu’à l’arrêt."""
    # Messages give addresses of pages: all of them are read now, not while a transaction holds the database.
    len(get_resolver().reverse_dict)
    if once:
        Clock().strike(timezone.now())
        while run_next():
            pass
        tell(deliver_due(limit=ALL, now=timezone.now), as_json=as_json)
        return
    stop = Stop(parent)
    stop.listen()
    # What leaves waits neither for a long job nor for what is due.
    with ThreadPoolExecutor(1, initializer=let_pages_first) as beside:
        outbox = beside.submit(again_and_again, stop, partial(send, stop, as_json=as_json))
        outbox.add_done_callback(stop.ask)  # one does not go on without the other
        try:
            settle()
            again_and_again(stop, partial(work, stop, Clock()))
        finally:
            stop.ask()
    outbox.result()


def let_pages_first() -> None:
    """Two thousand messages may take a minute more where the site, beside, wants the processor: this thread gives way.

    This thread alone: its transactions are short, and a job that others wait for keeps its pace. Nothing where a thread
    has no priority of its own, as on macOS.
    """
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, get_native_id(), LESS)


def again_and_again(stop: Stop, one_pass: Callable[[], float]) -> None:
    """Until it is asked to stop; a pass says how many seconds there are before the next."""
    failed = 0
    while not stop():
        close_old_connections()
        try:
            pause, failed = one_pass(), 0
        except Error:  # others held the database; it is away, or its tables are not there yet
            logging.getLogger(__name__).exception("The queues could not be read.")
            connections.close_all()
            pause, failed = min(PAUSE * 2**failed, AWAY), min(failed + 1, 10)
        stop.wait(pause)
    connections.close_all()


def settle() -> None:
    """What is read once for all is read before a transaction holds the database, and never looked through again."""
    atlas()
    read_law()
    settle_memory()


def send(stop: Stop, *, as_json: bool) -> float:
    done = deliver_due(limit=A_PASS, now=timezone.now, stopping=stop)
    if done != Pass():
        tell(done, as_json=as_json)
    if done.unreachable:
        return AWAY
    return 0 if done.tried >= A_PASS else LOOK  # more of them wait


def work(stop: Stop, clock: Clock) -> float:
    clock.strike(timezone.now())
    is_done = None if stop() else run_next()
    return 0 if is_done else PAUSE  # another may wait


def tell(done: Pass, *, as_json: bool) -> None:
    """One line: how many, never to whom."""
    if as_json:
        click.echo(json.dumps(asdict(done)))
        return
    counts = [(getattr(done, name), *words) for name, words in SAID.items()]
    said = joined(plural(*each) for each in counts if each[0]) or "Rien à envoyer"
    closed = (
        " Le serveur de messagerie ne s’ouvre pas : prochain essai plus tard." if done.unreachable else ""
    )
    click.echo(with_no_break_spaces(f"{said}.{closed}"))
