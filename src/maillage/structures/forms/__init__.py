"""What people write about a structure."""

from maillage.structures.forms.founding import (
    AccessForm,
    EraseForm,
    FoundForm,
    IdentityForm,
    RedrawForm,
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
from maillage.structures.forms.table import ActorForm, CircumstancesForm, InformationForm, table_rows

__all__ = [
    "AccessForm",
    "ActorForm",
    "CircumstancesForm",
    "CorrectMoveForm",
    "EraseForm",
    "EvolveForm",
    "FoundForm",
    "HistoryForm",
    "IdentityForm",
    "InformationForm",
    "IrisFileForm",
    "LegalPersonForm",
    "MoveForm",
    "NestingForm",
    "PartForm",
    "RedrawForm",
    "SiteForm",
    "VisibilityForm",
    "table_rows",
]
