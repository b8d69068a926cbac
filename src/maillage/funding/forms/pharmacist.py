"""What a pharmacist did in a month, and what is true of the pharmacy for a year."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from maillage.funding.rules.pharmacist import fee_kinds, kinds
from maillage.funding.types.pharmacist import FeeKind
from maillage.ui.forms import WholeField

#: Of one act in one month: beyond, a slip of the hand.
MOST = 100_000
ANSWERS = {"": None, "oui": True, "non": False}


class MonthForm(forms.Form):
    """`<kind>`, with its dots as dashes; left empty, a count is unknown, never zero."""

    def __init__(self, noted: Mapping[str, int], data: Any = None) -> None:
        super().__init__(data)
        for key, kind in kinds().items():
            self.fields[field_name(key)] = WholeField(
                label=kind.label,
                required=False,
                min_value=0,
                max_value=MOST,
                initial=noted.get(key),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        self.noted = noted

    def groups(self) -> Iterator[tuple[FeeKind, list[BoundField], bool]]:
        """(what one rule pays, its counts, whether some are noted or wrong)."""
        for fee in fee_kinds():
            bound = [self[field_name(kind.key)] for kind in fee.kinds]
            yield fee, bound, any(each.errors or each.value() not in {None, ""} for each in bound)

    def counts(self) -> dict[str, int | None]:
        return {key: self.cleaned_data[field_name(key)] for key in kinds()}


def field_name(kind: str) -> str:
    return kind.replace(".", "-")


def yes_no(label: str, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=lambda given: ANSWERS[given],
        empty_value=None,
        choices=[("", "Je ne sais pas"), ("oui", "Oui"), ("non", "Non")],
        **options,
    )


class PharmacyForm(forms.Form):
    overseas = yes_no("Pharmacie d’un DROM")
    first_year = yes_no("Première année d’équipement en téléconsultation")

    @staticmethod
    def said(value: bool | None) -> str:
        return next(word for word, known in ANSWERS.items() if known is value)
