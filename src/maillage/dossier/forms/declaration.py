"""A line of a yearly declaration, what is told one by one, what the caisse asks."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from maillage.dossier.enums import DeclaredKind
from maillage.dossier.services.declaration import GivenLine, GivenRow
from maillage.people.queries.naming import CardLabels
from maillage.project.models import Evidence
from maillage.ui.forms import KeyedForm, NamingForm, WholeField, card_field, day_field


class LineForm(NamingForm):
    owner = card_field("Responsable")
    comment = forms.CharField(label="Commentaire", max_length=300, required=False)
    evidences = forms.TypedMultipleChoiceField(
        label="Pièces", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, cards: CardLabels, evidences: Iterable[Evidence], *args: Any, **options: Any) -> None:
        super().__init__(cards, *args, **options)
        choices = [(each.pk, f"n° {each.number}, {each.title}") for each in evidences]
        if choices:
            cast("forms.TypedMultipleChoiceField", self.fields["evidences"]).choices = choices
        else:
            del self.fields["evidences"]

    def given(self) -> GivenLine:
        data = self.cleaned_data
        owner = data["owner"]
        return GivenLine(owner.pk if owner else None, data["comment"], data.get("evidences", ()))


class RowForm(KeyedForm):
    kind = forms.ChoiceField(label="Nature", choices=DeclaredKind)
    title = forms.CharField(label="Thème, ou formation", max_length=160)
    who = forms.CharField(
        label="Professions, ou maître de stage",
        max_length=200,
        required=False,
        help_text="N’écrivez rien sur un patient.",
    )
    since = day_field("Depuis le", required=False)
    until = day_field("Jusqu’au", required=False)
    updated_on = day_field("Mis à jour le", required=False)
    patients = WholeField(
        label="Patients concernés",
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text="Vide : pas compté.",
    )

    def given(self) -> GivenRow:
        return GivenRow(**{name: self.cleaned_data[name] for name in GivenRow.__slots__})


class QuestionForm(KeyedForm):
    asked_on = day_field("Reçue le")
    question = forms.CharField(label="Question", max_length=300)


class AnswerForm(forms.Form):
    answered_on = day_field("Répondu le")
    answer = forms.CharField(label="Réponse", max_length=300)
