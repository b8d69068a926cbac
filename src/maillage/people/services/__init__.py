"""The use cases of the people: seat them, correct a card, found with them, let them join and leave."""

from maillage.people.services.fees import ask_fees, receive, set_fees, take_back
from maillage.people.services.founding import found
from maillage.people.services.joining import (
    GivenDemand,
    GivenRules,
    accept,
    ask_to_join,
    enter,
    erase,
    leave,
    refuse,
    renew_door,
    set_rules,
)
from maillage.people.services.merging import merge, say_apart, undo
from maillage.people.services.table import (
    GivenMeeting,
    GivenPerson,
    answer_law,
    change_engagements,
    correct,
    dismiss,
    forget_information,
    record_information,
    say_who_practises,
    seat,
    welcome,
    welcome_new,
)

__all__ = [
    "GivenDemand",
    "GivenMeeting",
    "GivenPerson",
    "GivenRules",
    "accept",
    "answer_law",
    "ask_fees",
    "ask_to_join",
    "change_engagements",
    "correct",
    "dismiss",
    "enter",
    "erase",
    "forget_information",
    "found",
    "leave",
    "merge",
    "receive",
    "record_information",
    "refuse",
    "renew_door",
    "say_apart",
    "say_who_practises",
    "seat",
    "set_fees",
    "set_rules",
    "take_back",
    "undo",
    "welcome",
    "welcome_new",
]
