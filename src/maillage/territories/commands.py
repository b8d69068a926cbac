"""`maillage territory`: what a set of communes amounts to."""

import json
from collections.abc import Collection
from pathlib import Path

import click
from django.db import DatabaseError
from django.utils import timezone

from maillage.geography import atlas
from maillage.kernel import BadInput, integer, plural
from maillage.territories.forms import codes_in
from maillage.territories.queries.drawing import (
    Overlap,
    communes_of_departement,
    members_of_epci,
    overlaps,
    territory_report,
)


@click.command()
@click.option("--communes", help="Codes Insee, séparés par des virgules.")
@click.option("--epci", help="Codes SIREN d’intercommunalités entières.")
@click.option("--departement", help="Un département entier : 82, 2A, 971.")
@click.option("--file", "path", type=click.Path(path_type=Path), help="Un fichier de codes Insee.")
@click.option("--json", "as_json", is_flag=True, help="Pour une machine.")
def territory(
    communes: str | None, epci: str | None, departement: str | None, path: Path | None, as_json: bool
) -> None:
    """Population, taille, superficie, continuité et recouvrements d’un territoire."""
    codes = codes_in(communes or "") + (codes_in(text_of(path)) if path else [])
    for code in codes_in(epci or ""):
        codes += members_of_epci(code)
    if departement:
        codes += communes_of_departement(departement)
    known = atlas().resolve(codes).codes if codes else ()
    report = territory_report(codes, on=timezone.localdate(), shared=declared_overlaps(known))
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    for note in report["notes"]:
        click.echo(note, err=True)
    pieces = {True: "d’un seul tenant", False: f"en {report['pieces']} morceaux", None: "continuité inconnue"}
    click.echo(
        f"{plural(report['communes'], 'commune')} · {integer(report['population'])} habitants "
        f"(Insee {report['population_year']}) · {report['size']} · {pieces[report['contiguous']]}"
    )
    for part in report["epci"]:
        click.echo(f"  {part['name']} : {part['members_in']} commune(s) sur {part['members_total']}")
    for overlap in report["overlaps"]:
        click.echo(
            f"  Recouvre {overlap['name'] or 'un territoire sans nom public'} : {len(overlap['communes'])} commune(s)"
        )


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            f"Le fichier {path} ne se lit pas. Donnez un fichier texte de codes Insee.", field="file"
        ) from None


def declared_overlaps(codes: Collection[str]) -> list[Overlap]:
    """None in an instance that was never started: it has no table, so nobody declared anything."""
    try:
        return overlaps(codes)
    except DatabaseError:
        return []
