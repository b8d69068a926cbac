"""What an import says of itself: what it read, and what changed since the last one."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from maillage.directory.enums import Register
from maillage.directory.models import ImportedFile
from maillage.directory.services.reading.remarks import Oddity

Row = tuple[Any, ...]
KM_PER_DEGREE = 111.2  # of a great circle


@dataclass(frozen=True, slots=True)
class Changes:
    """People or places since last time."""

    added: int
    left: int
    changed: int


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file of an import, as it was read. `changes` is None for a companion, and the first time."""

    name: str
    origin: str
    published_on: date | None
    rows_read: int
    rows_kept: int
    rows_refused: int
    rows_left_out: int
    subjects: int
    changes: Changes | None
    remarks: tuple[Oddity, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What `maillage import` says. `same_as` is the import that had read the same files: nothing was done."""

    register: Register
    on: datetime
    files: tuple[FileReport, ...] = ()
    same_as: ImportedFile | None = None
    warnings: tuple[str, ...] = ()  # what to look at, of the import as a whole

    @property
    def day(self) -> date | None:
        """The day the directory is of, when something says so."""
        return self.same_as.published_on if self.same_as else self.files[0].published_on

    @property
    def age_days(self) -> int | None:
        return (self.on.date() - self.day).days if self.day else None


class Census:
    """Who is in a register: keys and fingerprints, 16 bytes for each."""

    def __init__(self, keys: "array[int]", prints: "array[int]") -> None:
        import numpy as np

        order = np.argsort(np.frombuffer(keys, dtype=np.int64), kind="stable")
        ordered = np.frombuffer(keys, dtype=np.int64)[order]
        first = (
            np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(ordered) else order
        )
        self.keys = ordered[first]
        # A number given to two places has two fingerprints: their sum changes with either.
        signs = np.frombuffer(prints, dtype=np.int64)[order]
        self.prints = np.add.reduceat(signs, first) if len(signs) else signs

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> "Census":
        keys, prints = array("q"), array("q")
        for key, print_ in pairs:
            keys.append(key)
            prints.append(print_)
        return cls(keys, prints)

    def since(self, before: "Census") -> Changes:
        import numpy as np

        _, here, there = np.intersect1d(self.keys, before.keys, assume_unique=True, return_indices=True)
        return Changes(
            added=len(self.keys) - len(here),
            left=len(before.keys) - len(there),
            changed=int((self.prints[here] != before.prints[there]).sum()),
        )


class Positions:
    """Where places are: 24 bytes for each that has a point."""

    def __init__(self, places: Iterable[tuple[str, float | None, float | None]] = ()) -> None:
        self._keys, self._latitudes, self._longitudes = array("q"), array("d"), array("d")
        for place in places:
            self.add(*place)

    def add(self, finess: str, latitude: float | None, longitude: float | None) -> None:
        """Degrees, WGS84."""
        if latitude is not None and longitude is not None:
            self._keys.append(hash(finess))
            self._latitudes.append(latitude)
            self._longitudes.append(longitude)

    def moved_since(self, before: "Positions", km: float) -> tuple[int, int]:
        """How many places are further than this from where they were, and how many had a point then and now."""
        import numpy as np

        ours, theirs = (np.frombuffer(each._keys, np.int64) for each in (self, before))
        _, here, there = np.intersect1d(ours, theirs, return_indices=True)
        north, then_north = np.array(self._latitudes)[here], np.array(before._latitudes)[there]
        east, then_east = np.array(self._longitudes)[here], np.array(before._longitudes)[there]
        apart = np.hypot(north - then_north, (east - then_east) * np.cos(np.radians(north)))
        return int((apart * KM_PER_DEGREE > km).sum()), len(here)


def same_files(digests: Mapping[str, str], before: Mapping[str, ImportedFile]) -> bool:
    """True when exactly these files were read last time."""
    return bool(digests) and digests == {name: each.digest for name, each in before.items()}
