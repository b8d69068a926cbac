"""What an import says of itself: what it read, and what changed since the last one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Model

from maillage.directory.enums import Register
from maillage.directory.models import ImportedFile
from maillage.directory.services.fetching.sources import Given
from maillage.directory.services.reading.remarks import RemarkKind, Remarks
from maillage.directory.services.storing.swap import Aside

KM_PER_DEGREE = 111.2  # of a great circle


class Changes(NamedTuple):
    """People or places since last time."""

    added: int
    left: int
    changed: int


class FileReport:
    """One file of an import, filled as it is read. `changes` is None for a companion, and the first time."""

    def __init__(self, name: str, given: Given) -> None:
        self.name, self.given, self.remarks = name, given, Remarks(name)
        self.rows_read = self.rows_kept = self.subjects = 0  # subjects: people or places
        self.changes: Changes | None = None

    @property
    def rows_refused(self) -> int:
        return self.remarks.count(RemarkKind.REFUSED)

    @property
    def rows_left_out(self) -> int:
        return self.remarks.count(RemarkKind.LEFT_OUT)

    @property
    def figures(self) -> dict[str, int | None]:
        """Those that are kept, as models.ImportedFile names them."""
        added, left, changed = self.changes or (None, None, None)
        return {
            "rows_read": self.rows_read,
            "rows_kept": self.rows_kept,
            "rows_refused": self.rows_refused,
            "subjects": self.subjects,
            "added": added,
            "left": left,
            "changed": changed,
        }


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
    def day(self) -> date | None:
        """The day the directory is of, when something says so."""
        return self.same_as.published_on if self.same_as else self.files[0].given.published_on

    @property
    def age_days(self) -> int | None:
        return (self.on.date() - self.day).days if self.day else None


def changes_since(aside: Aside, model: type[Model], key: str) -> Changes:
    """Beside the directory in place. A number given to two places has two fingerprints: their sum changes with either."""
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
    return Changes(added=new - both, left=old - both, changed=int(changed))


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


def same_files(digests: Mapping[str, str], before: Mapping[str, ImportedFile]) -> bool:
    """True when exactly these files were read last time."""
    return digests == {name: each.digest for name, each in before.items()}
