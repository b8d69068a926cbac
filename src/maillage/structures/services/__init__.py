"""The use cases of a structure: found it, gather its team, make it move, open it."""

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
    redraw,
    switch_modules,
    take_part,
)
from maillage.structures.services.life import (
    MoveRefused,
    add_legal_person,
    advance,
    end_legal_person,
    enter_history,
    evolve,
    take_back,
)
from maillage.structures.services.nesting import ask_nesting, confirm_nesting, drop_nesting
from maillage.structures.services.sites import GivenSite, add_site, correct_site, drop_site
from maillage.structures.services.table import (
    GivenActor,
    GivenMeeting,
    answer_law,
    change_engagements,
    correct,
    dismiss,
    forget_information,
    record_information,
    seat,
    welcome,
    welcome_new,
)

__all__ = [
    "GivenActor",
    "GivenMeeting",
    "GivenSite",
    "MoveRefused",
    "SettingsChanged",
    "add_legal_person",
    "add_site",
    "advance",
    "answer_law",
    "ask_nesting",
    "change_engagements",
    "confirm_nesting",
    "correct",
    "correct_site",
    "describe",
    "dismiss",
    "drop_nesting",
    "drop_part",
    "drop_site",
    "end_access",
    "end_legal_person",
    "enter_history",
    "erase",
    "evolve",
    "forget_information",
    "found",
    "give_access",
    "invite",
    "leave_everywhere",
    "record_information",
    "redraw",
    "seat",
    "set_visibility",
    "switch_modules",
    "take_back",
    "take_part",
    "welcome",
    "welcome_new",
]
