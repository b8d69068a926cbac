"""A contract as its paper says, its annex, its avenants, what it announces, what came."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Self, cast

from django import forms

from maillage.funding.enums import ContractKind, Prorata
from maillage.funding.models import AnnexYear, Avenant, Contract, ContractMission
from maillage.funding.queries.contracts import YEARS
from maillage.funding.services.contracts import GivenContract, GivenPayment, GivenYear
from maillage.funding.services.receipts import GivenReceipt
from maillage.structures.models import LegalPerson, Structure
from maillage.ui.forms import KeyedForm, NumberField, WholeField, day_field

UNSAID = "Le contrat ne le dit pas"
MOST_PEOPLE = 10_000_000
#: Of a year of the annex.
COLUMNS = {
    "fixed": "Part fixe (€)",
    "variable": "Part variable (€)",
}
PARTS = {"": None, "part": True, "whole": False}


def euros_field(label: str, **options: Any) -> forms.DecimalField:
    """Cents, up to a hundred million."""
    widget = forms.NumberInput(attrs=options.pop("attrs", {"data-unit": "€"}) | {"step": "0.01"})
    least = options.pop("min_value", Decimal("0.01"))
    return NumberField(
        label=label,
        min_value=least,
        max_value=Decimal("99999999.99"),
        decimal_places=2,
        widget=widget,
        **options,
    )


class ContractForm(KeyedForm):
    """What the paper does not say stays empty."""

    template_name = "funding/_contract_fields.html"

    kind = forms.ChoiceField(label="Nature", choices=ContractKind)
    name = forms.CharField(
        label="Nom", max_length=120, help_text="« ACI 2024-2029 », « FIR, appui au démarrage »."
    )
    legal_person = forms.TypedChoiceField(
        label="Signé par", coerce=int, help_text="La personne morale qui reçoit l’argent et en répond."
    )
    funder = forms.CharField(
        label="Financeur",
        max_length=120,
        required=False,
        help_text="« CPAM de Tarn-et-Garonne », « ARS Occitanie ».",
    )
    reference = forms.CharField(label="Référence", max_length=60, required=False)
    signed_on = day_field("Signé le")
    ends_on = day_field(
        "Dernier jour", required=False, help_text="Vide : celui que la durée donne, ou aucun."
    )
    population = WholeField(
        label="Population écrite au contrat",
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text="Celle de la signature : elle ne suit pas le recensement.",
    )
    size = forms.TypedChoiceField(
        label="Taille écrite au contrat",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", "Celle que donne la population"),
            *((number, f"Taille {number}") for number in range(1, 5)),
        ],
    )
    prorata = forms.ChoiceField(
        label="Prorata du premier versement d’une mission",
        required=False,
        choices=[("", UNSAID), *Prorata.choices],
    )
    start_year_prorated = forms.TypedChoiceField(
        label="L’année où une mission démarre est due",
        required=False,
        coerce=lambda given: PARTS[given],
        empty_value=None,
        choices=[("", UNSAID), ("whole", "En entier"), ("part", "Au prorata")],
    )

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.persons = {each.pk: each for each in structure.legal_persons.all()}
        names = [(pk, each.name) for pk, each in self.persons.items()]
        cast("forms.TypedChoiceField", self.fields["legal_person"]).choices = names
        self.is_cpts = structure.form == "cpts"
        if not self.is_cpts:
            for name in ("population", "size", "prorata", "start_year_prorated"):
                del self.fields[name]

    @classmethod
    def of(cls, contract: Contract, structure: Structure) -> Self:
        said = {name: getattr(contract, name) for name in GivenContract.__slots__}
        part = {value: word for word, value in PARTS.items()}[contract.start_year_prorated]
        return cls(
            structure,
            initial={**said, "start_year_prorated": part, "legal_person": contract.legal_person_id},
        )

    def given(self) -> GivenContract:
        return GivenContract(
            **{name: value for name, value in self.cleaned_data.items() if name in GivenContract.__slots__}
        )

    def person(self) -> LegalPerson:
        return self.persons[self.cleaned_data["legal_person"]]


class MissionForm(forms.Form):
    """A mission of the annex, or of an avenant: when it starts, then a row for each contract year."""

    starts_on = day_field("Démarre le", required=False, help_text="Vide tant que le contrat ne le dit pas.")

    def __init__(
        self, mission: ContractMission | None, data: Any = None, *, avenant: Avenant | None = None
    ) -> None:
        said_by = avenant.pk if avenant else None
        years: Mapping[int, AnnexYear] = (
            {each.number: each for each in mission.years.all() if each.avenant_id == said_by}
            if mission
            else {}
        )
        super().__init__(data, initial={"starts_on": mission.starts_on if mission else None})
        if avenant and mission and mission.avenant_id != avenant.pk:
            del self.fields["starts_on"]  # it was there before
        for number in YEARS:
            kept = years.get(number)
            for name, label in (("fixed", "part fixe"), ("variable", "part variable")):
                self.fields[f"{name}-{number}"] = euros_field(
                    f"Année {number}, {label}",
                    required=False,
                    min_value=Decimal(),
                    initial=getattr(kept, name, None),
                    attrs={"aria-label": f"Année {number}, {label}, en euros"},
                )

    columns = COLUMNS.values()

    def rows(self) -> Iterator[tuple[int, Sequence[tuple[str, forms.BoundField]]]]:
        """(contract year, its fields under the words of their columns)."""
        for number in YEARS:
            yield number, [(label, self[f"{name}-{number}"]) for name, label in COLUMNS.items()]

    def years(self) -> dict[int, GivenYear]:
        data = self.cleaned_data
        return {number: GivenYear(data[f"fixed-{number}"], data[f"variable-{number}"]) for number in YEARS}


class PlannedForm(KeyedForm):
    label = forms.CharField(label="Versement", max_length=120, help_text="« Premier acompte », « Solde ».")
    amount = euros_field("Montant")
    due_on = day_field("Attendu le", required=False, help_text="Vide : le papier ne donne pas de jour.")
    rule = forms.CharField(
        label="Ce qu’en dit le papier", max_length=200, required=False, help_text="« 80 % à la signature »."
    )

    def given(self) -> GivenPayment:
        return GivenPayment(**{name: self.cleaned_data[name] for name in GivenPayment.__slots__})


class ReceiptForm(KeyedForm):
    received_on = day_field("Arrivé le", help_text="Le jour écrit sur le relevé.")
    amount = euros_field("Montant reçu")
    is_last = forms.BooleanField(
        label="Rien d’autre ne viendra pour ce versement",
        required=False,
        help_text="À cocher quand il manque quelque chose pour de bon : dites pourquoi dessous.",
    )
    note = forms.CharField(label="Remarque", max_length=300, required=False)

    def given(self) -> GivenReceipt:
        return GivenReceipt(**{name: self.cleaned_data[name] for name in GivenReceipt.__slots__})
