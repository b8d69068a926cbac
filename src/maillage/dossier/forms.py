"""Writing a section."""

from django import forms


class SectionForm(forms.Form):
    """`rich` is switched on by the editor's script; without it the text is plain and gets its paragraphs."""

    text = forms.CharField(label="Votre texte", required=False, widget=forms.Textarea(attrs={"rows": 12}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    rich = forms.BooleanField(widget=forms.HiddenInput, required=False)
