"""A line of a budget, and what one wonders about it."""

from typing import Any, cast

from django import forms

from maillage.funding.enums import BudgetKind
from maillage.funding.forms.actions import action_field, offer_actions
from maillage.funding.forms.claims import decision_field, offer_decisions
from maillage.funding.forms.expenses import AmountField
from maillage.funding.queries.posts import choices_of
from maillage.funding.services.budget import GivenBudgetLine
from maillage.structures.models import LegalPerson
from maillage.ui.forms import KeyedForm, WholeField

FIRST_YEAR, LAST_YEAR = 1945, 2100


class BudgetLineForm(KeyedForm):
    post = forms.ChoiceField(label="Poste")
    kind = forms.ChoiceField(
        label="Ce que c’est",
        choices=BudgetKind,
        help_text="Un report s’ajoute à ce qui peut être dépensé, une mise en réserve s’en retire.",
    )
    amount = AmountField(label="Montant", signed=True, help_text="Un montant négatif corrige en moins.")
    year = WholeField(label="Année civile", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    words = forms.CharField(label="Remarque", max_length=200, required=False)
    action = action_field()
    decision = decision_field()

    def __init__(self, person: LegalPerson, year: int, data: Any = None) -> None:
        super().__init__(data, initial={"year": year})
        cast("forms.ChoiceField", self.fields["post"]).choices = choices_of(person, splits=False)
        offer_decisions(self, person.structure)
        offer_actions(self, person.structure)
        self.structure = person.structure

    def given(self) -> GivenBudgetLine:
        data: dict[str, Any] = {name: self.cleaned_data.get(name) for name in GivenBudgetLine.__slots__}
        action = self.structure.project_actions.filter(pk=data["action"]).first() if data["action"] else None
        return GivenBudgetLine(**{**data, "kind": BudgetKind(data["kind"]), "action": action})


class WhatIfForm(forms.Form):
    """Nothing is written of it."""

    poste = forms.ChoiceField(label="Poste")
    plus = AmountField(label="Dépense en plus")

    def __init__(self, choices: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        cast("forms.ChoiceField", self.fields["poste"]).choices = choices
