"""The use cases of a structure: found it, make it move, open it."""

from maillage.structures.services.access import (
    end_access,
    give_access,
    invite,
    leave_everywhere,
    set_visibility,
)
from maillage.structures.services.erasing import erase
from maillage.structures.services.founding import (
    SettingsChanged,
    describe,
    drop_part,
    found,
    keep_answers,
    let_contact_go,
    redraw,
    switch_modules,
    take_part,
)
from maillage.structures.services.life import (
    MoveRefused,
    add_legal_person,
    advance,
    correct_legal_person,
    correct_move,
    end_legal_person,
    enter_history,
    evolve,
    take_back,
)
from maillage.structures.services.nesting import ask_nesting, confirm_nesting, drop_nesting
from maillage.structures.services.sites import GivenSite, add_site, correct_site, drop_site

__all__ = [
    "GivenSite",
    "MoveRefused",
    "SettingsChanged",
    "add_legal_person",
    "add_site",
    "advance",
    "ask_nesting",
    "confirm_nesting",
    "correct_legal_person",
    "correct_move",
    "correct_site",
    "describe",
    "drop_nesting",
    "drop_part",
    "drop_site",
    "end_access",
    "end_legal_person",
    "enter_history",
    "erase",
    "evolve",
    "found",
    "give_access",
    "invite",
    "keep_answers",
    "leave_everywhere",
    "let_contact_go",
    "redraw",
    "set_visibility",
    "switch_modules",
    "take_back",
    "take_part",
]
