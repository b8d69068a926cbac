"""A structure is a project, a team and a territory, carried by legal persons over time."""

from maillage.structures.models.keys import ApiKey
from maillage.structures.models.life import (
    MOVES_OF,
    DatedMove,
    LegalPerson,
    LegalPersonMove,
    MissionMove,
    RecognitionMove,
)
from maillage.structures.models.nesting import Nesting
from maillage.structures.models.sites import Site
from maillage.structures.models.structure import Membership, ModuleChoice, Structure

__all__ = [
    "MOVES_OF",
    "ApiKey",
    "DatedMove",
    "LegalPerson",
    "LegalPersonMove",
    "Membership",
    "MissionMove",
    "ModuleChoice",
    "Nesting",
    "RecognitionMove",
    "Site",
    "Structure",
]
