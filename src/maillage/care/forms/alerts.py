"""Signalling an alert, writing what to do, naming who validates, sending, following, ending."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from maillage.care.enums import AlertKind
from maillage.care.forms.shared import NobodyField, ServiceField
from maillage.care.services.alerts import Sent, Signalled
from maillage.people.models import Person
from maillage.ui.forms import KeyedForm, NamingForm, card_field, day_field, words_field

NOBODY = "Ne nommez aucun patient."


class SignalForm(KeyedForm):
    """A drug that misses, by its words; by a card's link, or by who coordinates."""

    title = NobodyField(
        label="Quel médicament ?", max_length=160, help_text="Nom, dosage, forme : comme vous le dites."
    )
    since = day_field("Depuis le")
    place = ServiceField(
        label="Où",
        max_length=120,
        required=False,
        help_text="Votre officine, votre commune, tout le territoire.",
    )
    words = words_field("Ce que vous en savez", kind=NobodyField, longest=2_000, help_text=NOBODY)

    def given(self, kind: str = AlertKind.SHORTAGE) -> Signalled:
        said = self.cleaned_data
        return Signalled(kind, said["title"], said["since"], said["words"], said["place"])


class AlertForm(SignalForm):
    """Any alert, by who coordinates."""

    kind = forms.ChoiceField(label="Nature", choices=AlertKind)
    field_order = ["kind", "title", "since", "place", "words"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["title"].label = "Ce qui manque, ou ce qui arrive"
        self.fields[
            "title"
        ].help_text = "Un médicament, une vague de chaleur, une route coupée : en une phrase."

    def given(self, kind: str = "") -> Signalled:
        return super().given(kind or self.cleaned_data["kind"])


class StepForm(forms.Form):
    words = ServiceField(label="Que faire", max_length=300, help_text="Une conduite par ligne.")
    source = ServiceField(
        label="Source", max_length=160, required=False, help_text="Le texte, la fiche, la date."
    )
    url = forms.URLField(label="Son adresse", max_length=300, required=False, assume_scheme="https")


class ValidatorsForm(NamingForm):
    """Who proposed it, and who says yes or no."""

    proposed_by = card_field("Proposée par")
    one = card_field("Valide")
    two = card_field("Valide aussi")
    three = card_field("Valide aussi")

    def validators(self) -> list[Person]:
        return [self.cleaned_data[name] for name in ("one", "two", "three") if self.cleaned_data[name]]


class SendForm(forms.Form):
    professions = forms.MultipleChoiceField(label="À qui", widget=forms.CheckboxSelectMultiple)
    asks_answer = forms.BooleanField(
        label="Demander une réponse", required=False, help_text="« Je l’applique », ou « Je ne peux pas »."
    )
    valid_until = day_field("Valable jusqu’au", required=False)

    def __init__(self, professions: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.MultipleChoiceField", self.fields["professions"]).choices = professions

    def given(self) -> Sent:
        said = self.cleaned_data
        return Sent(said["professions"], said["asks_answer"], said["valid_until"])


class AlertNoteForm(forms.Form):
    words = NobodyField(label="Ce qui a changé", max_length=300, help_text=NOBODY)


class EndForm(forms.Form):
    ending = NobodyField(
        label="Pourquoi c’est fini", max_length=300, help_text="« Le médicament est de nouveau livré. »"
    )


class RefuseForm(forms.Form):
    """Why a validator says no."""

    reason = NobodyField(label="Ce qui ne va pas", max_length=200, help_text=NOBODY)
