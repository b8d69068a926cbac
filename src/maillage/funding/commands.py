"""`maillage money share` parts a sum by the rule of a file; `money calendar` tells what contracts pay."""

import json
from pathlib import Path

import click
from django.utils import timezone

from maillage.funding.queries.calendar import calendar, calendar_report, in_order
from maillage.funding.queries.share_file import as_json as as_json_sharing
from maillage.funding.queries.share_file import shared
from maillage.kernel import date_in_french, euros, with_no_break_spaces
from maillage.structures.queries import structure_at
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


@money.command("calendar")
@click.argument("slug")
@AS_JSON
def calendar_of(slug: str, as_json: bool) -> None:
    """Dire les versements qu’une structure attend de ses contrats, et ce qui est arrivé."""
    structure, today = structure_at(slug), timezone.localdate()
    if as_json:
        click.echo(json.dumps(calendar_report(structure, on=today), ensure_ascii=False, indent=2))
        return
    pairs = in_order(calendar(structure, on=today))
    if not pairs:
        click.echo("Aucun contrat ne promet de versement.")
    for _, line in pairs:
        expected = line.expected
        day = (
            date_in_french(expected.due_on)
            if expected.due_on
            else f"pas avant le {date_in_french(expected.not_before)}"
        )
        received = f", {euros(line.received)} reçus" if line.received else ""
        told = f"{day} : {expected.label}, {expected.amount.in_french()}{received} ({line.arrival.label.lower()})"
        click.echo(with_no_break_spaces(told))
