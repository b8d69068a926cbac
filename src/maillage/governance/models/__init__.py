"""The instances of a structure, their meetings, what is decided there and who does it."""

from maillage.governance.models.conduct import Question, UnderWay
from maillage.governance.models.decisions import Decision, Task
from maillage.governance.models.instances import Instance, Mandate
from maillage.governance.models.meetings import AgendaItem, Invitation, Meeting, Pouvoir, Presence
from maillage.governance.models.minutes import Correction, Minutes
from maillage.governance.models.papers import MeetingPaper
from maillage.governance.models.polls import Poll, PollAnswer, PollDate, PollReply
from maillage.governance.models.signing import SigningCode
from maillage.governance.models.votes import CollegeWeight, Urn, Voice, Vote

__all__ = [
    "AgendaItem",
    "CollegeWeight",
    "Correction",
    "Decision",
    "Instance",
    "Invitation",
    "Mandate",
    "Meeting",
    "MeetingPaper",
    "Minutes",
    "Poll",
    "PollAnswer",
    "PollDate",
    "PollReply",
    "Pouvoir",
    "Presence",
    "Question",
    "SigningCode",
    "Task",
    "UnderWay",
    "Urn",
    "Voice",
    "Vote",
]
