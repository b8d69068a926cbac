"""What people write about a structure."""

from maillage.structures.forms.founding import (
    AccessForm,
    EraseForm,
    IdentityForm,
    KeyForm,
    RedrawForm,
    RolesForm,
    SiteForm,
    VisibilityForm,
)
from maillage.structures.forms.life import (
    CorrectMoveForm,
    EvolveForm,
    HistoryForm,
    LegalPersonForm,
    MoveForm,
    NestingForm,
)
from maillage.structures.forms.parts import IrisFileForm, PartForm

__all__ = [
    "AccessForm",
    "CorrectMoveForm",
    "EraseForm",
    "EvolveForm",
    "HistoryForm",
    "IdentityForm",
    "IrisFileForm",
    "KeyForm",
    "LegalPersonForm",
    "MoveForm",
    "NestingForm",
    "PartForm",
    "RedrawForm",
    "RolesForm",
    "SiteForm",
    "VisibilityForm",
]
