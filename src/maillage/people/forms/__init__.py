"""What people write about a team."""

from maillage.people.forms.card import CardForm
from maillage.people.forms.founding import FoundForm
from maillage.people.forms.table import CircumstancesForm, InformationForm, PersonForm, table_rows

__all__ = ["CardForm", "CircumstancesForm", "FoundForm", "InformationForm", "PersonForm", "table_rows"]
