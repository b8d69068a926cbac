"""A time to declare, a word on a sum."""

from datetime import datetime, time, tzinfo
from typing import Any

from django import forms

from maillage.files.enums import ACCEPTED
from maillage.funding.forms.actions import action_field, offer_actions
from maillage.funding.services.own_hours import GivenTime
from maillage.structures.models import Structure
from maillage.ui.forms import KeyedForm, day_field

#: In minutes: a tap for the commonest.
LENGTHS = [
    (30, "Une demi-heure"),
    (60, "Une heure"),
    (90, "Une heure et demie"),
    (120, "Deux heures"),
    (180, "Trois heures"),
    (240, "Quatre heures"),
    (420, "Une journée (sept heures)"),
]


class TimeForm(KeyedForm):
    label = forms.CharField(
        label="Ce que vous avez fait", max_length=200, help_text="« Appels aux médecins de Lalbenque »."
    )
    day = day_field("Le")
    began = forms.TimeField(label="À partir de", widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.TypedChoiceField(label="Pendant", choices=LENGTHS, coerce=int, initial=60)
    action = action_field()
    proof = forms.FileField(
        label="Ce qui le montre",
        required=False,
        help_text="Une photo ou un PDF, 10 Mo au plus. N’y mettez rien sur un patient.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
    )

    def __init__(self, zone: tzinfo, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone
        offer_actions(self, structure)

    def given(self) -> GivenTime:
        said = self.cleaned_data
        began: time = said["began"]
        return GivenTime(
            said["label"],
            datetime.combine(said["day"], began, self.zone),
            said["minutes"],
            said.get("action"),
        )


class ContestForm(forms.Form):
    words = forms.CharField(label="Ce qui n’est pas juste", max_length=300)


class AnswerForm(forms.Form):
    words = forms.CharField(label="Votre réponse", max_length=300)
