"""An indicator, its base, its targets, and what the catalogue offers."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from maillage.legislation import CataloguedIndicator
from maillage.people.queries.naming import CardLabels
from maillage.project.enums import Better, Frequency, Origin
from maillage.project.forms.naming import day_field, line_field, offer, offer_missions
from maillage.project.models import Action, Indicator, Objective
from maillage.project.queries.indicators_counted import COUNTERS
from maillage.project.queries.missions import Group
from maillage.project.rules.values import NUMBER, YES_OR_NO
from maillage.project.services.indicators import GivenIndicator
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.ui.forms import (
    KeyedForm,
    NamingForm,
    NumberField,
    VersionedForm,
    WholeField,
    card_field,
    words_field,
)

NOT_A_FIGURE = "Écrivez un nombre : « 12,5 », « 1250 »."
SEPARATOR = ":"
UNITS = ("%", NUMBER, "jours", "heures", "euros", YES_OR_NO)


class FigureField(NumberField):
    """« 12,5 », « 1 250 », « 62 % »: as people write it; empty is unknown."""

    def __init__(self, label: str, *, help_text: str = "", required: bool = False, unit: str = "") -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"} | ({"data-unit": unit} if unit else {})
        said = dict.fromkeys(
            ("invalid", "max_digits", "max_whole_digits", "max_decimal_places"), NOT_A_FIGURE
        )
        super().__init__(
            label=label, required=required, max_digits=14, decimal_places=4, help_text=help_text,
            widget=forms.TextInput(attrs=attrs), error_messages=said,
        )  # fmt: skip

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.split()).removesuffix("%").removesuffix("€")
            value = value.replace(".", "").replace(",", ".") if "," in value else value
        try:
            return super().to_python(value)
        except InvalidOperation:
            raise forms.ValidationError(NOT_A_FIGURE) from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


def counted_choices(structure: Structure) -> Iterator[tuple[str, Any]]:
    """What the site counts, whole or narrowed, under the name of its counter."""
    yield "", "Choisir"
    known = {each.choices: each.choices(structure) for each in COUNTERS.values()}
    for counter in COUNTERS.values():
        narrowed = [
            (f"{counter.key}{SEPARATOR}{key}", f"{counter.label} : {label}")
            for key, label in known[counter.choices].items()
        ]
        whole = [] if counter.needs_choice else [(counter.key, counter.label)]
        if len(narrowed) + len(whole) == 1:
            yield from whole
        else:
            yield counter.label, [*whole, *narrowed]


class IndicatorForm(NamingForm, KeyedForm):
    """What the contract does not say stays empty."""

    template_name = "project/_indicator_fields.html"

    name = line_field("Indicateur", longest=200, required=True)
    mission = forms.ChoiceField(label="Mission ou axe", required=False)
    objective = forms.TypedChoiceField(label="Objectif", required=False, coerce=int, empty_value=None)
    actions = forms.TypedMultipleChoiceField(
        label="Actions",
        required=False,
        coerce=int,
        help_text="Celles qu’il montre. Ctrl ou ⌘ pour plusieurs.",
    )
    definition = words_field("Définition", rows=2, longest=1_000)
    numerator = line_field("Numérateur, en mots", longest=300, help_text="Ce qui est compté.")
    denominator = line_field(
        "Dénominateur, en mots",
        longest=300,
        help_text="Ce à quoi on le rapporte. Vide : la valeur est un compte.",
    )
    unit = line_field("Unité", longest=30, help_text="« % », « jours », « réunions », « oui/non ».")
    better = forms.ChoiceField(
        label="Le mieux",
        required=False,
        choices=[*Better.choices, ("", "Ni l’un ni l’autre")],
        initial=Better.MORE,
    )
    origin = forms.ChoiceField(label="D’où vient le chiffre", choices=Origin.choices, initial=Origin.ENTERED)
    counted = forms.ChoiceField(
        label="Ce que le site compte", required=False, help_text="Seulement pour « compté ici »."
    )
    frequency = forms.ChoiceField(label="Rythme", choices=Frequency.choices, initial=Frequency.YEAR)
    days_after = WholeField(
        label="À remplir au plus tard", required=False, min_value=0, max_value=366,
        widget=forms.NumberInput(attrs={"data-unit": "jours après la période"}),
        help_text="Vide : personne ne l’a dit, rien ne sera rappelé.",
    )  # fmt: skip
    fed_by = card_field("Rempli par", help_text="Quelqu’un de vos fiches.")
    fed_by_words = line_field("Ou, en mots", longest=80, help_text="« Le service statistique de la caisse ».")
    base = FigureField("Point de départ", help_text="Vide : inconnu, jamais zéro.")
    base_method = line_field(
        "Méthode du point de départ", longest=300, help_text="« Extraction de la CPAM au 31 décembre »."
    )
    weight = FigureField(
        "Poids", help_text="Sa part de la part variable. Vide : le contrat ne la dit pas.", unit="%"
    )
    is_of_contract = forms.BooleanField(
        label="Il est écrit au contrat : ses années sont celles du contrat", required=False
    )

    def __init__(
        self,
        structure: Structure,
        cards: CardLabels,
        groups: tuple[Group, ...],
        *args: Any,
        **options: Any,
    ) -> None:
        super().__init__(cards, *args, **options)
        objectives = Objective.objects.filter(structure=structure)
        actions = Action.objects.filter(structure=structure)
        together(objectives, actions)
        self.objectives = {each.pk: each for each in objectives}
        self.known = {each.pk: each for each in actions}
        offer_missions(self, groups)
        offer(self, "objective", [("", "Aucun"), *((pk, each.text) for pk, each in self.objectives.items())])
        offer(self, "actions", [(pk, str(each)) for pk, each in self.known.items()])
        offer(self, "counted", [*counted_choices(structure)])
        for name, held in (("objective", self.objectives), ("actions", self.known)):
            if not held:
                del self.fields[name]

    def clean_weight(self) -> Decimal | None:
        weight: Decimal | None = self.cleaned_data["weight"]
        if weight is not None and not 0 < weight <= 100:
            raise forms.ValidationError("Un poids est un nombre entre 0 et 100.")
        return weight

    @classmethod
    def said_of(cls, indicator: Indicator, cards: CardLabels) -> dict[str, Any]:
        """What the form begins with."""
        said = {
            name: getattr(indicator, name) for name in GivenIndicator.__slots__ if hasattr(indicator, name)
        }
        of = f"{SEPARATOR}{indicator.counter_of}" if indicator.counter_of else ""
        return said | {
            "objective": indicator.objective_id,
            "actions": [each.pk for each in indicator.actions.all()],
            "counted": f"{indicator.counter}{of}" if indicator.counter else "",
            "fed_by": cards.label_of(indicator.fed_by),
        }

    def given(self) -> GivenIndicator:
        data = self.cleaned_data
        is_counted = data["origin"] == Origin.COUNTED
        counter, _, of = (data["counted"] if is_counted else "").partition(SEPARATOR)
        named: dict[str, Any] = {name: data[name] for name in GivenIndicator.__slots__ if name in data}
        named |= {
            "objective": self.objectives.get(data.get("objective") or 0),
            "actions": [self.known[pk] for pk in data.get("actions", ())],
            "counter": counter,
            "counter_of": of,
        }
        return GivenIndicator(**named)


class EditForm(VersionedForm, IndicatorForm):
    """The same, refused when somebody wrote it since."""


class TargetForm(forms.Form):
    value = FigureField("Cible de l’année", help_text="Vide : aucune cible n’est écrite.")


class BaseCorrectionForm(KeyedForm):
    value = FigureField("Point de départ corrigé", required=True)
    on = day_field("Depuis le", required=True)
    reason = line_field("Motif", longest=300, required=True)


class YearForm(forms.Form):
    begins_on = day_field(
        "Premier jour de la première année du contrat",
        help_text="Les indicateurs du contrat se comptent d’anniversaire en anniversaire. Vide : années civiles.",
    )


class ChoosingForm(forms.Form):
    """Several of the catalogue at once."""

    chosen = forms.MultipleChoiceField(error_messages={"required": "Cochez au moins un indicateur."})

    def __init__(self, offered: Sequence[CataloguedIndicator], *args: Any) -> None:
        super().__init__(*args)
        self.offered = {each.key: each for each in offered}
        offer(self, "chosen", [(key, each.label) for key, each in self.offered.items()])

    def picked(self) -> list[CataloguedIndicator]:
        return [self.offered[key] for key in self.cleaned_data["chosen"]]


BETTER = {"plus": Better.MORE, "moins": Better.LESS, "oui": Better.MORE}
ORIGINS = {"compte_ici": Origin.COUNTED, "saisi": Origin.ENTERED, "caisse": Origin.CAISSE}
FREQUENCIES = {
    "en continu": Frequency.YEAR,
    "mensuelle": Frequency.MONTH,
    "trimestrielle": Frequency.QUARTER,
    "semestrielle": Frequency.HALF,
    "annuelle": Frequency.YEAR,
}


def given_from(chosen: CataloguedIndicator, form: str) -> GivenIndicator:
    """As the catalogue writes it; what nothing counts here yet, or wants a choice first, is typed."""
    counter = COUNTERS.get(str(chosen.counter or ""))
    counts = counter is not None and not counter.needs_choice
    origin = ORIGINS[chosen.origin]
    if origin == Origin.COUNTED and not counts:
        origin = Origin.ENTERED
    return GivenIndicator(
        name=chosen.label,
        mission=chosen.under(form),
        definition=chosen.definition,
        numerator=chosen.numerator,
        denominator=chosen.denominator,
        unit=chosen.unit,
        better=BETTER[chosen.better],
        origin=origin,
        counter=counter.key if counter and origin == Origin.COUNTED else "",
        frequency=FREQUENCIES[chosen.frequency],
        catalogue=chosen.key,
    )
