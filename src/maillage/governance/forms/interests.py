"""An interest that somebody declares; who takes no part in a point."""

from typing import Any

from django import forms

from maillage.governance.forms.instances import card_field
from maillage.governance.services.interests import GivenInterest
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD, KeyedForm, NamingForm


class InterestForm(KeyedForm):
    """Of oneself, by the link of one's card."""

    body = forms.CharField(
        label="Organisme",
        max_length=150,
        help_text="Un établissement, une entreprise, une association, un élu.",
    )
    nature = forms.CharField(
        label="Quel lien", max_length=200, help_text="Salarié, associé, mandat, proche, terrain loué…"
    )
    since = forms.DateField(
        label="Depuis le", widget=DATE, required=False, validators=[NOT_SO_OLD, NOT_SO_FAR]
    )
    until = forms.DateField(
        label="Jusqu’au",
        widget=DATE,
        required=False,
        validators=[NOT_SO_OLD, NOT_SO_FAR],
        help_text="Le jour où il finit. Vide : il dure.",
    )

    def given(self) -> GivenInterest:
        return GivenInterest(**{name: self.cleaned_data[name] for name in GivenInterest.__slots__})


class OtherInterestForm(NamingForm, InterestForm):
    """Of somebody, by the desk."""

    person = card_field("Personne")
    field_order = ("person",)


class RecusalForm(NamingForm):
    item = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 2)
    person = card_field("Qui")
    reason = forms.CharField(
        label="Pourquoi", max_length=200, required=False, help_text="Le procès-verbal l’imprime."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].help_text = "Cette personne ne parle ni ne vote sur ce point."
