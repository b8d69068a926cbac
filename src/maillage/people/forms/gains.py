"""What a structure says to those it would like to have."""

from typing import Any, Self

from django import forms

from maillage.people.models import Gain
from maillage.people.services.gains import GivenGain

LONGEST = 300  # characters


class GainForm(forms.Form):
    time_asked = forms.CharField(
        label="Le temps demandé",
        max_length=LONGEST,
        required=False,
        help_text="Par exemple : une réunion d’une heure par trimestre, le reste à votre choix.",
    )
    money = forms.CharField(
        label="L’argent",
        max_length=LONGEST,
        required=False,
        help_text="Par exemple : le temps de réunion est indemnisé, au tarif voté. N’écrivez que ce qui est voté.",
    )
    first_step = forms.CharField(
        label="Le premier pas",
        max_length=LONGEST,
        required=False,
        help_text="Par exemple : venir au premier jeudi du mois, ou appeler la coordination.",
    )

    @classmethod
    def of(cls, gain: Gain | None, data: Any = None) -> Self:
        written = {name: getattr(gain, name) for name in cls.base_fields} if gain else {}
        return cls(data, initial=written)

    def given(self) -> GivenGain:
        return GivenGain(**self.cleaned_data)
