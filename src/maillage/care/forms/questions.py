"""What is typed to ask a prescriber, and to say how one wants to be asked: choices, no patient."""

from collections.abc import Mapping
from typing import Any

from django import forms

from maillage.care.enums import Channel, QuestionAnswer, QuestionSubject
from maillage.care.forms.shared import ServiceField
from maillage.care.models import PracticeChannel
from maillage.ui.forms import KeyedForm, let_choose


class QuestionForm(KeyedForm):
    prescriber = forms.TypedChoiceField(label="À qui", coerce=int)
    subject = forms.ChoiceField(label="Sujet", choices=[("", "Choisissez…"), *QuestionSubject.choices])
    is_urgent = forms.BooleanField(label="La personne attend au comptoir", required=False)

    def __init__(self, prescribers: Mapping[int, str], data: Any = None) -> None:
        super().__init__(data)
        let_choose(self, "prescriber", [("", "Choisissez…"), *prescribers.items()])


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label="Réponse", choices=QuestionAnswer, widget=forms.RadioSelect)


class ChannelForm(forms.Form):
    channel = forms.ChoiceField(label="De préférence par", choices=Channel)
    address = ServiceField(
        label="Numéro ou adresse", max_length=120, help_text="Lu par vos confrères de la structure seulement."
    )
    hours = ServiceField(
        label="À quelles heures",
        max_length=120,
        required=False,
        help_text="Par exemple : de 12 h à 14 h, du lundi au vendredi.",
    )

    def __init__(self, said: PracticeChannel | None, data: Any = None) -> None:
        names = ("channel", "address", "hours")
        super().__init__(data, initial={name: getattr(said, name) for name in names} if said else None)
