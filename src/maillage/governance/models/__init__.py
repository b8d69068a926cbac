"""The instances of a structure, their meetings, what is decided there and who does it."""

from maillage.governance.models.decisions import Decision, Task
from maillage.governance.models.ideas import Idea, IdeaAnswer, IdeaComment, IdeaSupport
from maillage.governance.models.instances import Instance, Mandate
from maillage.governance.models.interests import DeclaredInterest, InterestsTold, Recusal
from maillage.governance.models.meetings import AgendaItem, Invitation, Meeting, Pouvoir, Presence
from maillage.governance.models.rcp import RcpProfession, RcpSession
from maillage.governance.models.referents import Referent
from maillage.governance.models.task_mail import TaskMailing, TaskMailRefusal

__all__ = [
    "AgendaItem",
    "Decision",
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
    "Pouvoir",
    "Presence",
    "RcpProfession",
    "RcpSession",
    "Recusal",
    "Referent",
    "Task",
    "TaskMailRefusal",
    "TaskMailing",
]
