"""What is typed to run a campaign, and to call in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self, cast
from uuid import uuid4

from django import forms

from maillage.geography import Commune
from maillage.legislation import professions_by_key
from maillage.outreach.enums import Answer
from maillage.outreach.services import GivenCampaign, Told
from maillage.ui.forms import LongSelect, WholeField

WORDS = forms.Textarea(attrs={"rows": 10})
LONGEST = 2_000  # characters


def named(communes: Iterable[Commune]) -> list[tuple[str, str]]:
    return [(commune.code, commune.name) for commune in communes]


class TargetForm(forms.Form):
    """Whom a campaign calls."""

    template_name = "outreach/campaigns/_target_fields.html"

    professions = forms.MultipleChoiceField(
        label="Professions à appeler",
        widget=forms.CheckboxSelectMultiple,
        help_text="Chacun appelle sa propre profession.",
    )
    communes = forms.MultipleChoiceField(
        label="Communes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans aucune, tout le territoire.",
    )

    def __init__(
        self,
        *args: Any,
        professions: Sequence[tuple[str, str]],
        communes: Iterable[Commune],
        **options: Any,
    ) -> None:
        """`professions`: (key, words) of those that may be called; `communes`: those of the territory."""
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["professions"]).choices = professions
        cast("forms.ChoiceField", self.fields["communes"]).choices = named(communes)


class LaunchForm(TargetForm):
    template_name = "outreach/campaigns/_launch_fields.html"

    title = forms.CharField(
        label="Titre", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phase = forms.ChoiceField(label="Où vous en êtes", widget=forms.RadioSelect)
    words = forms.CharField(
        label="Mots prêts",
        required=False,
        max_length=LONGEST,
        widget=WORDS,
        help_text="Laissez vide : nous en proposons selon le moment, et vous les récrivez ensuite.",
    )

    def __init__(self, *args: Any, phases: Mapping[str, str], **options: Any) -> None:
        """`phases`: those of the form of the structure, with their words."""
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["phase"]).choices = list(phases.items())

    def given(self) -> GivenCampaign:
        data = self.cleaned_data
        return GivenCampaign(
            data["title"], data["phase"], data["professions"], data["words"], data["communes"]
        )


class WordsForm(forms.Form):
    words = forms.CharField(label="Mots prêts", max_length=LONGEST, widget=WORDS)


class CallerForm(forms.Form):
    """The card of who calls, among those that are proposed; the service says whether they may."""

    person = forms.IntegerField(
        label="Qui appelle",
        min_value=1,
        max_value=2**31 - 2,
        widget=LongSelect,
        help_text="Une personne qui fait partie de la structure. Son lien part par courriel si sa fiche en a un.",
    )

    def propose(self, people: Iterable[tuple[int, str, str]]) -> Self:
        known = professions_by_key()
        cast("forms.Select", self.fields["person"].widget).choices = [
            ("", "Choisissez…"),
            *(
                (pk, f"{name}, {known[profession].label.lower()}" if profession in known else name)
                for pk, name, profession in people
            ),
        ]
        return self


class TakeForm(forms.Form):
    """Ten names: the nearest, or those of one commune."""

    NEAR = "proche"
    commune = forms.ChoiceField(label="Où")

    def __init__(self, communes: Iterable[Commune], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["commune"]).choices = [
            (self.NEAR, "Au plus près de chez moi"),
            *named(communes),
        ]


class KnownForm(forms.Form):
    """« Je la connais »: whose name has these words."""

    q = forms.CharField(
        label="Son nom",
        min_length=2,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class ChooseForm(forms.Form):
    """Which profession somebody calls who is of none of the campaign."""

    profession = forms.ChoiceField(label="Profession que vous appelez")

    def __init__(self, keys: Iterable[str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = professions_by_key()
        cast("forms.ChoiceField", self.fields["profession"]).choices = [
            (key, known[key].plural if key in known else key) for key in keys
        ]


class RefusalForm(forms.Form):
    """Somebody looked for, who asked for no more calls."""

    q = forms.CharField(
        label="Nom ou n° RPPS",
        min_length=2,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class LiftForm(forms.Form):
    """Why somebody may be called again."""

    national = forms.CharField(max_length=20, widget=forms.HiddenInput)
    reason = forms.CharField(label="Raison", min_length=3, max_length=200)


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
    minutes = WholeField(label="Minutes passées", min_value=1, max_value=600)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
