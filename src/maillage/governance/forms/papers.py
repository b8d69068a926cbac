"""A document that one adds to a meeting."""

from django import forms

from maillage.files.enums import ACCEPTED

WHAT_PAPERS = "PDF, photo, Word, Excel, ODT ou ODS, 10 Mo au plus. N’y mettez rien sur un patient."


class PaperForm(forms.Form):
    file = forms.FileField(
        label="Ajouter un document",
        help_text=WHAT_PAPERS,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
        error_messages={"required": "Choisissez un fichier."},
    )
