"""`maillage import apl`, `maillage import zonage`: what the Drees and each ARS publish by commune."""

from datetime import datetime
from pathlib import Path

import click
from django.utils import timezone

from maillage.kernel import decimal_in_french, integer, plural
from maillage.official.queries.apl import NO_THRESHOLD, profession_label
from maillage.official.services.apl import import_apl, read_apl, threshold_of
from maillage.official.services.zoning import Period, import_zoning, read_zoning
from maillage.ui.commands import ACCEPT, AS_JSON, COLUMNS, DAY, DRY_RUN, FILE, choices_of, show, shows_only

PROFESSION = click.option("--profession", required=True, help="medecin_generaliste, infirmier, sage_femme…")


@click.command()
@FILE
@PROFESSION
@click.option("--sheet", default="", help="La feuille ; sans elle, celle de la dernière année.")
@click.option("--threshold", default="", help="Le seuil de ce millésime : 2.5.")
@click.option("--threshold-source", default="", help="Le texte qui fixe ce seuil.")
@click.option("--force", is_flag=True, help="Importer malgré une chute du nombre de communes.")
@DRY_RUN
@ACCEPT
@AS_JSON
def apl(
    path: Path,
    profession: str,
    sheet: str,
    threshold: str,
    threshold_source: str,
    force: bool,
    dry_run: bool,
    accept: bool,
    as_json: bool,
) -> None:
    """Importer l’APL officielle d’une profession : le classeur de la Drees."""
    limit = threshold_of(threshold, threshold_source)
    reading = read_apl(path, profession=profession, sheet=sheet)
    if shows_only(reading.preview, dry_run=dry_run, accept=accept, as_json=as_json):
        return
    report = import_apl(reading, threshold=limit, at=timezone.now(), force=force)
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
@COLUMNS
@DRY_RUN
@ACCEPT
@AS_JSON
def zonage(
    path: Path,
    profession: str,
    arrete: str,
    since: datetime,
    until: datetime | None,
    url: str,
    sheet: str,
    columns: tuple[str, ...],
    dry_run: bool,
    accept: bool,
    as_json: bool,
) -> None:
    """Importer un zonage (ZIP, ZAC…) : le fichier de l’ARS, ou un CSV « commune;classe »."""
    reading = read_zoning(path, sheet=sheet, choices=choices_of(columns))
    if shows_only(reading.preview, dry_run=dry_run, accept=accept, as_json=as_json):
        return
    report = import_zoning(
        reading,
        profession=profession,
        arrete=arrete,
        period=Period(since.date(), until.date() if until else None),
        href=url,
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
