"""`maillage worker`: sends what waits in the outbox, and once a day what each room does by itself, until it is stopped.

`maillage mail bounces`: reads what came to the address of returns.
"""

import json
import logging
import os
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from time import sleep

import click
from django.db import Error, close_old_connections, connections
from django.utils import timezone

from maillage.kernel import BadInput, joined, plural, with_no_break_spaces
from maillage.mail.enums import Came
from maillage.mail.services import LONGEST, deliver_due, take_in
from maillage.mail.types import Pass, Returns
from maillage.ui.commands import AS_JSON
from maillage.ui.services import daily_work, do_due

#: Seconds: between two looks at the outbox, when the mail server or the database is away, and to notice a stop.
PAUSE, AWAY, NOTICE = 2.0, 30.0, 0.5
#: Between two looks at what time brings by itself: reminders, what is to be forgotten.
DUE_EVERY = timedelta(minutes=1)
A_PASS, ALL = 100, 100_000  # messages
SAID = {
    "accepted": ("message accepté", "messages acceptés"),
    "refused": ("refusé", "refusés"),
    "put_off": ("remis à plus tard", "remis à plus tard"),
    "uncertain": ("incertain", "incertains"),
    "given_up": ("abandonné", "abandonnés"),
}
CAME = {
    "returned": ("message revenu", "messages revenus"),
    "stopped": ("adresse arrêtée", "adresses arrêtées"),
    "known": ("déjà noté", "déjà notés"),
    "delayed": ("encore essayé par son serveur", "encore essayés par leur serveur"),
    "automatic": ("réponse automatique", "réponses automatiques"),
    "strange": ("avis sur un message inconnu", "avis sur des messages inconnus"),
    "person": ("écrit par une personne, à lire", "écrits par des personnes, à lire"),
    "unreadable": ("non compris", "non compris"),
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
            try:
                do_due(now)
                if self.day != (today := timezone.localdate(now)):
                    daily_work(today)
                    self.day = today
            except Error:  # the database is away: nor could letters leave
                raise
            except Exception:  # letters leave all the same, and it is tried again
                logging.getLogger(__name__).exception("What was due could not be done.")


@click.command()
@click.option("--once", is_flag=True, help="Envoyer ce qui attend, puis finir.")
@click.option("--parent", type=int, hidden=True, help="Finir avec ce processus.")
@AS_JSON
def worker(once: bool, parent: int | None, as_json: bool) -> None:
    """Envoyer les messages en attente, jusqu’à l’arrêt."""
    if once:
        Clock().strike(timezone.now())
        tell(deliver_due(limit=ALL, now=timezone.now), as_json=as_json)
        return
    stop = Stop(parent)
    stop.listen()
    clock = Clock()
    while not stop():
        stop.wait(one_pass(stop, clock, as_json=as_json))


def one_pass(stop: Stop, clock: Clock, *, as_json: bool) -> float:
    """Seconds before the next."""
    close_old_connections()
    try:
        clock.strike(timezone.now())
        done = deliver_due(limit=A_PASS, now=timezone.now, stopping=stop)
    except Error:  # the database is away, or its tables are not there yet
        logging.getLogger(__name__).exception("The outbox could not be read.")
        connections.close_all()
        return AWAY
    if done != Pass():
        tell(done, as_json=as_json)
    return AWAY if done.unreachable else PAUSE


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


@click.group()
def mail() -> None:
    """Ce qui revient des messages envoyés."""


@mail.command()
@click.argument("paths", nargs=-1, metavar="[FICHIER|-]…", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--maildir", "maildirs", multiple=True, type=click.Path(path_type=Path), help="Une boîte, lue et rangée."
)
@AS_JSON
def bounces(paths: tuple[Path, ...], maildirs: tuple[Path, ...], as_json: bool) -> None:
    """Lire ce qui revient : des fichiers, l’entrée (-), une boîte Maildir."""
    if not paths and not maildirs:
        raise BadInput("Dites où lire : un fichier, « - » pour l’entrée, ou --maildir et une boîte.")
    returns, now = Returns(), timezone.now()
    for path in paths:
        take_in(content_of(path), returns, now=now)
    for maildir in maildirs:
        empty(maildir, returns, now)
    if as_json:
        click.echo(json.dumps(asdict(returns)))
    else:
        counts = [(getattr(returns, name), *words) for name, words in CAME.items()]
        said = joined(plural(*each) for each in counts if each[0]) or "Rien n’est revenu"
        click.echo(with_no_break_spaces(f"{said}."))


def content_of(path: Path) -> bytes:
    """At most what a report may hold. Raises BadInput."""
    if str(path) == "-":
        return sys.stdin.buffer.read(LONGEST)
    try:
        with path.open("rb") as file:
            return file.read(LONGEST)
    except OSError:
        raise BadInput(f"« {path} » ne se lit pas : vérifiez son nom et ses droits.") from None


def empty(folder: Path, returns: Returns, now: datetime) -> None:
    """What is new is read and put with the rest of the box; seen, unless a person must read it. Raises BadInput."""
    try:
        names = sorted(each.name for each in (folder / "new").iterdir() if not each.name.startswith("."))
        (folder / "cur").mkdir(exist_ok=True)
    except OSError:
        raise BadInput(f"« {folder} » n’est pas une boîte Maildir, ou ne se lit pas.") from None
    for name in names:
        with suppress(FileNotFoundError):  # another reads the same box
            came = take_in((folder / "new" / name).read_bytes()[:LONGEST], returns, now=now)
            seen = "" if came & {Came.PERSON, Came.UNREADABLE} else "S"
            (folder / "new" / name).rename(folder / "cur" / f"{name.partition(':')[0]}:2,{seen}")
