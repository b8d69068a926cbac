"""A time that a caller typed wrong."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from maillage.kernel import date_in_french, plural
from maillage.outreach.models import CallTime
from maillage.ui.forms import WholeField


class CallTimeForm(forms.Form):
    """Which, among those that nobody asked for yet; how long it was; why it is changed."""

    time = forms.TypedChoiceField(
        label="Temps à corriger",
        coerce=int,
        error_messages={
            "invalid_choice": "Ce temps a été retiré, ou demandé depuis\N{NO-BREAK SPACE}: choisissez-en un autre dans la liste."
        },
    )
    minutes = WholeField(
        label="Minutes données", min_value=0, max_value=600, help_text="0 : ce temps n’a pas été donné."
    )
    why = forms.CharField(label="Pourquoi", max_length=200)

    def __init__(self, times: Iterable[CallTime], data: Any = None) -> None:
        super().__init__(data)
        cast("forms.ChoiceField", self.fields["time"]).choices = [
            (each.pk, f"{each.caller} : {plural(each.minutes, 'minute')}, le {date_in_french(each.on)}")
            for each in times
        ]

    @property
    def known(self) -> bool:
        """Something may be corrected."""
        return bool(cast("forms.ChoiceField", self.fields["time"]).choices)
