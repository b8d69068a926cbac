"""Building an instance, preparing its tables, and filling its demonstration."""

from maillage.portal.services.building import (
    build_everything,
    clear_out,
    inventor,
    lacks_demo_directory,
    make_demo_directory,
    prepare_database,
    prepare_tables,
)
from maillage.portal.services.demonstration import demo_structures, make_demo

__all__ = [
    "build_everything",
    "clear_out",
    "demo_structures",
    "inventor",
    "lacks_demo_directory",
    "make_demo",
    "make_demo_directory",
    "prepare_database",
    "prepare_tables",
]
