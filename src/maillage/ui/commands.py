"""What the commands of every room share: their arguments, and how they tell what was done."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from maillage.kernel import with_no_break_spaces

FILE = click.argument("path", metavar="FICHIER", type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Pour une machine.")
DAY = click.DateTime(formats=["%Y-%m-%d"])


def show(sentence: str, notes: Iterable[str], content: dict[str, Any], *, as_json: bool) -> None:
    """What was imported, then what was odd."""
    said = [with_no_break_spaces(note) for note in notes]
    if as_json:
        click.echo(json.dumps(content | {"notes": said}, ensure_ascii=False, indent=2))
        return
    click.echo(with_no_break_spaces(sentence))
    for note in said:
        click.echo(note, err=True)
