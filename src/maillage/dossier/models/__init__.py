"""What a structure writes: its documents, their sections; what is opened of them, and what is said."""

from maillage.dossier.models.declaration import CaisseQuestion, DeclaredLine, DeclaredRow
from maillage.dossier.models.dialogue import (
    Dialogue,
    DisputeStep,
    MissionSheet,
    Position,
    PreparationDone,
)
from maillage.dossier.models.documents import Document
from maillage.dossier.models.exports import Export
from maillage.dossier.models.review import (
    FrozenState,
    Opening,
    Opinion,
    PartnerDoor,
    ReceivedRequest,
    Remark,
    RequestRelay,
    ReviewDraft,
    SectionReading,
)
from maillage.dossier.models.sections import (
    ClauseChoice,
    SectionComment,
    SectionDraft,
    SectionPen,
    SectionText,
    SectionVersion,
)

__all__ = [
    "CaisseQuestion",
    "ClauseChoice",
    "DeclaredLine",
    "DeclaredRow",
    "Dialogue",
    "DisputeStep",
    "Document",
    "Export",
    "FrozenState",
    "MissionSheet",
    "Opening",
    "Opinion",
    "PartnerDoor",
    "Position",
    "PreparationDone",
    "ReceivedRequest",
    "Remark",
    "RequestRelay",
    "ReviewDraft",
    "SectionComment",
    "SectionDraft",
    "SectionPen",
    "SectionReading",
    "SectionText",
    "SectionVersion",
]
