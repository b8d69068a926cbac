"""What each says of the maturity of the structure, and the two actions that a conversation ends with."""

from typing import Any

from django import forms

from maillage import legislation
from maillage.project.forms.naming import offer
from maillage.project.models import Action
from maillage.structures.models import Structure
from maillage.ui.forms import KeyedForm

MOST = 200


class MaturityForm(forms.Form):
    """A field a question, under its axis (`by_axis`); all are answered, since what is left blank says nothing."""

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for axis in legislation.maturity():
            for question in axis.questions:
                self.fields[question.key] = forms.TypedChoiceField(
                    label=question.ask,
                    coerce=int,
                    choices=list(enumerate(question.levels, 1)),
                    widget=forms.RadioSelect,
                )

    @property
    def by_axis(self) -> list[tuple[Any, list[Any]]]:
        return [
            (axis, [self[question.key] for question in axis.questions]) for axis in legislation.maturity()
        ]


class OpenForm(KeyedForm):
    """Opens a conversation once."""


class CloseForm(forms.Form):
    first = forms.TypedChoiceField(label="Première action", coerce=int)
    second = forms.TypedChoiceField(label="Deuxième action", coerce=int)

    def __init__(self, structure: Structure, data: Any = None) -> None:
        super().__init__(data, auto_id="close_%s")
        self.known = {each.pk: each for each in structure.project_actions.order_by("-number")[:MOST]}
        choices = [("", "Choisissez…"), *((pk, str(each)) for pk, each in self.known.items())]
        for name in self.fields:
            offer(self, name, choices)

    def given(self) -> list[Action]:
        return [self.known[self.cleaned_data[name]] for name in ("first", "second")]
