"""What somebody says of how they may be told; how a structure tells; which tools it uses elsewhere."""

from collections.abc import Collection
from datetime import time
from typing import Any

from django import forms

from maillage.care.enums import OUTSIDE, TAKEN_KINDS
from maillage.care.forms.requests import CHOOSE, base_of, commune_choices
from maillage.care.forms.shared import NobodyField
from maillage.care.models import OutsideTool, RingSetting, Watch
from maillage.care.services.watching import Wish
from maillage.people.models import Person
from maillage.ui.forms import VersionedForm, WholeField, let_choose

HOURS = {"type": "time"}
MOST_KM, MOST_AT_ONCE, A_DAY = 100, 50, 1_440


class WatchForm(forms.Form):
    """By the link of one's card."""

    template_name = "care/requests/_watch_fields.html"

    kinds = forms.MultipleChoiceField(
        label="Ce que je peux prendre", choices=TAKEN_KINDS, widget=forms.CheckboxSelectMultiple
    )
    base = forms.ChoiceField(label="Je pars de")
    km = WholeField(
        label="Jusqu’à",
        min_value=0,
        max_value=MOST_KM,
        initial=15,
        widget=forms.NumberInput(attrs={"data-unit": "km"}),
        help_text="À vol d’oiseau.",
    )
    communes = forms.MultipleChoiceField(
        label="Seulement celles-ci",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens_at = forms.TimeField(
        label="Entre", initial=time(8), widget=forms.TimeInput(attrs=HOURS, format="%H:%M")
    )
    closes_at = forms.TimeField(
        label="Et", initial=time(19), widget=forms.TimeInput(attrs=HOURS, format="%H:%M")
    )
    on_weekends = forms.BooleanField(label="Le samedi, le dimanche et les jours fériés aussi", required=False)
    at_any_hour = forms.BooleanField(label="À toute heure si c’est urgent", required=False)

    def __init__(self, person: Person, watch: Watch | None, codes: Collection[str], data: Any = None) -> None:
        initial: dict[str, Any] = {
            "kinds": [key for key, _ in TAKEN_KINDS[:3]],
            "base": base_of(person, codes),
        }
        if watch:
            names = ("base", "km", "opens_at", "closes_at", "on_weekends", "at_any_hour")
            initial = {name: getattr(watch, name) for name in names}
            initial["kinds"] = [each.kind for each in watch.kinds.all()]
            initial["communes"] = [each.commune for each in watch.communes.all()]
        super().__init__(data, initial=initial)
        choices = commune_choices({*codes, *filter(None, [watch.base if watch else ""])})
        for name, before in (("base", [CHOOSE]), ("communes", [])):
            let_choose(self, name, [*before, *choices])

    def given(self) -> Wish:
        return Wish(is_on=True, **self.cleaned_data)


class RingForm(VersionedForm):
    """How a structure tells."""

    alone = WholeField(
        label="Le professionnel habituel, seul pendant",
        min_value=1,
        max_value=A_DAY,
        widget=forms.NumberInput(attrs={"data-unit": "min"}),
    )
    size = WholeField(label="Personnes prévenues à la fois", min_value=1, max_value=MOST_AT_ONCE)
    every = WholeField(
        label="Avant de prévenir les suivantes",
        min_value=1,
        max_value=A_DAY,
        widget=forms.NumberInput(attrs={"data-unit": "min"}),
    )

    def __init__(self, setting: RingSetting, data: Any = None) -> None:
        initial = {
            "alone": setting.alone_minutes, "size": setting.size, "every": setting.every_minutes,
            "version": setting.version,
        }  # fmt: skip
        super().__init__(data, initial=initial)


class ToolsForm(forms.Form):
    """The address of each tool; empty, nobody may ask for that."""

    def __init__(self, tools: dict[str, OutsideTool], data: Any = None) -> None:
        super().__init__(data)
        for kind, label in OUTSIDE:
            tool = tools.get(kind)
            self.fields[f"{kind}_name"] = NobodyField(
                label=f"{label} : nom de l’outil",
                max_length=60,
                required=False,
                initial=tool.name if tool else "",
            )
            self.fields[f"{kind}_url"] = forms.URLField(
                label="Son adresse",
                max_length=300,
                required=False,
                assume_scheme="https",
                initial=tool.url if tool else "",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for kind, _ in OUTSIDE:
            name, url = (bool(data.get(f"{kind}_{part}")) for part in ("name", "url"))
            if name != url and f"{kind}_url" not in self.errors:
                self.add_error(
                    f"{kind}_{'url' if name else 'name'}",
                    "Donnez le nom et l’adresse, ou ni l’un ni l’autre.",
                )
        return data
