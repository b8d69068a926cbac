"""`maillage mail bounces` reads what came to the address of returns; `maillage mail check`, what the domain publishes."""

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from maillage.kernel import BadInput, joined, plural, with_no_break_spaces
from maillage.mail.enums import Came, RecordState
from maillage.mail.queries import looked_up
from maillage.mail.services import LONGEST, note_domain, take_in
from maillage.mail.types import Returns
from maillage.ui.commands import AS_JSON

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


@click.group()
def mail() -> None:
    """Ce qui revient des messages envoyés, et le domaine d’où ils partent."""


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


@mail.command()
@AS_JSON
def check(as_json: bool) -> None:
    """Demander au DNS ce que dit le domaine de l’expéditeur : SPF, DKIM, DMARC."""
    found = looked_up()
    note_domain(found, at=timezone.now())
    if as_json:
        click.echo(json.dumps({"from": settings.SERVER_EMAIL, "records": [asdict(each) for each in found]}))
    else:
        for each in found:
            said = f"{each.record} ({each.domain}) : {each.state.label}. {each.said}"
            click.echo(with_no_break_spaces(said))
    if any(each.state == RecordState.BROKEN for each in found):
        sys.exit(1)


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
