"""Read the national files into a new directory: all or nothing, the old one serving meanwhile."""

import errno
import gc
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

from django.db.models import Model

from maillage.directory.enums import ACTIVITY_FILE, FINESS_FILE, PlaceKind, Register
from maillage.directory.models import (
    SHARED,
    TABLES,
    ImportedFile,
    OptOut,
    Person,
    Place,
    Reach,
    Remark,
)
from maillage.directory.queries.vintages import is_invented
from maillage.directory.services.fetching.download import ImportFailed
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
    Changes,
    FileReport,
    ImportReport,
    Loaded,
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
FULL = {errno.ENOSPC, errno.EDQUOT}

Files = Mapping[str, Given]
Before = Mapping[str, ImportedFile]


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
        read = partial(_read_people, files, watch=watch, force=force)
        return _imported(Register.RPPS, files, read, on=on, force=force, is_rehearsal=is_rehearsal)


def import_finess(
    given: str, *, on: datetime, force: bool = False, is_rehearsal: bool = False, watch: Watch = unwatched
) -> ImportReport:
    """Replace the places of the directory; like import_rpps."""
    with _said_when_full(), _without_collection(), Downloads(watch) as downloads:
        file = finess_file(given, downloads)
        file = replace(file, published_on=said_in_file(file.source.path) or file.published_on)
        read = partial(_read_places, file, watch=watch, force=force)
        return _imported(
            Register.FINESS, {FINESS_FILE: file}, read, on=on, force=force, is_rehearsal=is_rehearsal
        )


def _before(register: Register) -> Before:
    return {each.name: each for each in ImportedFile.objects.filter(register=register)}


class Reader(Protocol):
    """Fills the tables of a register; what each file gave, the main one first."""

    def __call__(self, aside: Aside, before: ImportedFile | None) -> dict[str, Loaded]: ...


def _imported(
    register: Register, files: Files, read: Reader, *, on: datetime, force: bool, is_rehearsal: bool
) -> ImportReport:
    ensure()
    digests = {name: each.digest for name, each in files.items()}
    before = _before(register)
    main = MAIN[register]
    if same_files(digests, before) and not force:
        return ImportReport(register, on, same_as=before[main])
    with suppress(Rehearsed), rebuilt((*TABLES[register], *SHARED)) as aside:
        before = _before(register)  # the import one waited for may have changed it
        # What is invented protects nothing: a real file may be as small as it likes.
        loaded = read(aside, None if is_invented(register) else before.get(main))
        changes = changes_since(aside, *SUBJECTS[register]) if main in before else None
        reports = tuple(
            _report(name, files[name], each, changes if name == main else None)
            for name, each in loaded.items()
        )
        if is_rehearsal:
            raise Rehearsed
        _load_others(aside, register)
        for report in reports:
            aside.save(_row(register, report, files[report.name], digests[report.name], on))
        _load_remarks(aside, register, loaded.values())
    warnings = tuple(_warnings(register, files, before))
    return ImportReport(register, on, reports, warnings=warnings, is_rehearsal=is_rehearsal)


def _read_people(
    files: Files, aside: Aside, before: ImportedFile | None, *, force: bool, watch: Watch
) -> dict[str, Loaded]:
    left_out = frozenset(OptOut.objects.values_list("national", flat=True))
    people = load_people(aside, files[ACTIVITY_FILE], left_out=left_out, watch=watch)
    if not people.kept:
        raise BadInput("Ce fichier ne donne aucune activité lisible : rien n’a été importé.")
    if not force:
        _refuse_a_drop(people, before)
    companions = {
        name: load_companion(aside, name, files[name], watch) for name in COMPANIONS if name in files
    }
    count_people(aside)
    index_people(aside)
    return {ACTIVITY_FILE: people, **companions}


def _refuse_a_drop(activities: Loaded, before: ImportedFile | None) -> None:
    refused = activities.remarks.count(RemarkKind.REFUSED)
    if refused > MOST_REFUSED * activities.read:
        most = max(
            (each for each in activities.remarks if each.kind == RemarkKind.REFUSED),
            key=lambda each: each.rows,
        )
        raise BadInput(
            f"Plus d’une ligne sur dix serait refusée ({integer(refused)} sur {integer(activities.read)}), d’abord pour "
            f"ceci : {most.reason} Vérifiez le fichier ; {FORCED}"
        )
    if before and activities.kept < LEAST_KEPT * before.rows_kept:
        raise BadInput(
            f"Ce fichier donne {integer(activities.kept)} lignes, le précédent en donnait {integer(before.rows_kept)} : "
            f"plus d’une sur cinq disparaîtrait. Vérifiez qu’il est entier et national ; {FORCED}"
        )


def _read_places(
    file: Given, aside: Aside, before: ImportedFile | None, *, force: bool, watch: Watch
) -> dict[str, Loaded]:
    places = load_places(aside, file, watch)
    guards(None, places.kept)
    if not force:
        try:
            guards(before.rows_kept if before else None, places.kept)
        except BadInput as refusal:
            raise BadInput(f"{refusal} {FORCED.capitalize()}") from None
    if before and not force:
        _refuse_a_move(aside)
    return {FINESS_FILE: places}


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


def _report(name: str, given: Given, loaded: Loaded, changes: Changes | None) -> FileReport:
    return FileReport(
        name=name,
        origin=given.origin,
        published_on=given.published_on,
        rows_read=loaded.read,
        rows_kept=loaded.kept,
        rows_refused=loaded.remarks.count(RemarkKind.REFUSED),
        rows_left_out=loaded.remarks.count(RemarkKind.LEFT_OUT),
        subjects=loaded.subjects,
        changes=changes,
        remarks=tuple(loaded.remarks),
    )


def _row(register: Register, report: FileReport, given: Given, digest: str, on: datetime) -> ImportedFile:
    changes = report.changes
    return ImportedFile(
        name=report.name,
        register=register,
        origin=report.origin,
        digest=digest,
        size=given.size,
        published_on=report.published_on,
        imported_at=on,
        rows_read=report.rows_read,
        rows_kept=report.rows_kept,
        rows_refused=report.rows_refused,
        subjects=report.subjects,
        added=changes.added if changes else None,
        left=changes.left if changes else None,
        changed=changes.changed if changes else None,
    )


def _load_others(aside: Aside, register: Register) -> None:
    """What the other register left in the tables that both fill."""
    pharmacies = {"trade": PlaceKind.PHARMACIE.value}
    reach = (
        Reach.objects.filter(**pharmacies)
        if register is Register.RPPS
        else Reach.objects.exclude(**pharmacies)
    )
    for row in (*reach, *ImportedFile.objects.exclude(register=register)):
        aside.save(row)


def _load_remarks(aside: Aside, register: Register, loaded: Iterable[Loaded]) -> None:
    others = ImportedFile.objects.exclude(register=register).values("name")
    kept = Remark.objects.filter(file__in=others).values_list("file", "kind", "reason", "rows", "lines")
    ours = (row for each in loaded for row in each.remarks.rows())
    aside.load(Remark, ((number, *row) for number, row in enumerate((*kept, *ours), start=1)))


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
        if any(_is_full(each) for each in (failure, failure.__cause__, failure.__context__)):
            raise ImportFailed(
                "Le disque est plein. L’annuaire d’avant sert toujours : libérez de la place, puis relancez la commande."
            ) from failure
        raise


def _is_full(failure: BaseException | None) -> bool:
    """A full disk, as the system and SQLite say it."""
    return (isinstance(failure, OSError) and failure.errno in FULL) or (
        getattr(failure, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    )
