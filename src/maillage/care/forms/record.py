"""What is typed of a person where certified hosting is stated."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from maillage.accounts.models import User
from maillage.care.enums import ConsentMeans, ConsentScope
from maillage.care.forms.shared import NobodyField
from maillage.kernel import add_months
from maillage.ui.forms import KeyedForm, day_field, words_field

#: Months proposed before a file is erased; ours, no text says it.
KEPT = 12


class FileForm(KeyedForm):
    """A new file."""

    name = forms.CharField(
        label="Nom et prénom", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    born_on = day_field("Date de naissance", required=False)
    contact = words_field("Comment joindre la personne ou un proche", rows=2, longest=500)
    referent = forms.CharField(
        label="Référent du plan",
        max_length=120,
        required=False,
        help_text="Un professionnel : qui appeler pour cette personne.",
    )
    consents = forms.MultipleChoiceField(
        label="La personne est d’accord pour",
        choices=ConsentScope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    means = forms.ChoiceField(label="Elle l’a dit", choices=ConsentMeans.choices)
    role = NobodyField(
        label="Votre rôle auprès d’elle", max_length=80, help_text="Infirmière à domicile, médecin traitant…"
    )
    kept_until = day_field(
        "Garder ce dossier jusqu’au",
        help_text="Ce jour-là, tout est effacé. Une copie peut être donnée avant.",
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kept_until"].initial = add_months(on, KEPT)


class ReasonForm(forms.Form):
    reason = NobodyField(
        label="Pourquoi ouvrez-vous ce dossier ?",
        max_length=200,
        help_text="Le cercle de soins le lira, avec votre nom et l’heure. Ne nommez pas la personne.",
    )


class ConsentForm(forms.Form):
    scope = forms.ChoiceField(label="Accord pour", choices=ConsentScope.choices)
    means = forms.ChoiceField(label="Donné", choices=ConsentMeans.choices)


class SeatForm(forms.Form):
    user = forms.TypedChoiceField(label="Qui", coerce=int)
    role = NobodyField(label="Rôle auprès de la personne", max_length=80)

    def __init__(self, *args: Any, users: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].choices = [(each.pk, str(each)) for each in users]  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2)
    text = words_field("Texte", rows=8, longest=8_000)


class DrugForm(KeyedForm):
    drug = forms.CharField(label="Médicament, dose, rythme", max_length=300)
    decision = forms.CharField(label="Décision, et pourquoi", max_length=300, required=False)
    said_by = forms.CharField(label="Décidé par", max_length=120, required=False)
