"""`maillage care …`: counts of a year; what an operator states before health data may be kept."""

import json
from datetime import date

import click

from maillage.care.services import record as services
from maillage.care.statistics import as_json as as_json_counts
from maillage.care.statistics import care_year
from maillage.kernel import read_day, with_no_break_spaces
from maillage.structures.queries import structure_at
from maillage.structures.queries.clocks import today_in
from maillage.ui.commands import AS_JSON


@click.group()
def care() -> None:
    """Les soins coordonnés d’une structure."""


def _say(sentence: str) -> None:
    click.echo(with_no_break_spaces(sentence))


@care.command("statistics")
@click.argument("slug", metavar="ADRESSE")
@click.option("--year", type=click.IntRange(2000, 2100), help="L’année ; sans elle, celle qui court.")
@AS_JSON
def statistics(slug: str, year: int | None, as_json: bool) -> None:
    """Les comptes d’une année, petits nombres masqués."""
    structure = structure_at(slug)
    today = today_in(structure)
    found = care_year(structure, year or today.year, on=today)
    if as_json:
        click.echo(json.dumps(as_json_counts(found), ensure_ascii=False, indent=2))
        return
    for each in found.counts:
        why = f" ({each.why.said})" if each.why else ""
        _say(f"{each.label} : {each.said}{why}")


@care.command("key")
def key() -> None:
    """Faire une clé pour MAILLAGE_HEALTH_KEYS. Gardez-la aussi ailleurs : sans elle, rien ne se relit."""
    click.echo(services.new_key())


@care.command("hosting")
@click.argument("slug", metavar="ADRESSE")
@click.option("--host", required=True, help="L’hébergeur certifié.")
@click.option("--certificate", required=True, help="La référence de son certificat HDS.")
@click.option("--until", required=True, metavar="JOUR", help="Le dernier jour de ce certificat.")
@click.option("--by", "said_by", required=True, help="Qui le déclare.")
def hosting(slug: str, host: str, certificate: str, until: str, said_by: str) -> None:
    """Déclarer l’hébergement certifié d’une structure, et y ouvrir les données de santé."""
    last: date = read_day(until, field="until")
    structure = structure_at(slug)
    services.state_hosting(
        structure, host=host, certificate=certificate, until=last, said_by=said_by, on=today_in(structure)
    )
    _say(f"{structure.name} peut garder des données de santé.")


@care.command("without-identity")
@click.argument("slug", metavar="ADRESSE")
def without_identity(slug: str) -> None:
    """Revenir au mode sans identité ; refusé tant qu’un dossier est là."""
    structure = structure_at(slug)
    services.withdraw_hosting(structure)
    _say(f"{structure.name} ne garde plus que des demandes sans nom.")


@care.command("reseal")
def reseal() -> None:
    """Sceller de nouveau avec la clé la plus récente, avant d’oublier une ancienne."""
    _say(f"{services.seal_again()} lignes scellées avec la clé la plus récente.")
