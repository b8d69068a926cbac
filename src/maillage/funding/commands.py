"""`maillage money share` parts a sum by the rule of a file."""

import json
from pathlib import Path

import click

from maillage.funding.queries.share_file import as_json as as_json_sharing
from maillage.funding.queries.share_file import shared
from maillage.kernel import euros, with_no_break_spaces
from maillage.ui.commands import AS_JSON, FILE, json_of


@click.group()
def money() -> None:
    """Compter l’argent d’une structure."""


@money.command("share")
@FILE
@AS_JSON
def share_file(path: Path, as_json: bool) -> None:
    """Partager une somme d’un fichier JSON : son montant, la règle votée, les associés."""
    sharing = shared(json_of(path))
    if as_json:
        click.echo(json.dumps(as_json_sharing(sharing), ensure_ascii=False, indent=2))
        return
    click.echo(sharing.said)
    for each in sharing.shares:
        click.echo(with_no_break_spaces(f"{each.key} : {euros(each.amount)}"))
