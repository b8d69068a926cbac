"""An objective, and the needs that it answers."""

from typing import Any
from uuid import uuid4

from django import forms

from maillage.project.forms.naming import offer, offer_missions
from maillage.project.models import Need, Objective
from maillage.project.queries.missions import Group
from maillage.project.services.objectives import GivenObjective
from maillage.structures.models import Structure
from maillage.ui.forms import VersionedForm


class ObjectiveForm(VersionedForm):
    """`version` 1 and a fresh key for one that is new."""

    text = forms.CharField(
        label="Objectif",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        help_text="Ce qui aura changé, pour qui, et quand on le verra.",
    )
    mission = forms.ChoiceField(label="Mission ou axe", required=False)
    needs = forms.TypedMultipleChoiceField(
        label="Besoins auxquels il répond", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, structure: Structure, groups: tuple[Group, ...], objective: Objective | None, data: Any = None
    ) -> None:
        initial: dict[str, Any] = {"version": 1, "key": uuid4()}
        if objective:
            initial = {
                "text": objective.text,
                "mission": objective.mission,
                "version": objective.version,
                "needs": [need.pk for need in objective.needs.all()],
            }
        super().__init__(data, initial=initial)
        self.known: dict[int, Need] = {need.pk: need for need in structure.needs.all()}
        offer_missions(self, groups)
        if self.known:
            offer(self, "needs", [(pk, need.text) for pk, need in self.known.items()])
        else:
            del self.fields["needs"]

    def given(self) -> GivenObjective:
        said = self.cleaned_data
        needs = [self.known[pk] for pk in said.get("needs", ())]
        return GivenObjective(said["text"], said.get("mission", ""), needs)
