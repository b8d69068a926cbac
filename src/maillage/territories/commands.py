"""`maillage territory`: what a set of communes amounts to; `maillage import perimetres`: those declared elsewhere."""

import json
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import click
from django.db import DatabaseError
from django.utils import timezone

from maillage.geography import atlas
from maillage.kernel import integer, joined, plural
from maillage.tables import read_file, read_text
from maillage.territories.queries.drawing import (
    codes_in,
    communes_of_departement,
    members_of_epci,
    territory_report,
)
from maillage.territories.queries.overlaps import Overlap, overlaps
from maillage.territories.services.lists import read_list
from maillage.territories.services.perimeters import import_perimeters, read_perimeters
from maillage.ui.commands import (
    ACCEPT,
    AS_JSON,
    COLUMNS,
    DAY,
    DRY_RUN,
    FILE,
    SHEET,
    choices_of,
    keep_or_refuse,
    show,
    shows_only,
)


@click.command()
@click.option("--communes", help="Codes Insee, ou noms, séparés par des virgules.")
@click.option("--epci", help="Codes SIREN d’intercommunalités entières.")
@click.option("--departement", help="Un département entier : 82, 2A, 971.")
@click.option("--file", "path", type=click.Path(path_type=Path), help="Un tableau ou une liste de communes.")
@click.option("--around", "around", help="Le département dans lequel les noms sont lus d’abord : 82.")
@SHEET
@COLUMNS
@ACCEPT
@AS_JSON
def territory(
    communes: str | None,
    epci: str | None,
    departement: str | None,
    path: Path | None,
    around: str | None,
    sheet: str,
    columns: tuple[str, ...],
    accept: bool,
    as_json: bool,
) -> None:
    """Population, taille, superficie, continuité et recouvrements d’un territoire."""
    codes = codes_in(communes or "")
    if not all(code[0].isdigit() for code in codes):
        named = read_list(read_text(communes or ""), around)
        keep_or_refuse(named.preview, accept=accept, as_json=as_json)
        codes = list(named.codes)
    reading = read_list(read_file(path), around, sheet=sheet, choices=choices_of(columns)) if path else None
    if reading:
        keep_or_refuse(reading.preview, accept=accept, as_json=as_json)
        codes += reading.codes
    for code in codes_in(epci or ""):
        codes += members_of_epci(code)
    if departement:
        codes += communes_of_departement(departement)
    known = atlas().resolve(codes).codes if codes else ()
    report = territory_report(codes, on=timezone.localdate(), shared=declared_overlaps(known))
    if as_json:
        rows = {"rows": reading.preview.as_json()["rows"]} if reading else {}
        click.echo(json.dumps(report | rows, ensure_ascii=False, indent=2))
        return
    for note in (*(reading.sentences if reading else ()), *report["notes"]):
        click.echo(note, err=True)
    summary = atlas().summary(known)
    pieces = {True: "d’un seul tenant", False: f"en {report['pieces']} morceaux", None: "continuité inconnue"}
    click.echo(
        f"{plural(report['communes'], 'commune')} · {summary.people} ({summary.population_source}) · "
        f"{report['size']} · {pieces[report['contiguous']]}"
    )
    for part in report["epci"]:
        cities = (atlas().commune(code) for code in report["in_part"])
        in_part = joined(city.name for city in cities if city.epci == part["code"])
        click.echo(
            f"  {part['name']}\N{NO-BREAK SPACE}: {part['members_in']} commune(s) sur {part['members_total']}"
            f"{f', dont {in_part} en partie' if in_part else ''}"
        )
    for overlap in report["overlaps"]:
        click.echo(
            f"  Recouvre {overlap['name'] or 'un territoire sans nom public'} : {len(overlap['communes'])} commune(s)"
        )


def declared_overlaps(codes: Collection[str]) -> list[Overlap]:
    """None in an instance that was never started: it has no table, so nobody declared anything."""
    try:
        return overlaps(codes)
    except DatabaseError:
        return []


@click.command()
@FILE
@click.option("--source", required=True, help="Qui donne ces périmètres.")
@click.option("--date", "day", type=DAY, required=True, help="À quelle date : 2026-03-01.")
@SHEET
@COLUMNS
@DRY_RUN
@ACCEPT
@AS_JSON
def perimetres(
    path: Path,
    source: str,
    day: datetime,
    sheet: str,
    columns: tuple[str, ...],
    dry_run: bool,
    accept: bool,
    as_json: bool,
) -> None:
    """Importer les périmètres de CPTS existantes : un tableau « nom;commune »."""
    reading = read_perimeters(path, sheet=sheet, choices=choices_of(columns))
    if shows_only(reading.preview, dry_run=dry_run, accept=accept, as_json=as_json):
        return
    report = import_perimeters(reading, source=source, on=day.date())
    replaced = f", à la place de {integer(report.replaced)}" if report.replaced else ""
    show(
        f"{report.origin} : {plural(report.territories, 'périmètre')}, {plural(report.communes, 'commune')}{replaced}.",
        report.notes,
        {
            "origin": report.origin,
            "territories": report.territories,
            "communes": report.communes,
            "replaced": report.replaced,
        },
        as_json=as_json,
    )
