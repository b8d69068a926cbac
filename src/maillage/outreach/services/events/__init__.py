"""The use cases of events: prepare one, register, note who came, and what time brings."""

from maillage.outreach.services.events.attending import note_minutes, note_presence, walk_in
from maillage.outreach.services.events.due import KEPT_FOR, do_due
from maillage.outreach.services.events.planning import (
    DOOR,
    QUESTIONNAIRE,
    GivenEvent,
    cancel_event,
    change_event,
    drop_event,
    erase_events,
    finish_event,
    open_event,
    plan_event,
)
from maillage.outreach.services.events.registering import (
    OWN_DOOR,
    GivenRegistration,
    link_card,
    register,
    renew_own,
    say_coming,
)

__all__ = [
    "DOOR",
    "KEPT_FOR",
    "OWN_DOOR",
    "QUESTIONNAIRE",
    "GivenEvent",
    "GivenRegistration",
    "cancel_event",
    "change_event",
    "do_due",
    "drop_event",
    "erase_events",
    "finish_event",
    "link_card",
    "note_minutes",
    "note_presence",
    "open_event",
    "plan_event",
    "register",
    "renew_own",
    "say_coming",
    "walk_in",
]
