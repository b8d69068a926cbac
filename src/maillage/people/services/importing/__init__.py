"""Bring the list one has: read it, foresee what it does, write it at once, give it back."""

from maillage.people.services.importing.columns import NOWHERE, Found, Recognised
from maillage.people.services.importing.planning import (
    CHANGED,
    LEFT_OUT,
    NEW,
    NEW_CARD,
    REFUSED,
    SAME,
    TO_DECIDE,
    Fate,
    Plan,
)
from maillage.people.services.importing.rows import Options, Reading, read_members
from maillage.people.services.importing.undoing import Undone, undo
from maillage.people.services.importing.writing import Seen, bring_in, foreseen

__all__ = [
    "CHANGED",
    "LEFT_OUT",
    "NEW",
    "NEW_CARD",
    "NOWHERE",
    "REFUSED",
    "SAME",
    "TO_DECIDE",
    "Fate",
    "Found",
    "Options",
    "Plan",
    "Reading",
    "Recognised",
    "Seen",
    "Undone",
    "bring_in",
    "foreseen",
    "read_members",
    "undo",
]
