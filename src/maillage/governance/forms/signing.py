"""The name of somebody who scans the code on the wall."""

from django import forms


class SigningForm(forms.Form):
    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Prénom et nom, comme votre convocation les écrit.",
    )
