"""The action that a meeting serves."""

from typing import Any, cast

from django import forms

from maillage.project.models import Action
from maillage.project.queries.meetings import MeetingChoice


class MeetingActionForm(forms.Form):
    action = forms.TypedChoiceField(
        label="Pour l’action du projet", required=False, coerce=int, empty_value=None
    )

    def __init__(self, choice: MeetingChoice, data: Any = None) -> None:
        super().__init__(data)
        self.known = {each.pk: each for each in choice.actions}
        offered = [(each.pk, str(each)) for each in choice.actions]
        cast("forms.ChoiceField", self.fields["action"]).choices = [("", "Aucune en particulier"), *offered]

    def chosen(self) -> Action | None:
        return self.known.get(self.cleaned_data["action"])
