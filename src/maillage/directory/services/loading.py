"""From the files of a register to the tables of a directory in the making."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db.models import Model

from maillage.directory.enums import (
    ACTIVITY_COLUMNS,
    ACTIVITY_FILE,
    DIPLOMA_COLUMNS,
    DIPLOMA_FILE,
    FINESS_FILE,
    SKILL_COLUMNS,
    SKILL_FILE,
    PlaceKind,
)
from maillage.directory.models import Activity, Diploma, Headcount, Person, Place, Reach, Skill
from maillage.directory.services import rpps
from maillage.directory.services.columns import numbered, places_of
from maillage.directory.services.companions import DIPLOMA_WANTED, SKILL_WANTED, Numbers, companion_columns
from maillage.directory.services.comparing import Census, Positions
from maillage.directory.services.counting import COUNTED_PLACES, Supplies, Tally, reach_of_pharmacies
from maillage.directory.services.finess import read_places
from maillage.directory.services.gathering import scattered
from maillage.directory.services.reading import Table, Watch, unwatched
from maillage.directory.services.remarks import RemarkKind, Remarks
from maillage.directory.services.sources import Given
from maillage.directory.services.storing.names import index_places
from maillage.directory.services.storing.swap import Aside, Row, Tables
from maillage.kernel import decimal_in_french


class Companion(NamedTuple):
    """A file that says more of the people of the other one."""

    label: str
    model: type[Model]
    expected: tuple[str, ...]
    wanted: tuple[str, ...]


COMPANIONS = {
    SKILL_FILE: Companion("Savoir-faire", Skill, SKILL_COLUMNS, SKILL_WANTED),
    DIPLOMA_FILE: Companion("Diplômes", Diploma, DIPLOMA_COLUMNS, DIPLOMA_WANTED),
}

FINESS, KIND, COMMUNE, LATITUDE, LONGITUDE, FINGERPRINT = places_of(
    Place, "finess", "kind", "commune", "latitude", "longitude", "fingerprint"
)


class Loaded:
    """What a file gave: lines read and kept, what was odd, and who is in it."""

    def __init__(self, name: str) -> None:
        self.remarks = Remarks(name)
        self.read = self.kept = 0
        self.census: Census | None = None
        self.positions = Positions()


class LoadedPeople(NamedTuple):
    """What the file of activities gave, and what the tables that follow need: who is who, whom to count."""

    loaded: Loaded
    numbers: Numbers
    tally: Tally


def load_activities(
    aside: Aside, given: Given, *, left_out: Collection[str], watch: Watch = unwatched
) -> LoadedPeople:
    """Fill people and activities."""
    loaded, tally = Loaded(ACTIVITY_FILE), Tally()
    with watch("Activités", given.size) as progress:
        table = Table(
            given.source,
            expected=ACTIVITY_COLUMNS,
            wanted=rpps.ACTIVITY_WANTED,
            remarks=loaded.remarks,
            progress=progress,
        )
        people = rpps.People(
            table.blocks(), loaded.remarks, scattered=scattered(given.source), left_out=left_out
        )
        for batch in people.batches():
            aside.load_all([(Person, batch.persons), (Activity, batch.activities)])
            tally.take(*(batch.activities[place] for place in COUNTED_PLACES))
    loaded.read, loaded.kept = table.rows, people.kept
    loaded.census = Census(people.nationals, people.prints)
    _say_nowhere(loaded, people.nowhere)
    return LoadedPeople(loaded, Numbers(people.nationals), tally)


def load_counts(tables: Tables, tally: Tally) -> None:
    """Fill headcounts and the reach of people."""
    supplies = Supplies()
    tables.load_all(supplies.noted(numbered(Headcount, tally.rows())))
    tables.load(Reach, supplies.reach())


def load_companion(
    aside: Aside, name: str, given: Given, numbers: Numbers, watch: Watch = unwatched
) -> Loaded:
    """Fill the skills or the diplomas."""
    companion, loaded = COMPANIONS[name], Loaded(name)
    with watch(companion.label, given.size) as progress:
        table = Table(
            given.source,
            expected=companion.expected,
            wanted=companion.wanted,
            remarks=loaded.remarks,
            progress=progress,
        )
        for people, *cells in companion_columns(table.blocks(), numbers, loaded.remarks):
            first = loaded.kept + 1
            loaded.kept += len(people)
            aside.load_all([(companion.model, (range(first, first + len(people)), people, *cells))])
    loaded.read = table.rows
    return loaded


def load_places(aside: Aside, given: Given, watch: Watch = unwatched) -> Loaded:
    """Fill the places, their names and the reach of pharmacies."""
    loaded, pharmacies = Loaded(FINESS_FILE), Counter[str]()
    keys, prints = array("q"), array("q")

    def noted(rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            keys.append(hash(row[FINESS]))
            prints.append(row[FINGERPRINT])
            loaded.positions.add(row[FINESS], row[LATITUDE], row[LONGITUDE])
            if row[KIND] == PlaceKind.PHARMACIE and row[COMMUNE]:
                pharmacies[row[COMMUNE]] += 1
            yield row

    with watch("Lieux", given.size) as progress:
        aside.load(Place, noted(read_places(given.source.path, loaded.remarks, progress)))
    loaded.kept = len(keys)
    loaded.read = loaded.kept + sum(map(loaded.remarks.count, (RemarkKind.REFUSED, RemarkKind.LEFT_OUT)))
    loaded.census = Census(keys, prints)
    index_places(aside)
    aside.load(Reach, [reach_of_pharmacies(pharmacies)])
    return loaded


def _say_nowhere(loaded: Loaded, nowhere: int) -> None:
    if nowhere:
        share = decimal_in_french(100 * nowhere / loaded.kept)
        loaded.remarks.warn(
            f"Activités sans commune ({share} % des lignes gardées) : absentes des comptes par territoire.",
            rows=nowhere,
        )
