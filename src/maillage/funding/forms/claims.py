"""A line of the scale, a refusal, a day of payment."""

from decimal import Decimal
from typing import Any, cast

from django import forms

from maillage.funding.enums import IndemnityKind, RateUnit, RoundingWay
from maillage.funding.forms.contracts import euros_field
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.posts import choices_of
from maillage.funding.services.claims import GivenLine
from maillage.governance.enums import InstanceKind, Office, Verdict
from maillage.governance.models import Decision
from maillage.structures.models import Structure
from maillage.ui.forms import day_field

#: Minutes of a step: none, a quarter, half an hour, an hour.
STEPS = [
    (1, "À la minute"),
    (5, "Cinq minutes"),
    (15, "Un quart d’heure"),
    (30, "Une demi-heure"),
    (60, "Une heure"),
]
#: Decisions that a line may point to.
LAST = 100


def decision_field(
    label: str = "Décision qui le vote", *, empty_label: str = "Pas encore notée", help_text: str = ""
) -> "forms.ModelChoiceField[Decision]":
    """Among none until `offer_decisions` says which."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Decision.objects.none(),
        required=False,
        empty_label=empty_label,
        help_text=help_text,
    )


def offer_decisions(form: forms.Form, structure: Structure) -> None:
    """The last ones of the structure that were adopted: what was refused votes nothing."""
    mine = Decision.objects.filter(structure=structure, verdict=Verdict.ADOPTED).order_by("-pk")[:LAST]
    cast("forms.ModelChoiceField[Decision]", form.fields["decision"]).queryset = Decision.objects.filter(
        pk__in=mine.values("pk")
    )


class LineForm(forms.Form):
    """As it was voted."""

    template_name = "funding/_scale_fields.html"

    meeting_kind = forms.ChoiceField(
        label="Réunions", required=False, choices=[("", "Toutes"), *InstanceKind.choices]
    )
    office = forms.ChoiceField(label="Fonction", required=False, choices=[("", "Toutes"), *Office.choices])
    kind = forms.ChoiceField(label="Ce temps est", choices=IndemnityKind)
    amount = euros_field("Montant", min_value=Decimal(), help_text="0 pour un temps bénévole.")
    unit = forms.ChoiceField(label="Pour", choices=RateUnit)
    rounding_minutes = forms.TypedChoiceField(label="Durée arrondie à", choices=STEPS, coerce=int)
    rounding_way = forms.ChoiceField(label="Arrondi", choices=RoundingWay)
    post = forms.ChoiceField(
        label="Dépensé pour", help_text="La mission, ou le fonctionnement, dont le budget paie ce temps."
    )
    since = day_field("À partir du")
    decision = decision_field()

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_decisions(self, structure)
        person = payer_of(structure)
        cast("forms.ChoiceField", self.fields["post"]).choices = (
            choices_of(person, splits=False) if person else []
        )

    def given(self) -> GivenLine:
        return GivenLine(**{name: self.cleaned_data[name] for name in GivenLine.__slots__})


class RefusalForm(forms.Form):
    reason = forms.CharField(label="Pourquoi", max_length=200)


class PaidForm(forms.Form):
    paid_on = day_field("Payées le")
