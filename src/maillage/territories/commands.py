"""`maillage territory`: what a set of communes amounts to; `maillage import …`: official files and perimeters."""

import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.db import DatabaseError
from django.utils import timezone

from maillage.geography import Reading, atlas
from maillage.kernel import BadInput, decimal_in_french, integer, joined, plural, with_no_break_spaces
from maillage.territories.forms import codes_in
from maillage.territories.queries.drawing import (
    Overlap,
    communes_of_departement,
    members_of_epci,
    overlaps,
    territory_report,
)
from maillage.territories.queries.official import NO_THRESHOLD, profession_label
from maillage.territories.services.apl import import_apl, threshold_of
from maillage.territories.services.perimeters import import_perimeters
from maillage.territories.services.zoning import Period, import_zoning

FILE = click.argument("path", metavar="FICHIER", type=click.Path(path_type=Path))
PROFESSION = click.option("--profession", required=True, help="medecin_generaliste, infirmier, sage_femme…")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Pour une machine.")
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--communes", help="Codes Insee, séparés par des virgules.")
@click.option("--epci", help="Codes SIREN d’intercommunalités entières.")
@click.option("--departement", help="Un département entier : 82, 2A, 971.")
@click.option(
    "--file", "path", type=click.Path(path_type=Path), help="Des communes : noms, codes, tableau CSV."
)
@click.option("--around", help="Le département où lire d’abord les noms du fichier : 82, 2A, 971.")
@click.option("--json", "as_json", is_flag=True, help="Pour une machine.")
def territory(
    communes: str | None,
    epci: str | None,
    departement: str | None,
    path: Path | None,
    around: str | None,
    as_json: bool,
) -> None:
    """Population, taille, superficie, continuité et recouvrements d’un territoire."""
    codes = codes_in(communes or "")
    reading = reading_of(path, around) if path else None
    if reading:
        codes += reading.codes
    for code in codes_in(epci or ""):
        codes += members_of_epci(code)
    if departement:
        codes += communes_of_departement(departement)
    known = atlas().resolve(codes).codes if codes else ()
    if reading and not codes:
        raise BadInput(" ".join(reading.sentences) or f"{path} ne nomme aucune commune.", field="file")
    report = territory_report(codes, on=timezone.localdate(), shared=declared_overlaps(known))
    if reading:
        report["rows"] = [row.as_json() for row in reading.rows]
        report["notes"] = [*reading.sentences, *report["notes"]]
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    for note in report["notes"]:
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


def reading_of(path: Path, around: str | None) -> Reading:
    """The communes of a file; names are read first in a département. Raises BadInput."""
    if around:
        around = around.strip().upper()
        communes_of_departement(around)
    return atlas().read(text_of(path), departement=around or None)


def text_of(path: Path) -> str:
    """A text file in UTF-8, or as Windows writes it."""
    try:
        data = path.read_bytes()
    except OSError:
        data = b"\0"
    for encoding in ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            if "\0" not in (text := data.decode(encoding)):
                return text
    raise BadInput(
        f"Le fichier {path} ne se lit pas. Donnez un fichier texte : une commune par ligne, ou un CSV.",
        field="file",
    )


def declared_overlaps(codes: Collection[str]) -> list[Overlap]:
    """None in an instance that was never started: it has no table, so nobody declared anything."""
    try:
        return overlaps(codes)
    except DatabaseError:
        return []


@click.command()
@FILE
@PROFESSION
@click.option("--sheet", default="", help="La feuille ; sans elle, celle de la dernière année.")
@click.option("--threshold", default="", help="Le seuil de ce millésime : 2.5.")
@click.option("--threshold-source", default="", help="Le texte qui fixe ce seuil.")
@click.option("--force", is_flag=True, help="Importer malgré une chute du nombre de communes.")
@AS_JSON
def apl(
    path: Path, profession: str, sheet: str, threshold: str, threshold_source: str, force: bool, as_json: bool
) -> None:
    """Importer l’APL officielle d’une profession : le classeur XLSX de la Drees."""
    limit = threshold_of(threshold, threshold_source)
    report = import_apl(
        path, profession=profession, sheet=sheet, threshold=limit, at=timezone.now(), force=force
    )
    vintage = report.vintage
    said = (
        f"seuil {decimal_in_french(vintage.threshold)} ({vintage.threshold_source})"
        if vintage.threshold is not None
        else NO_THRESHOLD
    )
    show(
        f"APL {vintage.year}, {profession_label(vintage.profession).lower()} : {plural(report.communes, 'commune')}, "
        f"feuille « {report.sheet} », {said}.",
        report.notes,
        {
            "profession": vintage.profession,
            "year": vintage.year,
            "sheet": report.sheet,
            "communes": report.communes,
            "unit": vintage.unit,
            "population_year": vintage.population_year,
            "threshold": str(vintage.threshold) if vintage.threshold is not None else None,
            "threshold_source": vintage.threshold_source,
        },
        as_json=as_json,
    )


@click.command()
@FILE
@PROFESSION
@click.option("--arrete", required=True, help="La référence de l’arrêté.")
@click.option("--since", type=DAY, required=True, help="En vigueur depuis : 2022-01-01.")
@click.option("--until", type=DAY, help="Jusqu’à cette date, exclue.")
@click.option("--url", default="", help="L’adresse du texte.")
@click.option("--sheet", default="", help="La feuille ; sans elle, toutes celles qui classent des communes.")
@AS_JSON
def zonage(
    path: Path,
    profession: str,
    arrete: str,
    since: datetime,
    until: datetime | None,
    url: str,
    sheet: str,
    as_json: bool,
) -> None:
    """Importer un zonage (ZIP, ZAC…) : le fichier de l’ARS, ou un CSV « commune;classe »."""
    report = import_zoning(
        path,
        profession=profession,
        arrete=arrete,
        period=Period(since.date(), until.date() if until else None),
        href=url,
        sheet=sheet,
        at=timezone.now(),
    )
    classes = ", ".join(f"{word} {integer(count)}" for word, count in report.classes.items())
    show(
        f"{report.text.arrete}, {profession_label(report.text.profession).lower()} : "
        f"{plural(report.communes, 'commune')} ({classes}).",
        report.notes,
        {"arrete": report.text.arrete, "communes": report.communes, "classes": report.classes},
        as_json=as_json,
    )


@click.command()
@FILE
@click.option("--source", required=True, help="Qui donne ces périmètres.")
@click.option("--date", "day", type=DAY, required=True, help="À quelle date : 2026-03-01.")
@AS_JSON
def perimetres(path: Path, source: str, day: datetime, as_json: bool) -> None:
    """Importer les périmètres de CPTS existantes : un CSV « nom;commune »."""
    report = import_perimeters(path, source=source, on=day.date())
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


def show(sentence: str, notes: Iterable[str], content: dict[str, Any], *, as_json: bool) -> None:
    """What was imported, then what was odd."""
    said = [with_no_break_spaces(note) for note in notes]
    if as_json:
        click.echo(json.dumps(content | {"notes": said}, ensure_ascii=False, indent=2))
        return
    click.echo(with_no_break_spaces(sentence))
    for note in said:
        click.echo(note, err=True)
