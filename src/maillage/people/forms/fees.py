"""What is typed of fees: what the statutes ask, and what came in."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from maillage.people.enums import Basis, Means
from maillage.people.models import College, FeeRule
from maillage.ui.forms import DATE, NOT_SO_OLD, NumberField

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


class FeesForm(forms.Form):
    """One amount for all, then one for each college that has its own."""

    basis = forms.ChoiceField(label="La cotisation court sur", choices=Basis)
    next_year_from = forms.TypedChoiceField(
        label="Qui adhère en fin d’année a payé l’année suivante dès",
        choices=[("", "Jamais"), *((str(rank), name) for rank, name in enumerate(MONTHS, start=1))],
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Pour l’année civile, si vos statuts le disent.",
    )

    how_to_pay = forms.CharField(
        label="Comment payer",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Virement, chèque, à quel ordre, à quelle adresse : qui doit sa cotisation le lit par son lien.",
    )

    def __init__(self, rule: FeeRule | None, colleges: Sequence[College], data: Any = None) -> None:
        amounts = {row.college_id: row.amount for row in rule.amounts.all()} if rule else {}
        initial = {}
        if rule:
            initial = {
                "basis": rule.basis,
                "next_year_from": rule.next_year_from or "",
                "how_to_pay": rule.how_to_pay,
            }
        super().__init__(data, initial=initial)
        self.colleges: dict[str, College | None] = {"amount": None}
        self.colleges |= {f"amount-{college.pk}": college for college in colleges}
        for name, college in self.colleges.items():
            label = f"Montant, collège {college.name}" if college else "Montant"
            self.fields[name] = NumberField(
                label=label,
                required=False,
                min_value=Decimal(),
                max_value=Decimal(100_000),
                decimal_places=2,
                initial=amounts.get(college.pk if college else None),
                widget=forms.NumberInput(attrs={"data-unit": "€", "step": "0.01"}),
                help_text=(
                    "Vide : comme les autres."
                    if college
                    else "0 si l’adhésion est gratuite ; vide si rien n’est dit."
                ),
            )

        self.order_fields([*(name for name in self.fields if name != "how_to_pay"), "how_to_pay"])

    def amounts(self) -> dict[College | None, Decimal | None]:
        return {college: self.cleaned_data[name] for name, college in self.colleges.items()}


class FindForm(forms.Form):
    """Whose fees the list shows."""

    q = forms.CharField(
        label="Qui",
        max_length=200,
        required=False,
        help_text="Un nom, ou plusieurs séparés par des virgules.",
    )


class ReceiveForm(forms.Form):
    """Money that came, for the fees that are ticked."""

    paid_on = forms.DateField(
        label="Reçu le", widget=DATE, validators=[NOT_SO_OLD], initial=timezone.localdate
    )
    means = forms.ChoiceField(label="Par", choices=Means)
    payer = forms.CharField(
        label="Payé par", max_length=120, required=False, help_text="Vide : la personne elle-même."
    )
