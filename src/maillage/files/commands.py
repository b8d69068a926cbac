"""`maillage files check`: whether papers can be kept."""

import json
import sys

import click

from maillage.files.services import check_place
from maillage.kernel import with_no_break_spaces
from maillage.ui.commands import AS_JSON


@click.group()
def files() -> None:
    """Les pièces que l’on donne."""


@files.command()
@AS_JSON
def check(as_json: bool) -> None:
    """Écrire, relire et effacer quelques octets là où les pièces sont gardées."""
    said = ""
    try:
        check_place()
    except OSError as failure:
        said = str(failure)
    if as_json:
        click.echo(json.dumps({"works": not said, "said": said}))
    else:
        words = (
            f"Les pièces ne peuvent pas être gardées : {said}"
            if said
            else "Les pièces s’écrivent, se relisent et s’effacent."
        )
        click.echo(with_no_break_spaces(words))
    if said:
        sys.exit(1)
