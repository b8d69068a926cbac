"""Communes of France without a database: lookup, search, figures of a territory, maps. Knows no Django."""

from maillage.geography.access import Accessibility, AreaAccess, Band
from maillage.geography.atlas import Atlas, AtlasNotBuilt, atlas
from maillage.geography.build import Report, build
from maillage.geography.catchments import METHOD, Method
from maillage.geography.choropleth import MapClass, categories, sequential
from maillage.geography.clocks import clocks_of
from maillage.geography.mesh import km_between, on_sphere
from maillage.geography.place_answers import Doubt, PlaceRow, Reading
from maillage.geography.place_titles import PlaceColumn, kind_of_title
from maillage.geography.records import Commune, Departement, Epci, Retired
from maillage.geography.selection import Selection
from maillage.geography.sources import SourcesMissing
from maillage.geography.summary import EpciShare, Summary

__all__ = [
    "METHOD",
    "Accessibility",
    "AreaAccess",
    "Atlas",
    "AtlasNotBuilt",
    "Band",
    "Commune",
    "Departement",
    "Doubt",
    "Epci",
    "EpciShare",
    "MapClass",
    "Method",
    "PlaceColumn",
    "PlaceRow",
    "Reading",
    "Report",
    "Retired",
    "Selection",
    "SourcesMissing",
    "Summary",
    "atlas",
    "build",
    "categories",
    "clocks_of",
    "kind_of_title",
    "km_between",
    "on_sphere",
    "sequential",
]
