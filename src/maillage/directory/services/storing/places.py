"""From the FINESS file to places."""

from maillage.directory.enums import FINESS_FILE, PlaceKind
from maillage.directory.models import Place
from maillage.directory.services.fetching.sources import Given
from maillage.directory.services.reading.files import Watch
from maillage.directory.services.reading.finess import read_places
from maillage.directory.services.storing.headcounts import load_reach
from maillage.directory.services.storing.names import index_places
from maillage.directory.services.storing.report import FileReport
from maillage.directory.services.storing.swap import Aside


def load_places(aside: Aside, given: Given, watch: Watch) -> FileReport:
    """Fill the places, their names and the reach of pharmacies."""
    loaded = FileReport(FINESS_FILE, given)
    with watch("Lieux", given.size) as progress:
        loaded.rows_kept = aside.load(Place, read_places(given.source.path, loaded.remarks, progress))
    loaded.rows_read = loaded.rows_kept + loaded.rows_refused + loaded.rows_left_out
    ((loaded.subjects,),) = aside.rows("SELECT count(DISTINCT finess) FROM directory_place")
    aside.index(Place)
    index_places(aside)
    pharmacies = aside.rows(
        "SELECT commune, count(*) FROM directory_place WHERE kind = ? AND commune <> '' GROUP BY commune",
        [PlaceKind.PHARMACIE],
    )
    load_reach(aside, PlaceKind.PHARMACIE, pharmacies)
    return loaded
