"""An account, a bank file, what a line is."""

import base64
import binascii
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils import timezone

from maillage.funding.forms.contracts import day_field, euros_field
from maillage.funding.rules.statements import read_statement
from maillage.funding.services.bank import GivenAccount
from maillage.funding.types.statements import StatementFile
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson, Structure
from maillage.ui.forms import KeyedForm, NeededFile

#: Of a file; a page sends it back as text, a third longer.
MOST_BYTES = 1_000_000


class AccountForm(KeyedForm):
    legal_person = forms.TypedChoiceField(label="Compte de", coerce=int)
    label = forms.CharField(label="Nom du compte", max_length=80, help_text="« Compte courant », « Livret ».")
    iban = forms.CharField(
        label="IBAN", max_length=60, help_text="Celui du RIB. Les pages n’en montrent que le début et la fin."
    )
    opening = euros_field(
        "Solde de départ",
        min_value=Decimal("-99999999.99"),
        help_text="Celui d’un relevé, avant les opérations que vous importerez. Un découvert est négatif.",
    )
    opened_on = day_field("Solde au soir du", help_text="Les opérations comptées commencent le lendemain.")

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.persons = {each.pk: each for each in structure.legal_persons.all()}
        names = [(pk, each.name) for pk, each in self.persons.items()]
        cast("forms.TypedChoiceField", self.fields["legal_person"]).choices = names

    def person(self) -> LegalPerson:
        return self.persons[self.cleaned_data["legal_person"]]

    def given(self) -> GivenAccount:
        return GivenAccount(**{name: self.cleaned_data[name] for name in GivenAccount.__slots__})


class StatementForm(forms.Form):
    """A file, then the same one sent back by its preview (`given`, in base 64): nothing is kept of it meanwhile.

    Besides: `keep`, once it was seen; `other`, ranks of near lines that are other movements.
    """

    file = NeededFile(
        label="Le relevé",
        required=False,
        help_text="CSV, XLSX, XLS, ODS, OFX ou CAMT.053, 1\N{NO-BREAK SPACE}Mo au plus.",
        widget=forms.FileInput(
            attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods,.ofx,.xml", "class": "form-control"}
        ),
    )
    given = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.found: StatementFile | None = None

    @property
    def error_fields(self) -> list[tuple[forms.BoundField, list[str]]]:
        """As `ui/errors.html` reads them."""
        return [(field, list(map(str, field.errors))) for field in self.visible_fields()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        try:
            name, content = self._content(data)
            self.found = read_statement(name, content, on=timezone.localdate())
        except BadInput as refusal:
            self.add_error("file", str(refusal))
        else:
            self.data = {"given": base64.b64encode(content).decode(), "name": name}  # to show again
        return data

    def _content(self, data: dict[str, Any]) -> tuple[str, bytes]:
        """(name, bytes) of the file, else of what comes back. Raises BadInput."""
        if file := data.get("file"):
            if file.size > MOST_BYTES:
                raise BadInput("Ce fichier dépasse 1 Mo : exportez une période plus courte.", field="file")
            return file.name[:120], file.read()
        if not data.get("given"):
            raise BadInput("Choisissez le fichier que votre banque vous a donné.", field="file")
        try:
            return data["name"] or "relevé", base64.b64decode(data["given"], validate=True)
        except (binascii.Error, ValueError):
            raise BadInput(
                "Le fichier s’est perdu en route : choisissez-le de nouveau.", field="file"
            ) from None


class OtherForm(forms.Form):
    words = forms.CharField(
        label="En quelques mots",
        max_length=200,
        help_text="« Assurance », « Loyer de la salle », « Cotisations ».",
    )
