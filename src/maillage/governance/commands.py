"""`maillage vote count` counts a vote written in a file, by the rules written there. It needs no database."""

import json
from pathlib import Path

import click

from maillage.governance.enums import Choice
from maillage.governance.queries.vote_file import as_json as as_json_count
from maillage.governance.queries.vote_file import counted
from maillage.governance.types import Count
from maillage.kernel import plural, with_no_break_spaces
from maillage.ui.commands import AS_JSON, FILE, json_of

VERDICTS = {True: "Adoptée.", False: "Rejetée.", None: "Les règles ne permettent pas de le dire."}


@click.group()
def vote() -> None:
    """Compter un vote."""


@vote.command("count")
@FILE
@AS_JSON
def count_file(path: Path, as_json: bool) -> None:
    """Compter le vote d’un fichier JSON : ses règles, sa liste électorale, ses pouvoirs, ses bulletins."""
    result = counted(json_of(path))
    if as_json:
        click.echo(json.dumps(as_json_count(result), ensure_ascii=False, indent=2))
        return
    click.echo(with_no_break_spaces("\n".join(lines_of(result))))


def lines_of(result: Count) -> list[str]:
    quorum = result.quorum
    there = plural(quorum.counted, "voix présente ou représentée", "voix présentes ou représentées")
    needed = "aucun quorum" if quorum.needed is None else f"quorum de {quorum.needed}"
    missed = "" if quorum.met else " : il n’est pas atteint, l’assemblée ne peut pas décider"
    return [
        f"{there}, {needed}{missed}.",
        *(f"{choice.label} : {result.counts[choice]}" for choice in Choice),
        VERDICTS[result.adopted],
        *(f"{each.what} : {each.reason}." for each in result.refused),
    ]
