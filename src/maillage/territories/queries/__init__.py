"""What a set of communes is, and who declared it."""

from maillage.territories.queries.drawing import (
    Drawing,
    LawView,
    codes_in,
    communes_of_departement,
    communes_table,
    drawing_of,
    drawing_of_territory,
    law_of_cpts,
    map_of,
    members_of_epci,
    summary_of,
    territory_report,
)
from maillage.territories.queries.groups import groups_of
from maillage.territories.queries.overlaps import Overlap, declared_codes, overlaps

__all__ = [
    "Drawing",
    "LawView",
    "Overlap",
    "codes_in",
    "communes_of_departement",
    "communes_table",
    "declared_codes",
    "drawing_of",
    "drawing_of_territory",
    "groups_of",
    "law_of_cpts",
    "map_of",
    "members_of_epci",
    "overlaps",
    "summary_of",
    "territory_report",
]
