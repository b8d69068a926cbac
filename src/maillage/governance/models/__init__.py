"""The instances of a structure, their meetings, what is decided there and who does it."""

from maillage.governance.models.conduct import Question, UnderWay
from maillage.governance.models.decisions import Decision, Declaration, Task
from maillage.governance.models.ideas import Idea, IdeaAnswer, IdeaComment, IdeaSupport
from maillage.governance.models.instances import Instance, Mandate, SeatShare
from maillage.governance.models.interests import DeclaredInterest, InterestsTold, Recusal
from maillage.governance.models.meetings import AgendaItem, Invitation, Meeting, Pouvoir, Presence
from maillage.governance.models.minutes import Correction, Minutes, Signature
from maillage.governance.models.papers import MeetingPaper
from maillage.governance.models.polls import Poll, PollAnswer, PollDate, PollReply
from maillage.governance.models.rcp import RcpProfession, RcpSession
from maillage.governance.models.referents import Referent
from maillage.governance.models.signing import SigningCode
from maillage.governance.models.task_mail import TaskMailing, TaskMailRefusal
from maillage.governance.models.votes import CollegeWeight, Urn, Voice, Vote

__all__ = [
    "AgendaItem",
    "CollegeWeight",
    "Correction",
    "Decision",
    "Declaration",
    "DeclaredInterest",
    "Idea",
    "IdeaAnswer",
    "IdeaComment",
    "IdeaSupport",
    "Instance",
    "InterestsTold",
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
    "RcpProfession",
    "RcpSession",
    "Recusal",
    "Referent",
    "SeatShare",
    "Signature",
    "SigningCode",
    "Task",
    "TaskMailRefusal",
    "TaskMailing",
    "UnderWay",
    "Urn",
    "Voice",
    "Vote",
]
