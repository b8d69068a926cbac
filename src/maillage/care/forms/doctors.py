"""What is typed to seek a médecin traitant, and to say what one takes. No field holds a name, nor free words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from maillage.care.enums import (
    Again,
    AgeBand,
    AskerKind,
    Beyond,
    Bridge,
    Ending,
    Flag,
    RequestKind,
    RequestState,
)
from maillage.care.models import DoctorCapacity, DoctorsSetting
from maillage.care.queries.doctors import GOING_ON
from maillage.care.services.doctors import Declared
from maillage.care.services.requests import Asked
from maillage.ui.forms import KeyedForm, LongSelect, VersionedForm, WholeField, day_field, let_choose

Communes = Sequence[tuple[str, str]]
TRAPPED = "Votre navigateur a rempli une case cachée : elle est vidée. Envoyez de nouveau."
#: Profession asked for, a key of the law room.
DOCTOR = "medecin_generaliste"
CHOOSE = [("", "Choisissez…")]


class AskForm(KeyedForm):
    """For somebody who is not named: where they live, how old about, what makes it come first."""

    template_name = "care/doctors/_ask_fields.html"

    commune = forms.ChoiceField(label="Commune où habite la personne", widget=LongSelect)
    age = forms.ChoiceField(label="Âge", choices=AgeBand.choices, widget=forms.RadioSelect)
    flags = forms.MultipleChoiceField(
        label="Ce qui compte pour elle",
        choices=Flag.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Cochez tout ce qui est vrai : ces demandes passent d’abord.",
    )
    is_urgent = forms.BooleanField(
        label="C’est urgent : sans médecin, un traitement ou un suivi s’arrête", required=False
    )
    is_agreed = forms.BooleanField(
        label="La personne est d’accord pour que cette demande, sans son nom, soit proposée à des médecins.",
        error_messages={"required": "Demandez-lui son accord, puis cochez cette case."},
    )

    def __init__(self, communes: Communes, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        let_choose(self, "commune", [*CHOOSE, *communes])

    def given(self, asked_by: str) -> Asked:
        said = self.cleaned_data
        return Asked(
            kind=RequestKind.DOCTOR, profession=DOCTOR, commune=said["commune"], asked_by=asked_by, age=said["age"],
            flags=said["flags"], is_agreed=said["is_agreed"], is_urgent=said.get("is_urgent", False),
        )  # fmt: skip


class PublicAskForm(AskForm):
    """The same, by the person or a relative: who reads it says what is urgent."""

    is_urgent = None  # type: ignore[assignment]
    who = forms.ChoiceField(
        label="Vous demandez",
        choices=[(AskerKind.PATIENT, "Pour vous"), (AskerKind.CARER, "Pour un proche")],
        widget=forms.RadioSelect,
    )
    #: Nobody sees it: what fills all fields, fills it.
    website = forms.CharField(
        label="Laissez cette case vide",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    field_order = ("who", "commune", "age", "flags", "is_agreed")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.data.get("website") and isinstance(self.data, QueryDict):
            emptied = self.data.copy()
            emptied["website"] = ""
            self.data = emptied
            self.add_error(None, TRAPPED)
        return data

    @property
    def asked(self) -> Asked:
        return self.given(self.cleaned_data["who"])


class CapacityForm(forms.Form):
    """What a doctor takes: a number, how long it holds, and what they do not take."""

    template_name = "care/doctors/_capacity_fields.html"

    most = WholeField(
        label="Nouveaux patients que vous prenez",
        min_value=0,
        max_value=99,
        help_text="0 : plus aucun pour le moment.",
    )
    last_day = day_field(
        "En tout jusqu’au",
        required=False,
        help_text="Laissez vide pour autant chaque mois.",
    )
    beyond = forms.MultipleChoiceField(
        label="Vous ne prenez pas",
        choices=Beyond.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Selon ce que permet votre cabinet. Les droits, la langue et le handicap ne se trient pas.",
    )
    communes = forms.MultipleChoiceField(
        label="Seulement ces communes",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Rien de coché : tout le territoire.",
    )

    def __init__(
        self, communes: Communes, data: Any = None, *, kept: DoctorCapacity | None = None, **options: Any
    ) -> None:
        initial = {}
        if kept:
            initial = {
                "most": kept.most,
                "last_day": kept.last_day,
                "beyond": [each.what for each in kept.limits.all()],
                "communes": [each.code for each in kept.communes.all()],
            }
        super().__init__(data, initial=initial, **options)
        let_choose(self, "communes", communes)

    @property
    def has_communes(self) -> bool:
        return bool(self["communes"].value())

    def given(self) -> Declared:
        return Declared(**self.cleaned_data)


class CodeForm(forms.Form):
    """What one was told when one asked."""

    code = forms.CharField(
        label="Votre code",
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text="Cinq lettres et chiffres, reçus à la fin de votre demande.",
    )

    def clean_code(self) -> str:
        """As it was given, whatever one types between its characters."""
        return "".join(filter(str.isalnum, self.cleaned_data["code"])).upper()


class DeclareForForm(CapacityForm):
    """The same, on the phone: whoever coordinates says it for them."""

    person = forms.TypedChoiceField(label="Médecin", coerce=int, widget=LongSelect)
    field_order = ("person",)

    def __init__(self, doctors: Sequence[tuple[int, str]], communes: Communes, data: Any = None) -> None:
        super().__init__(communes, data)
        let_choose(self, "person", [*CHOOSE, *doctors])

    def given(self) -> Declared:
        said = dict(self.cleaned_data)
        said.pop("person")
        return Declared(**said)


class RulesForm(VersionedForm):
    answer_days = WholeField(
        label="Jours ouvrés pour répondre",
        min_value=1,
        max_value=30,
        help_text="Sans réponse à temps, la demande est proposée au suivant.",
    )
    offers_alone = forms.BooleanField(
        label="Proposer aussitôt ce que demandent les guichets et les professionnels, sans relecture",
        required=False,
    )

    def __init__(self, setting: DoctorsSetting, data: Any = None) -> None:
        names = ("answer_days", "offers_alone", "version")
        super().__init__(data, initial={name: getattr(setting, name) for name in names})


class SearchForm(forms.Form):
    state = forms.ChoiceField(
        label="État",
        required=False,
        choices=[(GOING_ON, "En cours"), *RequestState.choices, ("tous", "Tous")],
    )
    commune = forms.ChoiceField(label="Commune", required=False, widget=LongSelect)
    flag = forms.ChoiceField(label="Particularité", required=False, choices=[("", "Toutes"), *Flag.choices])

    def __init__(self, communes: Communes, data: Any) -> None:
        super().__init__(data, initial={"state": GOING_ON})
        let_choose(self, "commune", [("", "Toutes"), *communes])

    @property
    def asked(self) -> dict[str, str]:
        """As `queries.doctors.listed` takes it; what is not known is not asked."""
        said = self.cleaned_data if self.is_valid() else {}
        state = said.get("state") or GOING_ON
        return {
            "state": "" if state == "tous" else state,
            "commune": said.get("commune", ""),
            "flag": said.get("flag", ""),
        }


class BridgeForm(forms.Form):
    who = forms.ChoiceField(label="Qui veille en attendant", choices=[*CHOOSE, *Bridge.choices])


class EndForm(forms.Form):
    """Without having found, or withdrawn: why."""

    reason = forms.ChoiceField(label="Pourquoi", choices=[*CHOOSE, *Ending.choices])

    @property
    def state(self) -> str:
        unmet = {Ending.NOBODY, Ending.UNREACHED}
        return RequestState.UNMET if self.cleaned_data["reason"] in unmet else RequestState.WITHDRAWN


class AgainForm(forms.Form):
    reason = forms.ChoiceField(label="Pourquoi", choices=[*CHOOSE, *Again.choices])
