"""The use cases of a team: seat it, correct it, found with it, say how the territory was told."""

from maillage.people.services.founding import found
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
    "GivenMeeting",
    "GivenPerson",
    "answer_law",
    "change_engagements",
    "correct",
    "dismiss",
    "forget_information",
    "found",
    "record_information",
    "say_who_practises",
    "seat",
    "welcome",
    "welcome_new",
]
