"""Read the national files into a new directory: all or nothing, the old one serving meanwhile."""

import gc
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime

from django.db.models import Model

from maillage.directory.enums import ACTIVITY_FILE, FINESS_FILE, PlaceKind, Register
from maillage.directory.models import SHARED, TABLES, ImportedFile, OptOut, Person, Place, Reach, Remark
from maillage.directory.queries.vintages import is_invented
from maillage.directory.services.fetching.download import FULL, ImportFailed
from maillage.directory.services.fetching.sources import Downloads, Given, finess_file, rpps_files
from maillage.directory.services.reading.files import Watch, unwatched
from maillage.directory.services.reading.finess import guards
from maillage.directory.services.reading.finess import published_on as said_in_file
from maillage.directory.services.reading.remarks import RemarkKind
from maillage.directory.services.storing.headcounts import count_people
from maillage.directory.services.storing.names import index_people
from maillage.directory.services.storing.people import COMPANIONS, load_companion, load_people
from maillage.directory.services.storing.places import load_places
from maillage.directory.services.storing.report import (
    FileReport,
    ImportReport,
    changes_since,
    moved_since,
    same_files,
)
from maillage.directory.services.storing.swap import Aside, ensure, rebuilt
from maillage.kernel import BadInput, integer, joined

SUBJECTS: dict[Register, tuple[type[Model], str]] = {
    Register.RPPS: (Person, "national"),
    Register.FINESS: (Place, "finess"),
}
MAIN = {Register.RPPS: ACTIVITY_FILE, Register.FINESS: FINESS_FILE}
LEAST_KEPT = 0.8  # of the lines of last time
MOST_REFUSED = 0.1  # of the lines read
MOST_MOVED, FAR_KM = 0.2, 0.5  # of the places that had a point, and have one
FORCED = "« --force » l’importe malgré tout."

#: Of the tables that both registers fill, the rows of the other one.
OTHERS: dict[type[Model], str] = {
    Reach: "WHERE (trade = :pharmacies) = (:register = :people)",
    ImportedFile: "WHERE register <> :register",
    Remark: "WHERE file IN (SELECT name FROM before.directory_importedfile WHERE register <> :register)",
}

Files = Mapping[str, Given]
Before = Mapping[str, ImportedFile]
#: Fills the tables of a register, given the lines kept last time, `force` and who watches; the main file comes first.
Read = Callable[[Aside, Files, int | None, bool, Watch], list[FileReport]]


class Rehearsed(Exception):
    """Ends a rehearsal: what was built is thrown away."""


def import_rpps(
    given: Sequence[str],
    *,
    on: datetime,
    force: bool = False,
    is_rehearsal: bool = False,
    watch: Watch = unwatched,
) -> ImportReport:
    """Replace the people of the directory by those of these files, or of the official addresses.

    A report with `same_as` means that nothing was done: the files are those of last time. `force` reads them again,
    and lets a sudden drop pass. A rehearsal does all of it but the replacing. Raises BadInput for a file that cannot be imported, ImportFailed when the network
    or the disk fails; the directory is then as it was.
    """
    with _said_when_full(), _without_collection(), Downloads(watch) as downloads:
        files = rpps_files(given, downloads)
        return _imported(
            Register.RPPS, files, _read_people, watch, on=on, force=force, is_rehearsal=is_rehearsal
        )


def import_finess(
    given: str, *, on: datetime, force: bool = False, is_rehearsal: bool = False, watch: Watch = unwatched
) -> ImportReport:
    """Replace the places of the directory; like import_rpps."""
    with _said_when_full(), _without_collection(), Downloads(watch) as downloads:
        file = finess_file(given, downloads)
        files = {FINESS_FILE: replace(file, published_on=said_in_file(file.source.path) or file.published_on)}
        return _imported(
            Register.FINESS, files, _read_places, watch, on=on, force=force, is_rehearsal=is_rehearsal
        )


def _before(register: Register) -> Before:
    return {each.name: each for each in ImportedFile.objects.filter(register=register)}


