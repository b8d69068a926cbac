"""What an import says of itself: what it read, and what changed since the last one."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Model

from maillage.directory.models import ImportedFile
from maillage.directory.services.storing.swap import Aside
from maillage.registers import Register, RemarkKind, Remarks, Source

KM_PER_DEGREE = 111.2  # of a great circle


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file of an import: the row that is kept of it, filled as it is read, and what was odd in it."""

    row: ImportedFile
    source: Source
    remarks: Remarks = field(default_factory=Remarks)

    @property
    def rows_refused(self) -> int:
        return self.remarks.count(RemarkKind.REFUSED)

    @property
    def rows_left_out(self) -> int:
        return self.remarks.count(RemarkKind.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What `maillage import` says. `same_as` is the import that had read the same files: nothing was done."""

    register: Register
    on: datetime
    files: tuple[FileReport, ...] = ()
    same_as: ImportedFile | None = None
    warnings: tuple[str, ...] = ()  # what to look at, of the import as a whole
    is_rehearsal: bool = False  # nothing was replaced

    @property
    def main(self) -> ImportedFile:
        """The file of people or places."""
        return self.same_as or self.files[0].row

    @property
    def day(self) -> date | None:
        """The day the directory is of, when something says so."""
        return self.main.published_on

    @property
    def age_days(self) -> int | None:
        return (self.on.date() - self.day).days if self.day else None


def changes_since(aside: Aside, model: type[Model], key: str) -> tuple[int, int, int]:
    """People or places added, left and changed since the directory in place.

    A number given to two places has two fingerprints: their sum changes with either.
    """
    for name, side in (("new", "main"), ("old", "before")):
        aside.run(f"CREATE TEMP TABLE {name} (key PRIMARY KEY, fingerprint) WITHOUT ROWID")
        aside.run(
            f"INSERT INTO temp.{name} SELECT {key}, sum(fingerprint) FROM {side}.{model._meta.db_table} "
            f"GROUP BY {key} ORDER BY {key}"
        )
    ((new, old),) = aside.rows("SELECT (SELECT count(*) FROM temp.new), (SELECT count(*) FROM temp.old)")
    ((both, changed),) = aside.rows(
        "SELECT count(*), total(old.fingerprint <> new.fingerprint) FROM temp.new JOIN temp.old USING (key)"
    )
    aside.run("DROP TABLE temp.new")
    aside.run("DROP TABLE temp.old")
    return new - both, old - both, int(changed)


def moved_since(aside: Aside, km: float) -> tuple[int, int]:
    """How many places are further than this from where they were, and how many had a point then and now."""
    ((moved, compared),) = aside.rows(
        """
        SELECT total(north * north + east * east > :km * :km), count(*) FROM (
            SELECT :degree * (new.latitude - old.latitude) AS north,
                :degree * (new.longitude - old.longitude) * cos(radians(new.latitude)) AS east
            FROM main.directory_place AS new JOIN before.directory_place AS old USING (finess)
            WHERE new.latitude IS NOT NULL AND old.latitude IS NOT NULL GROUP BY finess
        )
        """,
        {"km": km, "degree": KM_PER_DEGREE},
    )
    return int(moved), compared
