"""What is typed to open a survey, and to answer it."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from maillage import legislation
from maillage.geography import atlas
from maillage.kernel import folded, with_no_break_spaces
from maillage.surveys.queries.questionnaires import NOTICE, Question, Questionnaire
from maillage.surveys.queries.results import ELSEWHERE
from maillage.surveys.rules import naming
from maillage.surveys.services import LONGEST, GivenAnswer

#: A profession one keeps to oneself: chosen on purpose, kept as nothing.
UNTOLD = "non_dite"
MEND = "Retirez le nom, le numéro ou l’adresse, ou cochez tout en bas « Envoyer ce texte tel quel »."
SURE = "Envoyer ce texte tel quel. L’équipe le relira avant de le montrer."
CHOOSE = with_no_break_spaces("Choisissez une réponse ; une seule suffit.")


class ClosingForm(forms.Form):
    closed_on = forms.DateField(
        label="Fermer le",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Ce jour-là, le lien ne prend plus de réponse, pour de bon. Sans date, vous fermerez vous-même.",
        error_messages={"invalid": "Cette date n’existe pas. Écrivez-la comme 2027-03-01."},
    )


class OpenSurveyForm(ClosingForm):
    questionnaire = forms.CharField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """A questionnaire as one page, without script. `codes`: the communes of the territory."""

    def __init__(self, questionnaire: Questionnaire, codes: tuple[str, ...], data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4()})
        self.questionnaire = questionnaire
        self.fields = {question.key: field_of(question) for question in questionnaire.questions}
        if questionnaire.asks_profession:
            self.fields["profession"] = forms.ChoiceField(
                label="Votre profession", choices=professions, error_messages={"required": CHOOSE}
            )
        if questionnaire.commune:
            self.fields["commune"] = forms.ChoiceField(
                label=questionnaire.commune, choices=communes(codes), required=False
            )
        self.fields["key"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """A text that seems to name someone is asked about once; sent all the same, it will be read first."""
        data = super().clean() or {}
        texts = (question.key for question in self.questionnaire.questions if question.kind == "words")
        naming_texts = {key: found for key in texts if (found := naming(data.get(key, "")))}
        if naming_texts:
            self.fields["sure"] = forms.BooleanField(label=SURE, required=False)
        if "sure" not in self.data:
            for key, found in naming_texts.items():
                self.add_error(
                    key, with_no_break_spaces(f"Ce texte semble nommer quelqu’un (« {found} »). {MEND}")
                )
        return data

    def clean_key(self) -> UUID:
        """A key that was spoilt on its way is a new one: nobody could mend it by hand."""
        try:
            return UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid4()

    def given(self) -> GivenAnswer:
        data = self.cleaned_data
        kinds = {question.key: question.kind for question in self.questionnaire.questions}
        profession = data.get("profession", "")
        return GivenAnswer(
            profession="" if profession == UNTOLD else profession,
            commune=data.get("commune", ""),
            chosen={
                key: data[key] if kind == "several" else [data[key]]
                for key, kind in kinds.items()
                if kind != "words"
            },
            words={key: data[key] for key, kind in kinds.items() if kind == "words"},
        )


def field_of(question: Question) -> forms.Field:
    """A single choice always has a way not to say, so it is asked for; boxes and words may stay empty."""
    match question.kind:
        case "one":
            return forms.ChoiceField(
                label=question.text,
                choices=tuple(question.choices.items()),
                widget=forms.RadioSelect,
                error_messages={"required": CHOOSE},
            )
        case "several":
            return forms.MultipleChoiceField(
                label=question.text,
                choices=tuple(question.choices.items()),
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text="Plusieurs réponses possibles.",
            )
        case "words":
            return forms.CharField(
                label=question.text,
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=f"<strong>{NOTICE}</strong>",
            )


def professions() -> list[tuple[str, str]]:
    """Those who care; partners have their own questionnaire."""
    known = [(each.key, each.label) for each in legislation.professions() if each.family != "partenaire"]
    return [("", "Choisissez…"), *known, (UNTOLD, "Je préfère ne pas le dire")]


def communes(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    named = sorted(((code, atlas().commune(code).name) for code in codes), key=lambda pair: folded(pair[1]))
    return [("", "Choisissez…"), *named, (ELSEWHERE, "Une autre commune")]
