"""Founding a structure, with the table that the browser kept."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from maillage import legislation
from maillage.kernel import BadInput
from maillage.people.forms.table import TableRows, table_rows
from maillage.people.queries import team_told
from maillage.people.rules import UNNAMED
from maillage.people.services import GivenMeeting, GivenPerson
from maillage.structures.services import GivenSite
from maillage.ui.forms import GivenElsewhere

SITE_FIELDS = ("commune", "address", "finess", "hours")


class FoundForm(forms.Form):
    name = forms.CharField(
        label="Nom du projet",
        max_length=120,
        help_text="Provisoire : vous pourrez le changer.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Donnez un nom, même provisoire."},
    )
    commune = GivenElsewhere(
        label="Commune du premier site",
        max_length=120,
        help_text="Son nom ou son code postal\N{NO-BREAK SPACE}; les autres sites s’ajoutent ensuite. "
        "Laissez vide si vous donnez un FINESS que l’annuaire connaît.",
    )
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    finess = forms.CharField(
        label="FINESS du site",
        max_length=40,
        required=False,
        help_text="S’il en a un, l’annuaire donne son nom, son adresse et sa commune.",
    )
    hours = forms.CharField(label="Horaires", max_length=200, required=False)
    forme = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    equipe = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2_000)
    codes = forms.CharField(widget=forms.HiddenInput, required=False)
    signed = forms.DateField(widget=forms.HiddenInput, required=False)
    table = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, entry: legislation.FormEntry, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["name"].widget.attrs["placeholder"] = f"{entry.label} du Quercy"
        if entry.founded_on != "sites":
            for name in SITE_FIELDS:
                del self.fields[name]

    def clean_key(self) -> UUID:
        return self.cleaned_data["key"] or uuid4()

    def clean_table(self) -> TableRows:
        try:
            return table_rows(self.cleaned_data["table"])
        except BadInput as refusal:
            self.add_error(None, str(refusal))  # the field is hidden: its name means nothing to a person
            return TableRows()

    def people(self) -> list[GivenPerson]:
        """The table the browser kept; else those whom the answers told, to be named."""
        if people := self.cleaned_data["table"].people:
            return [GivenPerson(**row.model_dump()) for row in people]
        told = team_told(self.cleaned_data["equipe"])
        return [
            GivenPerson(name=UNNAMED, profession=member.profession, practice=member.status)
            for member in told
            for _ in range(member.count)
        ]

    def sites(self) -> list[GivenSite]:
        given = {name: self.cleaned_data.get(name, "") for name in SITE_FIELDS}
        return [GivenSite(**given)] if given["commune"] or given["finess"] else []

    def meetings(self) -> list[GivenMeeting]:
        return [GivenMeeting(**row.model_dump()) for row in self.cleaned_data["table"].meetings]
