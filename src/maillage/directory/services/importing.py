"""Read the national files into a new directory: all or nothing, the old one serving meanwhile."""

import gc
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime

from django.db.models import Model

from maillage.directory.models import SHARED, TABLES, ImportedFile, OptOut, Person, Place, Reach, Remark
from maillage.directory.queries.vintages import vintages
from maillage.directory.services.storing.headcounts import count_people
from maillage.directory.services.storing.names import index_people
from maillage.directory.services.storing.people import COMPANIONS, load_companion, load_people
from maillage.directory.services.storing.places import load_places
from maillage.directory.services.storing.report import FileReport, ImportReport, changes_since, moved_since
from maillage.directory.services.storing.swap import Aside, ensure, rebuilt
from maillage.kernel import BadInput, integer, joined
from maillage.registers import (
    FINESS_FILE,
    FULL,
    Downloads,
    Given,
    ImportFailed,
    PlaceKind,
    Register,
    RemarkKind,
    Watch,
    finess_file,
    published_on,
    rpps_files,
    unwatched,
)

SUBJECTS: dict[Register, tuple[type[Model], str]] = {
    Register.RPPS: (Person, "national"),
    Register.FINESS: (Place, "finess"),
}
#: Of the lines of last time, and of the places: a year closes far less than a tenth.
LEAST_KEPT, LEAST_PLACES = 0.8, 0.9
MOST_REFUSED = 0.1  # of the lines read
MOST_MOVED, FAR_KM = 0.2, 0.5  # of the places that had a point, and have one
FORCED = "« --force » l’importe malgré tout."

#: Of the tables that both registers fill, the rows of the other one.
OTHERS: dict[type[Model], str] = {
    Reach: "WHERE (trade = :pharmacies) = (:register = :people)",
    ImportedFile: "WHERE register <> :register",
    Remark: "WHERE file IN (SELECT name FROM before.directory_importedfile WHERE register <> :register)",
}

