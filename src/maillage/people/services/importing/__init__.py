"""Bring the list one has: read it, foresee what it does, write it at once, give it back."""

from maillage.people.services.importing.columns import NOWHERE, Found, Recognised
from maillage.people.services.importing.later import (
    AT_ONCE,
    KIND,
    GivenList,
    bring_in_given,
    bring_in_later,
    key_of,
)
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
    "AT_ONCE",
    "CHANGED",
    "KIND",
    "LEFT_OUT",
    "NEW",
    "NEW_CARD",
    "NOWHERE",
    "REFUSED",
    "SAME",
    "TO_DECIDE",
    "Fate",
    "Found",
    "GivenList",
    "Options",
    "Plan",
    "Reading",
    "Recognised",
    "Seen",
    "Undone",
    "bring_in",
    "bring_in_given",
    "bring_in_later",
    "foreseen",
    "key_of",
    "read_members",
    "undo",
]
