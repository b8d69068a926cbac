"""The people of a structure: their cards, their belonging, and how the territory was told."""

from maillage.people.models.cards import Person
from maillage.people.models.information import InformationAttendance, InformationMeeting
from maillage.people.models.joining import Adhesion, Admitted, College, JoiningRules, JoinRequest

__all__ = [
    "Adhesion",
    "Admitted",
    "College",
    "InformationAttendance",
    "InformationMeeting",
    "JoinRequest",
    "JoiningRules",
    "Person",
]
