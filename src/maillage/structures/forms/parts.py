"""Parts of communes: typed one by one, or ticked in a file of IRIS."""

from collections.abc import Sequence
from typing import Any

from django import forms

from maillage.geography import atlas
from maillage.territories.services.iris import MOST_BYTES
from maillage.territories.services.parts import MOST_PEOPLE
from maillage.ui.forms import DATE, WholeField


class PartForm(forms.Form):
    commune = forms.ChoiceField(label="Commune")
    name = forms.CharField(
        label="Nom de la partie", max_length=120, help_text="Quartier, secteur, ou liste d’IRIS."
    )
    population = WholeField(
        label="Population",
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text="Laissez vide si vous ne la connaissez pas : elle sera dite inconnue.",
    )
    source = forms.CharField(
        label="Source", max_length=200, help_text="Qui la donne : Insee, mairie, agence d’urbanisme."
    )
    dated_on = forms.DateField(label="Population au", widget=DATE)
    iris = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2_000)

    def __init__(self, data: Any = None, *, codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["commune"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- narrows the type
        field.choices = [("", "Choisissez…"), *((code, atlas().commune(code).name) for code in codes)]

    def clean_iris(self) -> list[str]:
        text: str = self.cleaned_data["iris"]
        return text.split()


class IrisFileForm(forms.Form):
    file = forms.FileField(
        label="Fichier des IRIS (CSV, XLSX)",
        help_text="Celui de l’Insee : une ligne par IRIS, son code, sa population.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.xls,.ods", "class": "form-control"}),
    )

    def content(self) -> tuple[str, bytes]:
        file = self.cleaned_data["file"]
        return file.name, file.read(MOST_BYTES + 1)
