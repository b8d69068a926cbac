"""A task put off."""

from django import forms

from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD


class PutOffForm(forms.Form):
    not_before = forms.DateField(
        label="Pas avant le", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR],
        help_text="Le message de chaque semaine n’en parle plus d’ici là. L’échéance ne change pas.",
    )  # fmt: skip
