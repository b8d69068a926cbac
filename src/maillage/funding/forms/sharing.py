"""A sum, the rule of its sharing, and what each associate brings."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from django import forms
from django.forms import BoundField

from maillage.funding.enums import Basis, SharingRule
from maillage.funding.forms.claims import decision_field, offer_decisions
from maillage.funding.forms.contracts import euros_field
from maillage.funding.services.sharing import GivenAssociate, GivenSharing
from maillage.kernel import fraction
from maillage.people.models import Person
from maillage.structures.models import LegalPerson, Structure
from maillage.ui.forms import KeyedForm, NumberField

MOST_HOURS, MOST_POINTS = Decimal(87840), Decimal(1000000000)


class PartField(forms.CharField):
    """« 50 % », « 1/3 »; nothing is none of it."""

    def clean(self, value: Any) -> Fraction:
        written = super().clean(value)
        try:
            return fraction(written) if written else Fraction()
        except ValueError as refusal:
            raise forms.ValidationError(f"{refusal}.") from None


class SharingForm(KeyedForm):
    """`hours-<card>` and `points-<card>` for each associate; hours are proposed from presences."""

    template_name = "funding/_sharing_fields.html"

    legal_person = forms.TypedChoiceField(label="Somme de", coerce=int)
    label = forms.CharField(
        label="Ce qui est partagé", max_length=120, help_text="« ACI 2025, part variable »."
    )
    amount = euros_field("Montant à partager")
    rule = forms.ChoiceField(label="Règle", choices=SharingRule)
    decision = decision_field(
        "Décision qui vote cette règle",
        empty_label="Pas encore votée",
        help_text="Pour simuler, elle peut attendre ; pour garder le partage, il la faut.",
    )

    def __init__(
        self,
        structure: Structure,
        associates: Mapping[str, Person],
        hours: Mapping[int, Decimal],
        *args: Any,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.associates = associates
        self.persons = {each.pk: each for each in structure.legal_persons.all()}
        names = [(pk, each.name) for pk, each in self.persons.items()]
        cast("forms.TypedChoiceField", self.fields["legal_person"]).choices = names
        self.fields["legal_person"].initial = names[-1][0] if names else None  # the company came last
        offer_decisions(self, structure)
        for basis in Basis:
            self.fields[f"part-{basis}"] = PartField(
                label=basis.label.capitalize(), max_length=20, required=False
            )
        for name, card in associates.items():
            noted = hours.get(card.pk)
            self.fields[f"hours-{card.pk}"] = measure(f"{name}, heures", noted, MOST_HOURS)
            self.fields[f"points-{card.pk}"] = measure(f"{name}, points", None, MOST_POINTS)

    @property
    def rows(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """(name, hours, points)."""
        for name, card in self.associates.items():
            yield name, self[f"hours-{card.pk}"], self[f"points-{card.pk}"]

    @property
    def parts(self) -> Iterator[BoundField]:
        return (self[f"part-{basis}"] for basis in Basis)

    def person(self) -> LegalPerson:
        return self.persons[self.cleaned_data["legal_person"]]

    def given(self) -> GivenSharing:
        said, rule = self.cleaned_data, SharingRule(self.cleaned_data["rule"])
        mixed = {basis: said[f"part-{basis}"] for basis in Basis} if rule == SharingRule.MIXED else {}
        associates = [
            GivenAssociate(card, name, said[f"hours-{card.pk}"], said[f"points-{card.pk}"])
            for name, card in self.associates.items()
        ]
        return GivenSharing(said["label"], said["amount"], rule, associates, mixed, said["decision"])


def measure(label: str, initial: Decimal | None, most: Decimal) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"aria-label": label, "step": "0.01"})
    return NumberField(
        label=label,
        required=False,
        initial=initial,
        min_value=Decimal(),
        max_value=most,
        decimal_places=2,
        widget=widget,
    )
