"""Keeping a paper, handing it out, and letting go of it."""

from maillage.files.rules import entry_name
from maillage.files.services.archiving import BOM, DayArchive, Numbered, put_papers
from maillage.files.services.keeping import (
    UNUSED_AFTER,
    check_place,
    drop,
    erase_subject,
    keep,
    response_of,
    sweep,
    unused,
)

__all__ = [
    "BOM",
    "UNUSED_AFTER",
    "DayArchive",
    "Numbered",
    "check_place",
    "drop",
    "entry_name",
    "erase_subject",
    "keep",
    "put_papers",
    "response_of",
    "sweep",
    "unused",
]
