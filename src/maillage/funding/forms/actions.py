"""The action of the project that a sum, or a time, is for."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from maillage.project.enums import OPEN
from maillage.project.models import Action
from maillage.structures.models import Structure

#: Those that go on, the last ones first.
MOST = 100


def action_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Pour l’action du projet", required=False, coerce=int, empty_value=None
    )


def offer_actions(form: forms.Form, structure: Structure) -> None:
    """Without any, nothing is asked."""
    known = (
        structure.project_actions.filter(state__in=OPEN)
        .order_by("-number")
        .values_list("pk", "number", "title")
    )
    offered = [(pk, f"{number}. {title}") for pk, number, title in known[:MOST]]
    if offered:
        cast("forms.ChoiceField", form.fields["action"]).choices = [("", "Aucune en particulier"), *offered]
    else:
        del form.fields["action"]


class ActionForm(forms.Form):
    """What a meeting, or a claim, is for; with what it was for until now, even over."""

    action = action_field()

    def __init__(self, actions: Iterable[Action], current: Action | None, data: Any = None) -> None:
        super().__init__(data, initial={"action": current.pk if current else ""})
        self.known = {each.pk: each for each in [*([current] if current else []), *actions]}
        offered = [(pk, str(each)) for pk, each in self.known.items()]
        field = cast("forms.ChoiceField", self.fields["action"])
        field.choices = [("", "Aucune en particulier"), *offered]

    def chosen(self) -> Action | None:
        return self.known.get(self.cleaned_data["action"])
