"""Keeping a paper, handing it out, and letting go of it."""

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
    "UNUSED_AFTER",
    "check_place",
    "drop",
    "erase_subject",
    "keep",
    "response_of",
    "sweep",
    "unused",
]
