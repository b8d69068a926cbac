"""When a sheet begins here, under what, by whom."""

from typing import Any

from django import forms

from maillage.people.queries.naming import CardLabels
from maillage.project.forms.actions import offer_objectives
from maillage.project.forms.naming import day_field, offer_missions
from maillage.project.queries.missions import Group
from maillage.project.services.library import Taking
from maillage.structures.models import Structure
from maillage.ui.forms import KeyedForm, NamingForm, card_field


class TakingForm(NamingForm, KeyedForm):
    starts_on = day_field("Premier jour", required=True, help_text="Les étapes se datent à partir de lui.")
    mission = forms.ChoiceField(label="Mission ou axe", required=False)
    objective = forms.TypedChoiceField(label="Objectif", required=False, coerce=int, empty_value=None)
    owner = card_field("Responsable")

    def __init__(
        self, structure: Structure, groups: tuple[Group, ...], cards: CardLabels, *args: Any, **options: Any
    ) -> None:
        super().__init__(cards, *args, **options)
        self.objectives = {each.pk: each for each in structure.objectives.all()}
        offer_missions(self, groups)
        offer_objectives(self, self.objectives)

    def given(self) -> Taking:
        said = self.cleaned_data
        objective = self.objectives.get(said.get("objective") or 0)
        return Taking(said["starts_on"], said.get("mission", ""), objective, said["owner"])
