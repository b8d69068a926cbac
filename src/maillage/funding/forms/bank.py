"""An account, a bank file, what a line is."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils import timezone

from maillage.funding.forms.contracts import euros_field
from maillage.funding.forms.kept_file import KeptFileForm
from maillage.funding.rules.statements import read_statement
from maillage.funding.services.bank import GivenAccount
from maillage.funding.types.statements import StatementFile
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson, Structure
from maillage.ui.forms import KeyedForm, NeededFile, day_field


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


class StatementForm(KeptFileForm):
    """Besides: `keep`, once it was seen; `other`, ranks of near lines that are other movements."""

    too_large = "exportez une période plus courte"
    missing = "Choisissez le fichier que votre banque vous a donné."
    unnamed = "relevé"

    file = NeededFile(
        label="Le relevé",
        required=False,
        help_text="CSV, XLSX, XLS, ODS, OFX ou CAMT.053, 1\N{NO-BREAK SPACE}Mo au plus.",
        widget=forms.FileInput(
            attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls,.ods,.ofx,.xml", "class": "form-control"}
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.found: StatementFile | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        try:
            name, content = self.content(data)
            self.found = read_statement(name, content, on=timezone.localdate())
        except BadInput as refusal:
            self.add_error("file", str(refusal))
        else:
            self.show_again(name, content)
        return data


class OtherForm(forms.Form):
    words = forms.CharField(
        label="En quelques mots",
        max_length=200,
        help_text="« Assurance », « Loyer de la salle », « Cotisations ».",
    )
