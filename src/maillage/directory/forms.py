"""The question to the directory, as it lives in the URL of the page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from maillage.directory.queries.kinds import KIND_LABELS
from maillage.directory.queries.search.question import MODES, Question, UnclearCommune, read_question
from maillage.directory.queries.search.suggestions import trades_label
from maillage.geography import Commune, atlas
from maillage.kernel import BadInput
from maillage.legislation import professions
from maillage.ui.forms import WholeField

DISTANCES = (5, 10, 20, 30, 50)
#: What a question is made of; the other parameters only say how its answer is shown.
QUESTION = tuple(Question().fields)


def menu(*choices: tuple[object, str]) -> forms.Select:
    """Judged by `read_question`, which says why: a menu does not judge its own value."""
    return forms.Select(choices=[("", "Toutes"), *choices])


def trade_choices() -> Iterator[tuple[str, str]]:
    for profession in sorted(professions(), key=lambda profession: not profession.is_health):
        if profession.rpps:
            yield profession.key, profession.label


class SearchForm(forms.Form):
    """Every field is facultative: a name or a commune is enough, and one of the two is needed."""

    q = forms.CharField(
        label="Nom, ou numéro",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    commune = forms.CharField(
        label="Commune",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "nom ou code postal"}),
    )
    km = WholeField(
        label="Rayon",
        required=False,
        widget=forms.Select(
            choices=[("", "sur place"), *((km, f"{km}\N{NO-BREAK SPACE}km") for km in DISTANCES)]
        ),
        error_messages={
            "invalid": "Cette distance n’est pas un nombre de kilomètres. Choisissez-la dans le menu."
        },
    )
    trade = forms.CharField(label="Profession", required=False, widget=menu(*trade_choices()))
    skill = forms.CharField(label="Spécialité", required=False, widget=menu())
    mode = forms.CharField(
        label="Exercice",
        required=False,
        widget=forms.Select(choices=[("", "Libéral ou salarié"), *MODES.items()]),
    )
    kind = forms.CharField(label="Sorte de lieu", required=False, widget=menu(*KIND_LABELS.items()))
    beyond_care = forms.BooleanField(
        label="Aussi hors soin\N{NO-BREAK SPACE}: remplaçants, enseignement, étudiants", required=False
    )
    view = forms.CharField(required=False, widget=forms.HiddenInput)

    data: Mapping[str, Any]

    def __init__(self, question: QueryDict) -> None:
        super().__init__(question.dict())
        self.question: Question | None = None
        self.suggestions: Sequence[Commune] = ()
        self.which = ""  # what to ask above the suggestions

    @property
    def typed(self) -> dict[str, str]:
        """The fields as they were typed."""
        return {name: str(self.data.get(name, "")) for name in (*QUESTION, "view")}

    @property
    def asks(self) -> bool:
        """Whether there is a question at all."""
        return any(self.typed[name].strip() for name in QUESTION)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or not self.asks:
            return data
        try:
            self.question = read_question(**{name: data[name] for name in QUESTION if data[name]})
        except BadInput as refusal:
            if isinstance(refusal, UnclearCommune):
                self.suggestions, self.which = refusal.suggestions, refusal.which
            self.add_error(refusal.field, str(refusal))
        else:
            self._show(self.question)
        return data

    def _show(self, question: Question) -> None:
        """« 82000 » becomes « Montauban (82) » in its field; several professions are one more line of their menu."""
        if question.towns and not question.postcode:
            commune = atlas().commune(question.commune)
            self.data = {**self.data, "commune": f"{commune.name} ({commune.departement})"}
        if len(question.trades) > 1:
            menu = self.fields["trade"].widget
            menu.choices = [*menu.choices, (question.fields["trade"], trades_label(question.trades))]
