"""What is typed to run a campaign, and to call in it."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

from maillage.legislation import professions
from maillage.outreach.enums import Answer, Phase
from maillage.outreach.services import GivenCampaign, Told
from maillage.people.models import Person

WORDS = forms.Textarea(attrs={"rows": 10})
LONGEST = 2_000  # characters


class LaunchForm(forms.Form):
    title = forms.CharField(
        label="Titre", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phase = forms.ChoiceField(label="Où vous en êtes", choices=Phase, widget=forms.RadioSelect)
    professions = forms.MultipleChoiceField(
        label="Professions à appeler",
        widget=forms.CheckboxSelectMultiple,
        help_text="Chacun appelle d’abord sa propre profession.",
    )
    words = forms.CharField(
        label="Mots prêts",
        required=False,
        max_length=LONGEST,
        widget=WORDS,
        help_text="Laissez vide : nous en proposons selon le moment, et vous les récrivez ensuite.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        trades = [(trade.key, trade.label) for trade in professions() if trade.is_health]
        self.fields["professions"].choices = trades  # type: ignore[attr-defined]

    def given(self) -> GivenCampaign:
        data = self.cleaned_data
        return GivenCampaign(data["title"], data["phase"], data["professions"], data["words"])


class WordsForm(forms.Form):
    words = forms.CharField(label="Mots prêts", max_length=LONGEST, widget=WORDS)


class CallerForm(forms.Form):
    person = forms.TypedChoiceField(
        label="Qui appelle",
        coerce=int,
        help_text="Une personne qui fait partie de la structure. Son lien part par courriel si sa fiche en a un.",
    )

    def __init__(self, people: Iterable[Person], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [(person.pk, person.name) for person in people]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """One tap. The day is asked for « rappeler » alone."""

    call = forms.IntegerField(min_value=1, max_value=2**31 - 2, widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=Answer)
    again_on = forms.DateField(
        label="Rappeler le", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def told(self) -> Told:
        return Told(self.cleaned_data["answer"], self.cleaned_data["again_on"])


class TimeForm(forms.Form):
    minutes = forms.IntegerField(label="Minutes passées", min_value=1, max_value=600)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
