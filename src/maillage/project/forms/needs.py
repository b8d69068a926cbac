"""The words of a need."""

from django import forms


class NeedForm(forms.Form):
    """The service judges what is empty or too long, for every door alike."""

    text = forms.CharField(
        label="Besoin",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce qui manque, pour qui, et où. Une phrase suffit.",
    )
