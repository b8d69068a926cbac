"""What a set of communes is, who practises there, and what it lacks."""

from maillage.territories.queries.drawing import (
    Drawing,
    LawView,
    Overlap,
    communes_of_departement,
    communes_table,
    declared_codes,
    drawing_of,
    groups_of,
    law_of_cpts,
    map_of,
    members_of_epci,
    overlaps,
    territory_report,
)

__all__ = [
    "Drawing",
    "LawView",
    "Overlap",
    "communes_of_departement",
    "communes_table",
    "declared_codes",
    "drawing_of",
    "groups_of",
    "law_of_cpts",
    "map_of",
    "members_of_epci",
    "overlaps",
    "territory_report",
]