def _imported(
    register: Register,
    files: Files,
    read: Read,
    watch: Watch,
    *,
    on: datetime,
    force: bool,
    is_rehearsal: bool,
) -> ImportReport:
    ensure()
    before, main = _before(register), MAIN[register]
    if same_files({name: each.digest for name, each in files.items()}, before) and not force:
        return ImportReport(register, on, same_as=before[main])
    with suppress(Rehearsed), rebuilt((*TABLES[register], *SHARED)) as aside:
        before = _before(register)  # the import one waited for may have changed it
        # What is invented protects nothing: a real file may be as small as it likes.
        guarded = main in before and not is_invented(register)
        reports = read(aside, files, before[main].rows_kept if guarded else None, force, watch)
        if main in before:
            reports[0].changes = changes_since(aside, *SUBJECTS[register])
        if is_rehearsal:
            raise Rehearsed
        for model, others in OTHERS.items():
            aside.keep(model, others, register=register, people=Register.RPPS, pharmacies=PlaceKind.PHARMACIE)
        for report in reports:
            aside.save(_row(register, report, on))
            aside.load(Remark, report.remarks.rows())
    warnings = tuple(_warnings(register, files, before))
    return ImportReport(register, on, tuple(reports), warnings=warnings, is_rehearsal=is_rehearsal)


def _row(register: Register, report: FileReport, on: datetime) -> ImportedFile:
    given = report.given
    return ImportedFile(
        name=report.name,
        register=register,
        origin=given.origin,
        digest=given.digest,
        size=given.size,
        published_on=given.published_on,
        imported_at=on,
        **report.figures,
    )


def _read_people(
    aside: Aside, files: Files, previous: int | None, force: bool, watch: Watch
) -> list[FileReport]:
    left_out = frozenset(OptOut.objects.values_list("national", flat=True))
    people = load_people(aside, files[ACTIVITY_FILE], left_out=left_out, watch=watch)
    if not people.rows_kept:
        raise BadInput("Ce fichier ne donne aucune activité lisible : rien n’a été importé.")
    if not force:
        _refuse_a_drop(people, previous)
    companions = [load_companion(aside, name, files[name], watch) for name in COMPANIONS if name in files]
    count_people(aside)
    index_people(aside)
    return [people, *companions]


def _refuse_a_drop(people: FileReport, previous: int | None) -> None:
    if people.rows_refused > MOST_REFUSED * people.rows_read:
        most = max(
            (each for each in people.remarks if each.kind == RemarkKind.REFUSED), key=lambda each: each.rows
        )
        raise BadInput(
            f"Plus d’une ligne sur dix serait refusée ({integer(people.rows_refused)} sur {integer(people.rows_read)}), "
            f"d’abord pour ceci : {most.reason} Vérifiez le fichier ; {FORCED}"
        )
    if previous and people.rows_kept < LEAST_KEPT * previous:
        raise BadInput(
            f"Ce fichier donne {integer(people.rows_kept)} lignes, le précédent en donnait {integer(previous)} : "
            f"plus d’une sur cinq disparaîtrait. Vérifiez qu’il est entier et national ; {FORCED}"
        )


def _read_places(
    aside: Aside, files: Files, previous: int | None, force: bool, watch: Watch
) -> list[FileReport]:
    places = load_places(aside, files[FINESS_FILE], watch)
    guards(None, places.rows_kept)
    if not force:
        try:
            guards(previous, places.rows_kept)
        except BadInput as refusal:
            raise BadInput(f"{refusal} {FORCED.capitalize()}") from None
    if previous and not force:
        _refuse_a_move(aside)
    return [places]


def _refuse_a_move(aside: Aside) -> None:
    """Establishments stay where they are: when many have moved, their coordinates are read wrongly, or written so."""
    moved, compared = moved_since(aside, FAR_KM)
    if moved > MOST_MOVED * compared:
        raise BadInput(
            f"{integer(moved)} lieux sur {integer(compared)} sont à plus de 500 m de leur place d’avant : les coordonnées "
            f"de ce fichier sont douteuses. Vérifiez-le ; {FORCED}"
        )


def _warnings(register: Register, files: Files, before: Before) -> Iterator[str]:
    """What the pages of people lack, because the file of activities came without its companions."""
    missing = [name for name in COMPANIONS if name not in files]
    if register is Register.RPPS and missing:
        still = "plus" if before.keys() & set(missing) else "pas"
        what = joined(f"les {COMPANIONS[name].label.lower()}" for name in missing).capitalize()
        yield (
            f"{what} ne paraissent {still} sur les pages des personnes : pour les avoir, donnez le dossier ou le ZIP "
            "qui contient les trois fichiers."
        )


@contextmanager
def _without_collection() -> Iterator[None]:
    """Millions of rows, and none that goes round in circles: looking for one is a fifth of the time of an import."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _said_when_full() -> Iterator[None]:
    try:
        yield
    except Exception as failure:
        if any(
            getattr(each, "errno", None) in FULL
            or getattr(each, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            for each in (failure, failure.__cause__, failure.__context__)
        ):
            raise ImportFailed(
                "Le disque est plein. L’annuaire d’avant sert toujours : libérez de la place, puis relancez la commande."
            ) from failure
        raise
