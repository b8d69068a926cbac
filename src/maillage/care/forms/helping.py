"""What is asked of who can help, and what is written of them."""

from datetime import date
from typing import Any

from django import forms

from maillage.care.enums import AgeBand, HelpKind, Situation
from maillage.care.forms.shared import (
    ANYWHERE,
    ReachField,
    ServiceField,
    offer_communes,
    offer_partners,
)
from maillage.care.models import HelpOffer
from maillage.care.queries.helping import slots_of
from maillage.care.rules.helping import Question, in_lines
from maillage.care.services.helping import GivenOffer
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import today_in
from maillage.ui.forms import KeyedForm, VersionedForm, day_field, words_field


class QuestionForm(forms.Form):
    """A situation is enough; where and which age make the answer shorter."""

    situation = forms.ChoiceField(
        label="Pour quelle situation", choices=[("", "Choisissez…"), *Situation.choices]
    )
    commune = forms.ChoiceField(label="Commune de la personne", required=False)
    age = forms.ChoiceField(label="Âge", choices=[("", "Tous les âges"), *AgeBand.choices], required=False)

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_communes(self.fields["commune"], structure, anywhere=ANYWHERE)

    def question(self) -> Question:
        return Question(**self.cleaned_data)


class OfferFields(forms.Form):
    """What is said of somebody who helps."""

    partner = forms.ChoiceField(label="Partenaire de votre carnet")
    kind = forms.ChoiceField(label="Qui", choices=[("", "Choisissez…"), *HelpKind.choices])
    title = ServiceField(
        label="Service",
        max_length=100,
        required=False,
        help_text="S’il en a plusieurs : « Consultation mémoire ».",
    )
    situations = forms.MultipleChoiceField(
        label="Pour quelles situations", choices=Situation.choices, widget=forms.CheckboxSelectMultiple
    )
    does = ServiceField(
        label="Ce qu’il fait", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    phone = ReachField(label="Téléphone", required=False)
    hours = ServiceField(
        label="Quand appeler",
        max_length=120,
        required=False,
        help_text="« Du lundi au vendredi, 9 h à 17 h ».",
    )
    form_url = forms.URLField(
        label="Formulaire en ligne", max_length=300, required=False, assume_scheme="https"
    )
    slots = words_field(
        "Permanences",
        kind=ServiceField,
        rows=3,
        longest=2_000,
        help_text="Une par ligne : « lundi 9 h - 12 h 30, Maison de santé ». Pour une infirmière Asalée, ses demi-journées.",
    )
    returns = ServiceField(
        label="Ce qui revient à qui adresse",
        max_length=200,
        required=False,
        help_text="« Un mot sous quinze jours ».",
    )
    communes = forms.MultipleChoiceField(
        label="Communes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans aucune, tout le territoire.",
    )
    ages = forms.MultipleChoiceField(
        label="Âges",
        choices=AgeBand.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans aucun, tous les âges.",
    )
    checked_on = day_field("Vérifié le", help_text="Le jour où quelqu’un a appelé pour s’en assurer.")

    def __init__(self, structure: Structure, data: Any = None, *, row: HelpOffer | None = None) -> None:
        self.today = today_in(structure)
        super().__init__(data, initial=told(row) if row else {"checked_on": self.today})
        self.partners = structure.partners
        offer_partners(self.fields["partner"], structure, ("", "Choisissez…"))
        offer_communes(self.fields["communes"], structure)

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > self.today:
            raise forms.ValidationError("Cette date est à venir\N{NO-BREAK SPACE}: vérifiez-la.")
        return day

    def given(self) -> GivenOffer:
        said = {name: self.cleaned_data[name] for name in GivenOffer.__slots__}
        return GivenOffer(**said | {"partner": self.partners.get(pk=said["partner"])})


def told(row: HelpOffer) -> dict[str, Any]:
    """What the form shows of one that is there."""
    names = ("kind", "title", "does", "phone", "hours", "form_url", "returns", "checked_on", "version")
    return {name: getattr(row, name) for name in names} | {
        "partner": str(row.partner_id),
        "situations": [each.situation for each in row.situations.all()],
        "communes": [each.commune for each in row.communes.all()],
        "ages": [each.age for each in row.ages.all()],
        "slots": in_lines(slots_of(row)),
    }


class NewOfferForm(OfferFields, KeyedForm):
    pass


class OfferForm(OfferFields, VersionedForm):
    pass
