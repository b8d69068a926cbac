"""What a structure wants to change, what it does for that, and what shows it."""

from maillage.project.models.actions import (
    Action,
    ActionMeeting,
    ActionNote,
    ActionPartner,
    ActionStep,
    ActionTask,
    Objective,
)
from maillage.project.models.evidence import Evidence, EvidenceWanted
from maillage.project.models.indicators import (
    Asked,
    BaseCorrection,
    ContextEvent,
    Correction,
    CountedRow,
    Indicator,
    Measure,
    ProjectYear,
    Review,
    ReviewLine,
    Target,
)
from maillage.project.models.maturity import Maturity, MaturityAnswer
from maillage.project.models.needs import Need

__all__ = [
    "Action",
    "ActionMeeting",
    "ActionNote",
    "ActionPartner",
    "ActionStep",
    "ActionTask",
    "Asked",
    "BaseCorrection",
    "ContextEvent",
    "Correction",
    "CountedRow",
    "Evidence",
    "EvidenceWanted",
    "Indicator",
    "Maturity",
    "MaturityAnswer",
    "Measure",
    "Need",
    "Objective",
    "ProjectYear",
    "Review",
    "ReviewLine",
    "Target",
]
