"""A piece that one joins, what misses, and what it proves."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from maillage.people.queries.naming import CardLabels
from maillage.project.enums import EvidenceKind
from maillage.project.forms.indicators_measures import paper_field
from maillage.project.forms.naming import day_field, line_field, offer
from maillage.project.models import Action, Evidence, Indicator
from maillage.project.services.evidence import GivenWanted, Proved
from maillage.ui.forms import KeyedForm, NamingForm, WholeField, card_field

#: In an address or a form: « i12 » an indicator, « a3 » an action, by their numbers in the database.
INDICATOR, ACTION = "i", "a"
NOTHING = "Choisissez ce que cette pièce prouve."


class ProvedField(forms.ChoiceField):
    """An indicator or an action of the structure; gives what is proved."""

    def __init__(self, label: str = "Ce qu’elle prouve") -> None:
        super().__init__(label=label, error_messages={"required": NOTHING, "invalid_choice": NOTHING})
        self.things: dict[str, Indicator | Action] = {}

    def fill(self, indicators: Mapping[int, Indicator], actions: Mapping[int, Action]) -> None:
        self.things = {f"{INDICATOR}{pk}": each for pk, each in indicators.items()}
        self.things |= {f"{ACTION}{pk}": each for pk, each in actions.items()}
        groups: list[Any] = [("", "Choisir")]
        if indicators:
            groups.append(
                ("Indicateurs", [(f"{INDICATOR}{pk}", each.name) for pk, each in indicators.items()])
            )
        if actions:
            groups.append(("Actions", [(f"{ACTION}{pk}", str(each)) for pk, each in actions.items()]))
        self.choices = groups

    def proved(self, value: str) -> Proved:
        thing = self.things[value]
        return Proved(indicators=[thing]) if isinstance(thing, Indicator) else Proved(actions=[thing])


class ProvingForm(forms.Form):
    """A form that says what is proved."""

    proves = ProvedField()

    def __init__(
        self, indicators: Mapping[int, Indicator], actions: Mapping[int, Action], *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.field.fill(indicators, actions)

    @property
    def field(self) -> ProvedField:
        return cast("ProvedField", self.fields["proves"])

    def proved(self) -> Proved:
        return self.field.proved(self.cleaned_data["proves"])


class JoiningForm(ProvingForm):
    """From the page where the work is: what is joined is named by its kind and its number."""

    kind = forms.ChoiceField(
        choices=[
            each for each in EvidenceKind.choices if each[0] not in (EvidenceKind.PAPER, EvidenceKind.OUTSIDE)
        ]
    )
    thing = WholeField(min_value=1, max_value=2**63 - 1)


class PaperForm(ProvingForm, KeyedForm):
    title = line_field("Intitulé", longest=200, required=True, help_text="« Procès-verbal de l’AGO ».")
    dated_on = day_field("Date", required=True)
    file = paper_field("Fichier")
    words = line_field("Ou, où elle est gardée", longest=300, help_text="« Classeur rouge, onglet 3 ».")
    url = forms.URLField(label="Adresse", required=False, max_length=500, assume_scheme="https")


class WantingForm(NamingForm, KeyedForm):
    words = line_field("Ce qui manque", longest=200, required=True)
    proves = ProvedField("Pour")
    owner = card_field("Qui l’apporte")
    due_on = day_field("Pour le")

    def __init__(
        self,
        cards: CardLabels,
        indicators: Mapping[int, Indicator],
        actions: Mapping[int, Action],
        *args: Any,
        **options: Any,
    ) -> None:
        super().__init__(cards, *args, **options)
        field = cast("ProvedField", self.fields["proves"])
        field.fill(indicators, actions)
        self.things = field.things

    def given(self, year: int) -> GivenWanted:
        data = self.cleaned_data
        thing = self.things[data["proves"]]
        return GivenWanted(
            data["words"], year,
            indicator=thing if isinstance(thing, Indicator) else None,
            action=thing if isinstance(thing, Action) else None,
            owner=data["owner"], due_on=data["due_on"],
        )  # fmt: skip


class AnsweringForm(forms.Form):
    """Which piece answers what missed; none: it is wanted no more."""

    evidence = forms.TypedChoiceField(label="Pièce", required=False, coerce=int, empty_value=None)

    def __init__(self, pieces: Mapping[int, Evidence], *args: Any) -> None:
        super().__init__(*args)
        self.pieces = pieces
        offer(
            self,
            "evidence",
            [("", "Elle n’est plus à trouver"), *((pk, str(each)) for pk, each in pieces.items())],
        )

    def piece(self) -> Evidence | None:
        return self.pieces.get(self.cleaned_data["evidence"] or 0)
