"""The question to the directory, as it lives in the URL of the page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from maillage.directory.enums import PlaceKind
from maillage.directory.queries.asking import MODES, Asked, UnclearCommune, asked
from maillage.directory.queries.people import KIND_LABELS
from maillage.geography import Commune, atlas
from maillage.kernel import BadInput
from maillage.legislation import professions

DISTANCES = (5, 10, 20, 30, 50)
#: What a question is made of; the other parameters only say how its answer is shown.
QUESTION = ("q", "trade", "skill", "commune", "km", "mode", "beyond_care", "kind")


def menu(*choices: tuple[object, str]) -> forms.Select:
    """Judged by `asked`, which says why: a menu does not judge its own value."""
    return forms.Select(choices=[("", "Toutes"), *choices])


def trade_choices() -> Iterator[tuple[str, str]]:
    for each in sorted(professions(), key=lambda each: not each.is_health):
        if each.rpps:
            yield each.key, each.label


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
    km = forms.IntegerField(
        label="Rayon",
        required=False,
        widget=forms.Select(
            choices=[
                ("", "sur place"),
                *((each, f"{each}\N{NO-BREAK SPACE}km") for each in DISTANCES),
            ]
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
    kind = forms.CharField(
        label="Sorte de lieu",
        required=False,
        widget=menu(*((each.value, KIND_LABELS[each]) for each in PlaceKind if each)),
    )
    beyond_care = forms.BooleanField(
        label="Aussi hors soin\N{NO-BREAK SPACE}: remplaçants, enseignement, étudiants", required=False
    )
    view = forms.CharField(required=False, widget=forms.HiddenInput)

    data: Mapping[str, Any]

    def __init__(self, question: QueryDict) -> None:
        super().__init__(question.dict())
        self.asked: Asked | None = None
        self.suggestions: Sequence[Commune] = ()
        self.which = ""  # what to ask above the suggestions

    @property
    def asks(self) -> bool:
        """Whether there is a question at all."""
        return any(str(self.data.get(name, "")).strip() for name in QUESTION)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or not self.asks:
            return data
        try:
            self.asked = asked(**{name: data[name] or _EMPTY[name] for name in QUESTION})
        except BadInput as refusal:
            if isinstance(refusal, UnclearCommune):
                self.suggestions, self.which = refusal.suggestions, refusal.which
            self.add_error(refusal.field, str(refusal))
        else:
            self._name_the_commune()
        return data

    def _name_the_commune(self) -> None:
        """« 82000 » becomes « Montauban (82) » in its field."""
        if self.asked and self.asked.commune:
            commune = atlas().commune(self.asked.commune)
            self.data = {**self.data, "commune": f"{commune.name} ({commune.departement})"}


_EMPTY: dict[str, Any] = {**dict.fromkeys(QUESTION, ""), "km": 0, "beyond_care": False}
