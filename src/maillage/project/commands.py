"""`maillage project indicators` tells the indicators of a structure in a year."""

import json
from collections.abc import Iterator

import click

from maillage.kernel import with_no_break_spaces
from maillage.project.queries.indicators import Line, begins_of, grouped, lines_of
from maillage.project.queries.indicators_rows import as_json as as_json_lines
from maillage.project.rules.years import year_of
from maillage.structures.models import Structure
from maillage.structures.queries import structure_at
from maillage.structures.queries.clocks import today_in
from maillage.ui.commands import AS_JSON


@click.group()
def project() -> None:
    """Le projet d’une structure."""


@project.command("indicators")
@click.argument("slug", metavar="ADRESSE")
@click.option("--year", type=click.IntRange(2000, 2100), help="L’année ; sans elle, celle qui court.")
@AS_JSON
def indicators(slug: str, year: int | None, as_json: bool) -> None:
    """Les indicateurs d’une structure : valeur, cible, chemin fait."""
    structure = structure_at(slug)
    today = today_in(structure)
    asked = year or year_of(today, begins_of(structure))
    lines = lines_of(structure, asked, today=today)
    if as_json:
        click.echo(json.dumps(as_json_lines(structure, lines, asked), ensure_ascii=False, indent=2))
        return
    for said in in_words(structure, lines):
        click.echo(with_no_break_spaces(said))


def in_words(structure: Structure, lines: list[Line]) -> Iterator[str]:
    if not lines:
        yield "Aucun indicateur n’est suivi."
    for group in grouped(structure, lines, on=today_in(structure)):
        yield group.label
        for each in group.lines:
            target = f", cible {each.target_said}" if each.target_said else ""
            why = f" ({each.value.why})" if each.value.why else ""
            way = f", {each.progress.said}" if each.progress.percent is not None else ""
            yield f"  {each.indicator.name} : {each.said}{why}{target}{way}"
