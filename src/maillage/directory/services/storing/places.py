"""From the FINESS file to places."""

from maillage.directory.models import Place
from maillage.directory.services.storing.headcounts import load_reach
from maillage.directory.services.storing.names import index_places
from maillage.directory.services.storing.report import FileReport
from maillage.directory.services.storing.swap import Aside
from maillage.registers import OpenPlace, PlaceKind, Watch, read_places


def load_places(aside: Aside, report: FileReport, watch: Watch) -> None:
    """Fill the places, their names and the reach of pharmacies."""
    row = report.row
    with watch("Lieux", row.size) as progress:
        places = read_places(report.source.path, report.remarks, progress)
        row.rows_kept = aside.load(Place, places, OpenPlace._fields)
    ((row.subjects,),) = aside.rows("SELECT count(DISTINCT finess) FROM directory_place")
    aside.index(Place)
    index_places(aside)
    pharmacies = aside.rows(
        "SELECT commune, count(*) FROM directory_place WHERE kind = ? AND commune <> '' GROUP BY commune",
        [PlaceKind.PHARMACIE],
    )
    load_reach(aside, PlaceKind.PHARMACIE, pharmacies)
