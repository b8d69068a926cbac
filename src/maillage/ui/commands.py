"""What the commands of every room share: their arguments, and how they tell what was done."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from maillage.kernel import BadInput, plural, with_no_break_spaces
from maillage.tables import Preview

FILE = click.argument("path", metavar="FICHIER", type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Pour une machine.")
DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Montrer ce que devient chaque ligne, sans rien enregistrer."
)
ACCEPT = click.option("--accept", is_flag=True, help="Importer sans les lignes perdues.")
COLUMNS = click.option(
    "--column",
    "columns",
    multiple=True,
    help="Quand deux colonnes conviennent, celle à lire : « classe=Zonage 2025 ».",
)
SHEET = click.option("--sheet", default="", help="La feuille à lire.")
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


def choices_of(columns: Iterable[str]) -> dict[str, str]:
    """« classe=Zonage 2025 » → the title of a column by its key."""
    return {key.strip(): title for key, _, title in (column.partition("=") for column in columns)}


def shows_only(preview: Preview, *, dry_run: bool, accept: bool, as_json: bool) -> bool:
    """Whether the command ends here, the fate of each row shown. Raises BadInput when rows are lost unaccepted."""
    if dry_run:
        if as_json:
            click.echo(json.dumps(preview.as_json(), ensure_ascii=False, indent=2))
        else:
            for fate in preview.fates:
                where = f"{fate.sheet}, {fate.line}" if fate.sheet else str(fate.line)
                kept = ", ".join(fate.kept) or "—"
                click.echo(with_no_break_spaces(f"{where} : {fate.given} → {kept} {fate.why}".rstrip()))
            for note in (*preview.notes, preview.sentence):
                click.echo(with_no_break_spaces(note), err=True)
        return True
    keep_or_refuse(preview, accept=accept, as_json=as_json)
    return False


def keep_or_refuse(preview: Preview, *, accept: bool, as_json: bool) -> None:
    """Raises BadInput when rows are lost and nobody accepts it; for a machine, their fate is printed first."""
    if preview.lost and not accept:
        if as_json:
            click.echo(json.dumps(preview.as_json(), ensure_ascii=False, indent=2))
        raise BadInput(lost_rows(preview), field="file")


def lost_rows(preview: Preview, shown: int = 3) -> str:
    """« 2 lignes seraient perdues : ligne 3 (« … » : pourquoi)… »"""
    lost = preview.lost
    first = " ; ".join(
        f"ligne {fate.line}, « {fate.given[:60]} » : {fate.why.rstrip('.')}" for fate in lost[:shown]
    )
    count = plural(len(lost), "ligne serait perdue", "lignes seraient perdues")
    return (
        f"{count} ({first}{'…' if len(lost) > shown else ''}). Rien n’est fait. Voyez-les toutes avec --json, "
        "corrigez-les, ou ajoutez --accept."
    )


def json_of(path: Path) -> Any:
    """What a JSON file holds, even with the mark that Windows puts first. Raises BadInput."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"Le fichier {path} ne se lit pas.", field="file") from None
    except json.JSONDecodeError as error:
        raise BadInput(f"Le fichier {path} n’est pas du JSON (ligne {error.lineno}).", field="file") from None
    except (RecursionError, ValueError):
        raise BadInput(f"Le fichier {path} a trop de niveaux, ou un nombre démesuré.", field="file") from None
