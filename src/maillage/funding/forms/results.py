"""An indicator as the contract says; a step of a variable part."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Self, cast

from django import forms

from maillage.funding.enums import RateState
from maillage.funding.models import Contract, Indicator
from maillage.funding.queries.contracts import missions_known
from maillage.funding.queries.followed import Proposed, followed_by
from maillage.funding.services.results import GivenIndicator, GivenStep
from maillage.ui.forms import KeyedForm, NumberField, day_field

MOST = Decimal("9999999999.99")


def percent_field(label: str, **options: Any) -> forms.DecimalField:
    attrs = {"data-unit": "%", "step": "0.01"} | options.pop("attrs", {})
    return NumberField(
        label=label,
        required=False,
        max_value=100,
        decimal_places=2,
        widget=forms.NumberInput(attrs=attrs),
        **options,
    )


def number_field(label: str, **options: Any) -> forms.DecimalField:
    attrs = {"step": "0.01"} | options.pop("attrs", {})
    return NumberField(
        label=label, required=False, min_value=-MOST, max_value=MOST, decimal_places=2,
        widget=forms.NumberInput(attrs=attrs), **options,
    )  # fmt: skip


class IndicatorForm(KeyedForm):
    """What the contract does not say stays empty. A contract without missions says its axis in words."""

    name = forms.CharField(label="Indicateur", max_length=160)
    mission = forms.ChoiceField(label="Mission", required=False)
    axis = forms.CharField(label="Axe", max_length=80, required=False, help_text="« Accès aux soins ».")
    formula = forms.CharField(
        label="Comment il se compte",
        max_length=300,
        required=False,
        help_text="« Patients sans médecin traitant orientés ÷ demandes reçues ».",
    )
    unit = forms.CharField(label="Unité", max_length=30, required=False, help_text="« % », « patients ».")
    base = number_field("Point de départ", help_text="Vide : inconnu.")
    target = number_field("Cible", help_text="Vide : inconnue.")
    weight = percent_field(
        "Poids",
        min_value=Decimal("0.01"),
        help_text="Sa part de la part variable. Vide : le contrat ne la dit pas.",
    )
    fed_by = forms.CharField(
        label="Qui le remplit", max_length=80, required=False, help_text="« La coordination », « la caisse »."
    )
    followed = forms.TypedChoiceField(
        label="Suivi au projet par",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Sa valeur sera proposée ici chaque année ; rien ne s’écrit tout seul.",
    )

    def __init__(self, contract: Contract, *args: Any, is_agreement: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {each.pk: each for each in followed_by(contract)}
        named = [("", "Aucun"), *((pk, each.name) for pk, each in self.known.items())]
        cast("forms.ChoiceField", self.fields["followed"]).choices = named
        if not self.known:
            del self.fields["followed"]
        if is_agreement:
            del self.fields["axis"]
            held = {each.mission for each in contract.missions.all()}
            named = [(each.key, each.label) for each in missions_known() if each.key in held]
            cast("forms.ChoiceField", self.fields["mission"]).choices = [("", "Tout le contrat"), *named]
        else:
            del self.fields["mission"]

    @classmethod
    def of(cls, indicator: Indicator, contract: Contract, *, is_agreement: bool) -> Self:
        said = {name: getattr(indicator, name) for name in GivenIndicator.__slots__}
        return cls(contract, initial=said | {"followed": indicator.followed_id}, is_agreement=is_agreement)

    def given(self) -> GivenIndicator:
        data = self.cleaned_data
        said = {name: data[name] for name in GivenIndicator.__slots__ if name in data}
        return GivenIndicator(**said | {"followed": self.known.get(data.get("followed") or 0)})


class StepForm(KeyedForm):
    """What each indicator reached, the rate of the whole when they do not say it, and the step."""

    template_name = "funding/_step_fields.html"

    state = forms.ChoiceField(label="Ce taux est", choices=RateState)
    on = day_field("Depuis le", help_text="Le jour du calcul, du dialogue de gestion ou de la notification.")
    rate = percent_field(
        "Taux d’ensemble",
        min_value=0,
        help_text="Vide quand chaque indicateur a son taux : la somme pondérée en tient lieu.",
    )
    reason = forms.CharField(
        label="Ce qui le dit",
        max_length=300,
        help_text="« Courrier de la caisse », « notre calcul de mars ».",
    )
    is_correction = forms.BooleanField(label="C’est une correction : une étape était fausse", required=False)

    def __init__(
        self,
        indicators: Sequence[Indicator],
        number: int,
        *args: Any,
        proposed: Mapping[int, Proposed] | None = None,
        **options: Any,
    ) -> None:
        """`proposed`: what the project says of some; it stands in a field that nobody filled."""
        super().__init__(*args, **options)
        self.indicators, self.proposed = indicators, proposed or {}
        for each in indicators:
            kept = next((one for one in each.reached.all() if one.number == number), None)
            value, rate = (kept.value, kept.rate) if kept else (None, None)
            if kept is None and each.pk in self.proposed:
                value = self.proposed[each.pk].value
            self.fields[f"value-{each.pk}"] = number_field(
                f"{each.name}, valeur",
                initial=value,
                attrs={"aria-label": f"{each.name}, valeur"}
                | ({"data-unit": each.unit} if each.unit else {}),
            )
            self.fields[f"rate-{each.pk}"] = percent_field(
                f"{each.name}, taux",
                min_value=0,
                attrs={"aria-label": f"{each.name}, taux, en pourcentage"},
                initial=None if rate is None else f"{(rate * 100).normalize():f}",
            )

    def rows(self) -> Iterator[tuple[Indicator, forms.BoundField, forms.BoundField, Proposed | None]]:
        for each in self.indicators:
            yield each, self[f"value-{each.pk}"], self[f"rate-{each.pk}"], self.proposed.get(each.pk)

    def given(self) -> GivenStep:
        data = self.cleaned_data
        reached = {
            each.pk: (data[f"value-{each.pk}"], _of_one(data[f"rate-{each.pk}"])) for each in self.indicators
        }
        return GivenStep(
            data["state"], data["on"], data["reason"], _of_one(data["rate"]), reached, data["is_correction"]
        )


def _of_one(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / 100
