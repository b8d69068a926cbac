"""An idea in five lines, what is said of it, what is shown to judge it, what is answered."""

from typing import Any, cast

from django import forms
from django.utils import timezone

from maillage.governance.enums import IdeaState
from maillage.governance.models import Decision, Idea
from maillage.governance.services.ideas import TURNED_DOWN, GivenAnswer, GivenIdea, Weighing
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD, KeyedForm, VersionedForm

LONG = {"rows": 3}
#: What the bureau says in words; the rest comes of a task that it entrusts.
ANSWERS = [(state.value, state.label) for state in (IdeaState.KEPT, *TURNED_DOWN)]
MOST_DECISIONS = 200


class IdeaForm(KeyedForm):
    template_name = "governance/_idea_fields.html"

    title = forms.CharField(label="L’idée, en une phrase", max_length=120)
    what = forms.CharField(
        label="Ce que c’est", max_length=400, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 400})
    )
    for_whom = forms.CharField(label="Pour qui", max_length=200)
    need = forms.CharField(label="Le besoin auquel elle répond", max_length=300)
    by_whom = forms.CharField(
        label="Par qui",
        max_length=200,
        required=False,
        help_text="Qui s’en chargerait. Aucun nom de patient, nulle part : tous les membres lisent cette page.",
    )

    def given(self) -> GivenIdea:
        return GivenIdea(**{name: self.cleaned_data[name] for name in GivenIdea.__slots__})


class CommentForm(KeyedForm):
    words = forms.CharField(
        label="Votre commentaire",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
        help_text="600 signes au plus. Aucun nom de patient.",
    )


class WeighingForm(VersionedForm):
    proof = forms.CharField(
        label="Le besoin, ce qu’on en sait",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text="Un chiffre du diagnostic, une demande reçue, avec sa source.",
    )
    effort = forms.CharField(
        label="L’effort", max_length=1_000, required=False, widget=forms.Textarea(attrs=LONG)
    )
    money = forms.CharField(
        label="L’argent demandé", max_length=1_000, required=False, widget=forms.Textarea(attrs=LONG)
    )
    indicator = forms.CharField(
        label="À quoi on verra que ça marche",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs=LONG),
    )

    @classmethod
    def of(cls, idea: Idea) -> "WeighingForm":
        return cls(
            auto_id="weigh_%s",
            initial={name: getattr(idea, name) for name in (*Weighing.__slots__, "version")},
        )

    def given(self) -> Weighing:
        return Weighing(**{name: self.cleaned_data[name] for name in Weighing.__slots__})


class IdeaAnswerForm(VersionedForm):
    state = forms.ChoiceField(label="Réponse du bureau", choices=ANSWERS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Pourquoi",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text="Nécessaire pour une idée écartée ou à retravailler. Qui l’a proposée le lira.",
    )
    answered_on = forms.DateField(label="Le", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])

    def clean_answered_on(self) -> Any:
        said = self.cleaned_data["answered_on"]
        if said > timezone.localdate():
            raise forms.ValidationError("Cette réponse serait à venir : dites le jour où elle a été donnée.")
        return said

    def given(self) -> GivenAnswer:
        return GivenAnswer(**{name: self.cleaned_data[name] for name in GivenAnswer.__slots__})


class BindingForm(VersionedForm):
    decision = forms.TypedChoiceField(
        label="Décision qui en parle", required=False, coerce=int, empty_value=None
    )

    def __init__(self, idea: Idea, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = idea.structure.decisions.order_by("-year", "-number")[:MOST_DECISIONS]
        self.decisions: dict[int, Decision] = {each.pk: each for each in rows}
        if idea.decision:
            self.decisions.setdefault(idea.decision.pk, idea.decision)
        choices = [("", "Aucune"), *((pk, str(each)[:120]) for pk, each in self.decisions.items())]
        cast("forms.ChoiceField", self.fields["decision"]).choices = choices

    @property
    def given(self) -> Decision | None:
        said = self.cleaned_data["decision"]
        return self.decisions[said] if said else None


class IdeaSearchForm(forms.Form):
    q = forms.CharField(label="Chercher", required=False, max_length=100)
    state = forms.ChoiceField(label="État", required=False, choices=[("", "Toutes"), *IdeaState.choices])
    first = forms.ChoiceField(
        label="D’abord", required=False, choices=[("", "Les dernières"), ("soutiens", "Les plus soutenues")]
    )
