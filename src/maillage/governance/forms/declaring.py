"""A change that an association declares."""

from django import forms

from maillage.governance.enums import Formality
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD


class ChangeForm(forms.Form):
    what = forms.ChoiceField(label="Ce qui change", choices=Formality.choices, initial=Formality.STATUTES)
    changed_on = forms.DateField(label="Depuis le", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])
