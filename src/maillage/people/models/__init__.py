"""The people of a structure: their cards, their belonging, and how the territory was told."""

from maillage.people.models.cards import Absence, Interest, OwnTheme, Person
from maillage.people.models.desk import ContactDesk
from maillage.people.models.fees import Fee, FeeAmount, FeeRule, Payment
from maillage.people.models.gains import Gain
from maillage.people.models.importing import ImportedChange, MemberImport
from maillage.people.models.information import InformationAttendance, InformationMeeting
from maillage.people.models.joining import Adhesion, Admitted, CardDoor, College, JoiningRules, JoinRequest
from maillage.people.models.merging import Apart, FilledColumn, Merge, MovedRow

__all__ = [
    "Absence",
    "Adhesion",
    "Admitted",
    "Apart",
    "CardDoor",
    "College",
    "ContactDesk",
    "Fee",
    "FeeAmount",
    "FeeRule",
    "FilledColumn",
    "Gain",
    "ImportedChange",
    "InformationAttendance",
    "InformationMeeting",
    "Interest",
    "JoinRequest",
    "JoiningRules",
    "MemberImport",
    "Merge",
    "MovedRow",
    "OwnTheme",
    "Payment",
    "Person",
]