Before = Mapping[str, ImportedFile]
#: Fills the tables of a register, given the lines kept last time, `force` and who watches; the main file comes first.
Read = Callable[[Aside, Sequence[FileReport], int | None, bool, Watch], None]


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
    and lets a sudden drop pass. A rehearsal does all of it but the replacing. Raises BadInput for a file that cannot
    be imported, ImportFailed when the network or the disk fails; the directory is then as it was.
    """
    with _at_work(watch) as downloads:
        files = rpps_files(given, downloads)
        reports = reports_of(Register.RPPS, files, on)
        return _imported(reports, _read_people, watch, on=on, force=force, is_rehearsal=is_rehearsal)


def import_finess(
    given: str, *, on: datetime, force: bool = False, is_rehearsal: bool = False, watch: Watch = unwatched
) -> ImportReport:
    """Replace the places of the directory; like import_rpps."""
    with _at_work(watch) as downloads:
        file = finess_file(given, downloads)
        dated = replace(file, published_on=published_on(file.source.path) or file.published_on)
        reports = reports_of(Register.FINESS, {FINESS_FILE: dated}, on)
        return _imported(reports, _read_places, watch, on=on, force=force, is_rehearsal=is_rehearsal)


def reports_of(register: Register, files: Mapping[str, Given], on: datetime) -> list[FileReport]:
    """Still to be filled."""
    return [
        FileReport(
            ImportedFile(
                name=name,
                register=register,
                origin=given.origin,
                digest=given.digest(),
                size=given.source.path.stat().st_size,
                published_on=given.published_on,
                imported_at=on,
            ),
            given.source,
        )
        for name, given in files.items()
    ]


def _before(register: Register) -> Before:
    return {each.name: each for each in ImportedFile.objects.filter(register=register)}


def _imported(
    reports: Sequence[FileReport],
    read: Read,
    watch: Watch,
    *,
    on: datetime,
    force: bool,
    is_rehearsal: bool,
) -> ImportReport:
    ensure()
    main = reports[0].row
    register = Register(main.register)
    digests = {each.row.name: each.row.digest for each in reports}
    before = _before(register)
    if not force and digests == {name: each.digest for name, each in before.items()}:
        return ImportReport(register, on, same_as=before[main.name])
    with suppress(Rehearsed), rebuilt((*TABLES[register], *SHARED)) as aside:
        before = _before(register)  # the import one waited for may have changed it
        # What is invented protects nothing: a real file may be as small as it likes.
        known = vintages().of(register)
        guarded = main.name in before and not (known and known.is_invented)
        read(aside, reports, before[main.name].rows_kept if guarded else None, force, watch)
        if main.name in before:
            main.added, main.left, main.changed = changes_since(aside, *SUBJECTS[register])
        for each in reports:
            each.row.rows_read, each.row.rows_refused = each.remarks.read, each.rows_refused
        if is_rehearsal:
            raise Rehearsed
        for model, others in OTHERS.items():
            aside.keep(model, others, register=register, people=Register.RPPS, pharmacies=PlaceKind.PHARMACIE)
        for each in reports:
            aside.save(each.row)
            for odd in each.remarks:
                aside.save(
                    Remark(
                        file=each.row.name, kind=odd.kind, reason=odd.sentence, rows=odd.rows, lines=odd.lines
                    )
                )
    warnings = tuple(_warnings(register, digests, before))
    return ImportReport(register, on, tuple(reports), warnings=warnings, is_rehearsal=is_rehearsal)


def _read_people(
    aside: Aside, reports: Sequence[FileReport], previous: int | None, force: bool, watch: Watch
) -> None:
    people, *companions = reports
    left_out = frozenset(OptOut.objects.values_list("national", flat=True))
    load_people(aside, people, left_out=left_out, watch=watch)
    if not people.row.rows_kept:
        raise BadInput("Ce fichier ne donne aucune activité lisible : rien n’a été importé.")
    if not force:
        _refuse_a_drop(people, previous)
    for companion in companions:
        load_companion(aside, companion, watch)
    count_people(aside)
    index_people(aside)


def _refuse_a_drop(people: FileReport, previous: int | None) -> None:
    refused, read, kept = people.rows_refused, people.remarks.read, people.row.rows_kept
    if refused > MOST_REFUSED * read:
        most = max(
            (each for each in people.remarks if each.kind == RemarkKind.REFUSED), key=lambda each: each.rows
        )
        raise BadInput(
            f"Plus d’une ligne sur dix serait refusée ({integer(refused)} sur {integer(read)}), "
            f"d’abord pour ceci : {most.reason} Vérifiez le fichier ; {FORCED}"
        )
    if previous and kept < LEAST_KEPT * previous:
        raise BadInput(
            f"Ce fichier donne {integer(kept)} lignes, le précédent en donnait {integer(previous)} : "
            f"plus d’une sur cinq disparaîtrait. Vérifiez qu’il est entier et national ; {FORCED}"
        )


def _read_places(
    aside: Aside, reports: Sequence[FileReport], previous: int | None, force: bool, watch: Watch
) -> None:
    (places,) = reports
    load_places(aside, places, watch)
    if not places.row.rows_kept:
        raise BadInput(
            "Ce fichier ne donne aucun lieu ouvert. Ce n’est sans doute pas celui des structures FINESS."
        )
    if previous and not force:
        _refuse_too_few(places.row.rows_kept, previous)
        _refuse_a_move(aside)


def _refuse_too_few(kept: int, previous: int) -> None:
    if kept < LEAST_PLACES * previous:
        raise BadInput(
            f"Ce fichier donne {integer(kept)} lieux ouverts, l’annuaire en tient {integer(previous)} : plus d’un sur "
            f"dix disparaîtrait. Vérifiez que le fichier est entier et national. {FORCED}"
        )


def _refuse_a_move(aside: Aside) -> None:
    """Establishments stay where they are: when many have moved, their coordinates are read wrongly, or written so."""
    moved, compared = moved_since(aside, FAR_KM)
    if moved > MOST_MOVED * compared:
        raise BadInput(
            f"{integer(moved)} lieux sur {integer(compared)} sont à plus de 500 m de leur place d’avant : les coordonnées "
            f"de ce fichier sont douteuses. Vérifiez-le ; {FORCED}"
        )


def _warnings(register: Register, files: Mapping[str, str], before: Before) -> Iterator[str]:
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
def _at_work(watch: Watch) -> Iterator[Downloads]:
    """What an import downloads. A full disk becomes a sentence.

    Millions of rows, and none that goes round in circles: looking for one is a fifth of the time of an import.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        with Downloads(watch) as downloads:
            yield downloads
    except Exception as failure:
        if any(map(_is_full_disk, (failure, failure.__cause__, failure.__context__))):
            raise ImportFailed(
                "Le disque est plein. L’annuaire d’avant sert toujours : libérez de la place, puis relancez la commande."
            ) from failure
        raise
    finally:
        if was_on:
            gc.enable()


def _is_full_disk(failure: BaseException | None) -> bool:
    return (
        getattr(failure, "errno", None) in FULL
        or getattr(failure, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    )
