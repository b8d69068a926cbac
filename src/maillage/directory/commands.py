"""`maillage import rpps` and `finess`: the national files; `maillage directory`: who asked not to be in it."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from django.core.management import call_command
from django.utils import timezone

from maillage.audit.services import record
from maillage.directory.models import ImportedFile, OptOut
from maillage.directory.services.importing import import_finess, import_rpps
from maillage.directory.services.optout import Forgotten, forget, remember
from maillage.directory.services.storing.report import FileReport, ImportReport
from maillage.kernel import date_in_french, joined, plural, with_no_break_spaces
from maillage.registers import ImportFailed, Progress, Register, RemarkKind
from maillage.ui.commands import AS_JSON

SUBJECTS = {
    Register.RPPS: ("personne", "personnes", "nouvelle", "partie", "modifiée"),
    Register.FINESS: ("lieu", "lieux", "nouveau", "parti", "modifié"),
}
REMARKS = {
    RemarkKind.REFUSED: "Refusé",
    RemarkKind.LEFT_OUT: "Laissé de côté",
    RemarkKind.UNKNOWN: "Code inconnu",
    RemarkKind.WARNING: "À regarder",
}
#: Fields of models.ImportedFile that a report gives to other programs.
KEPT = (
    "name", "origin", "published_on", "rows_read", "rows_kept", "rows_refused", "subjects", "added", "left", "changed",
)  # fmt: skip
FORGOTTEN = {
    Forgotten.NOW: "Cette personne ne paraît plus dans l’annuaire, et n’y reviendra pas.",
    Forgotten.BEFORE: "Cette personne est déjà retirée de l’annuaire, et n’y reviendra pas.",
    Forgotten.AHEAD: "Cette personne n’est pas dans l’annuaire. Les prochains imports la laisseront de côté.",
}
FORCE = click.option("--force", is_flag=True, help="Importer malgré une chute, ou le même fichier.")
DRY_RUN = click.option("--dry-run", "is_rehearsal", is_flag=True, help="Lire et juger sans rien remplacer.")


@click.command()
@click.argument("sources", nargs=-1, metavar="[FICHIER | DOSSIER | ADRESSE]…")
@FORCE
@DRY_RUN
@AS_JSON
def rpps(sources: tuple[str, ...], as_json: bool, **options: bool) -> None:
    """Importer les professionnels du RPPS ; sans rien, depuis data.gouv.fr."""
    tell(lambda: import_rpps(sources, on=timezone.localtime(), watch=watch, **options), as_json)


@click.command()
@click.argument("source", default="", metavar="[FICHIER | DOSSIER | ADRESSE]")
@FORCE
@DRY_RUN
@AS_JSON
def finess(source: str, as_json: bool, **options: bool) -> None:
    """Importer les lieux de FINESS ; sans rien, depuis data.gouv.fr."""
    tell(lambda: import_finess(source, on=timezone.localtime(), watch=watch, **options), as_json)


@click.group()
def directory() -> None:
    """Les oppositions : qui a demandé à ne pas paraître dans l’annuaire."""


@directory.command("forget")
@click.argument("national", metavar="IDENTIFICATION")
def forget_person(national: str) -> None:
    """Retirer quelqu’un, tout de suite et à chaque import."""
    migrate()
    click.echo(FORGOTTEN[forget(national, on=timezone.localdate())])


@directory.command("remember")
@click.argument("national", metavar="IDENTIFICATION")
def remember_person(national: str) -> None:
    """Lever une opposition."""
    migrate()
    remember(national)
    click.echo(
        "Cette personne paraîtra de nouveau, dès le prochain import (« --force » si le fichier est le même)."
    )


@directory.command("list")
@AS_JSON
def list_people(as_json: bool) -> None:
    """Les oppositions enregistrées."""
    migrate()
    found = OptOut.objects.order_by("asked_on", "national")
    if as_json:
        click.echo(json.dumps(list(found.values()), indent=2, default=str))
        return
    for each in found:
        click.echo(f"{each.national}  {date_in_french(each.asked_on)}")
    if not found:
        click.echo("Aucune opposition.")


def tell(work: Callable[[], ImportReport], as_json: bool) -> None:
    """Say what an import did. Exit code 1 when it failed, or when there was nothing new: never a success."""
    migrate()
    try:
        report = work()
    except ImportFailed as failure:
        click.echo(with_no_break_spaces(str(failure)), err=True)
        sys.exit(1)
    if report.files and not report.is_rehearsal:
        record(f"Annuaire remplacé : {dated(report)}.", by=None)
    if as_json:
        click.echo(json.dumps(as_data(report), ensure_ascii=False, indent=2, default=str))
    else:
        for line in in_french(report):
            click.echo(with_no_break_spaces(line), err=report.same_as is not None)
    if report.same_as:
        sys.exit(1)


def migrate() -> None:
    """A command may be the first that an instance ever runs."""
    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def watch(work: str, total: int) -> Iterator[Progress]:
    """A bar on the screen, nothing in a file."""
    with click.progressbar(length=total, label=work, file=sys.stderr) as bar:
        yield bar.update


def in_french(report: ImportReport) -> Iterator[str]:
    if report.same_as:
        read_on = report.same_as.imported_at.date()  # it is stale, not done
        yield (
            f"Le même fichier que le {date_in_french(read_on)} : rien n’a changé, l’annuaire date toujours du "
            f"{date_in_french(report.day or read_on)}{aged(report)}."
        )
        return
    yield f"{dated(report)}{aged(report)}."
    one, many, *changes = SUBJECTS[report.register]
    yield f"{plural(report.main.subjects, one, many)}{changed(report.main, changes)}."
    for file in report.files:
        row = file.row
        fates = [plural(row.rows_kept, "gardée"), plural(row.rows_refused, "refusée")]
        if file.rows_left_out:
            fates.insert(1, plural(file.rows_left_out, "laissée de côté", "laissées de côté"))
        yield f"{row.name} : {plural(row.rows_read, 'ligne')}, dont {joined(fates)}."
        for remark in file.remarks:
            where = f" (lignes {remark.lines})" if remark.lines else ""
            yield f"  {REMARKS[remark.kind]}, {plural(remark.rows, 'ligne')} : {remark.sentence}{where}"
    yield from report.warnings
    if report.is_rehearsal:
        yield "Essai : rien n’a été remplacé."


def dated(report: ImportReport) -> str:
    """« RPPS du 5 octobre 2026 »."""
    said = f"du {date_in_french(report.day)}" if report.day else "importé (le fichier ne dit pas sa date)"
    return f"{report.register.upper()} {said}"


def aged(report: ImportReport) -> str:
    """« (il y a 47 jours) » after a space, when the day of the file is known."""
    days = report.age_days
    if days is None:
        return ""
    return f" (il y a {plural(days, 'jour')})" if days > 0 else " (aujourd’hui)"


def changed(file: ImportedFile, words: Iterable[str]) -> str:
    """« : 12 nouvelles, 3 parties, 40 modifiées depuis le dernier import », but the first time."""
    if file.added is None:
        return ""
    counts = (file.added, file.left, file.changed)
    said = (
        plural(count or 0, word, f"{word}x" if word.endswith("eau") else "")
        for count, word in zip(counts, words, strict=True)
    )
    return f" : {', '.join(said)} depuis le dernier import"


def as_data(report: ImportReport) -> dict[str, Any]:
    """The report as other programs read it."""
    same = report.same_as
    return {
        "register": report.register,
        "imported": same is None and not report.is_rehearsal,
        "dry_run": report.is_rehearsal,
        "published_on": report.day,
        "age_days": report.age_days,
        "same_as": {"digest": same.digest, "imported_at": same.imported_at.isoformat()} if same else None,
        "warnings": list(map(with_no_break_spaces, report.warnings)),
        "files": [
            {
                **{name: getattr(file.row, name) for name in KEPT},
                "rows_left_out": file.rows_left_out,
                **{str(kind): oddities_of(file, kind) for kind in RemarkKind},
            }
            for file in report.files
        ],
    }


def oddities_of(file: FileReport, kind: RemarkKind) -> list[dict[str, Any]]:
    return [
        {"reason": each.sentence, "rows": each.rows, "first_lines": each.first}
        for each in file.remarks
        if each.kind is kind
    ]
