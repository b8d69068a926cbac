"""Founding a structure, and what it says of itself."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms

from maillage import legislation
from maillage.kernel import BadInput, folded
from maillage.structures.enums import Role
from maillage.structures.forms.life import DATE
from maillage.structures.forms.table import TableRows, table_rows
from maillage.structures.services import GivenActor, GivenMeeting


class FoundForm(forms.Form):
    name = forms.CharField(
        label="Nom du projet",
        max_length=120,
        help_text="Provisoire : vous pourrez le changer.",
        widget=forms.TextInput(attrs={"placeholder": "CPTS du Quercy", "autocomplete": "off"}),
        error_messages={"required": "Donnez un nom, même provisoire."},
    )
    codes = forms.CharField(widget=forms.HiddenInput, required=False)
    signed = forms.DateField(widget=forms.HiddenInput, required=False)
    table = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_key(self) -> UUID:
        return self.cleaned_data["key"] or uuid4()

    def clean_table(self) -> TableRows:
        try:
            return table_rows(self.cleaned_data["table"])
        except BadInput as refusal:
            self.add_error(None, str(refusal))  # the field is hidden: its name means nothing to a person
            return TableRows()

    def actors(self) -> list[GivenActor]:
        return [GivenActor(**row.model_dump()) for row in self.cleaned_data["table"].people]

    def meetings(self) -> list[GivenMeeting]:
        return [GivenMeeting(**row.model_dump()) for row in self.cleaned_data["table"].meetings]


class RedrawForm(forms.Form):
    """The drawing that comes back from the map, with the signature it was drawn for when somebody chose one."""

    codes = forms.CharField(
        error_messages={"required": "Le territoire est vide. Choisissez au moins une commune."}
    )
    signed = forms.DateField(
        required=False, error_messages={"invalid": "Cette date n’existe pas. Écrivez-la comme 2027-03-01."}
    )


class VisibilityForm(forms.Form):
    declared = forms.BooleanField(
        label="Déclarer le territoire aux autres projets de cette instance",
        required=False,
        help_text="Qui dessine par-dessus est prévenu des communes partagées. Un brouillon n’apparaît à personne.",
    )
    public = forms.BooleanField(
        label="Montrer aussi le nom de la structure",
        required=False,
        help_text="Sans cela, on lit seulement « une structure qui ne publie pas son nom ».",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("public") and not data.get("declared"):
            self.add_error("public", "Pour montrer le nom, déclarez aussi le territoire.")
        return data


class IdentityForm(forms.Form):
    name = forms.CharField(label="Nom de la structure", max_length=120)
    signature_hoped_on = forms.DateField(
        label="Signature de l’ACI espérée le",
        required=False,
        widget=DATE,
        help_text="Les délais des missions et le calendrier de la lettre en partent.",
    )
    contact = forms.CharField(
        label="Interlocuteur unique",
        required=False,
        max_length=200,
        help_text="Nom, téléphone, adresse : la première chose que cherchent l’ARS et la caisse dans la lettre.",
    )

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def clean_signature_hoped_on(self) -> date | None:
        hoped: date | None = self.cleaned_data["signature_hoped_on"]
        if hoped:
            try:
                legislation.deadlines("cpts", signed=hoped)
            except BadInput as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return hoped


class AccessForm(forms.Form):
    email = forms.EmailField(label="Adresse électronique", max_length=254)
    role = forms.ChoiceField(
        label="Rôle",
        choices=Role,
        help_text="Un porteur écrit et règle tout ; un adhérent lit, sans rien changer.",
    )


class EraseForm(forms.Form):
    """Erasing cannot be undone: its name is typed again."""

    name = forms.CharField(label="Le nom de la structure", max_length=120)

    def __init__(self, data: Any = None, *, name: str) -> None:
        super().__init__(data)
        self.expected = name
        self.fields["name"].help_text = f"Recopiez «\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}»."

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if folded(name) != folded(self.expected):
            raise forms.ValidationError("Ce n’est pas son nom. Recopiez-le pour la supprimer.")
        return name
