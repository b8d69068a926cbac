"""The tour de table: typed one by one, or rows from the browser that kept them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

from django import forms
from django.utils import timezone
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from maillage import legislation
from maillage.kernel import BadInput, visible
from maillage.people.enums import Channel, Engagement, Practice, TeamRole
from maillage.people.queries import counts_in
from maillage.people.rules import is_a_name
from maillage.people.services import GivenMeeting, GivenPerson
from maillage.ui.forms import DATE, NOT_SO_OLD, WholeField


def profession_choices() -> list[tuple[str, str]]:
    return [("", "Choisissez…"), *((item.key, item.label) for item in legislation.professions())]


def counts_given(value: object) -> dict[str, int]:
    if not isinstance(value, str):
        raise ValueError("counts are said in words")
    return counts_in(value)


#: As a page can show it: an escape of JSON may hold anything.
Words = Annotated[str, BeforeValidator(lambda text: visible(text) if isinstance(text, str) else text)]


class PersonRow(BaseModel):
    """One person, as the browser kept it."""

    model_config = ConfigDict(str_strip_whitespace=True)
    name: Words = Field(min_length=1, max_length=120)
    profession: str = Field(max_length=40)
    commune: Words = Field("", max_length=80)
    workplace: Words = Field("", max_length=120)
    engagement: Engagement = Engagement.A_ASSOCIER  # nobody commits without having said so

    @field_validator("name")
    @classmethod
    def named(cls, name: str) -> str:
        if not is_a_name(name):
            raise ValueError("no name")
        return name

    @field_validator("profession")
    @classmethod
    def known(cls, key: str) -> str:
        if key not in legislation.professions_by_key():
            raise ValueError("unknown profession")
        return key


class MeetingRow(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)
    held_on: date
    channel: Channel = Channel.MEETING
    subject: Words = Field("", max_length=150)
    present: Annotated[dict[str, int], BeforeValidator(counts_given)] = Field(default_factory=dict)

    @field_validator("held_on")
    @classmethod
    def held(cls, day: date) -> date:
        if day > timezone.localdate():
            raise ValueError("not held yet")
        return day


class TableRows(BaseModel):
    """The tour de table as JSON: `{"people": [...], "meetings": [...]}`."""

    people: list[PersonRow] = Field(default_factory=list, max_length=500)
    meetings: list[MeetingRow] = Field(default_factory=list, max_length=200)


def table_rows(text: str) -> TableRows:
    """The rows a browser sends as JSON. Raises BadInput, naming the first line that is wrong."""
    try:
        return TableRows.model_validate_json(text or "{}")
    except ValidationError as error:
        where = error.errors()[0]["loc"]
        line = f" à la ligne {where[1] + 1}" if len(where) > 1 and isinstance(where[1], int) else ""
        shown = str(error.errors()[0]["input"])[:60]
        raise BadInput(
            f"Le tour de table envoyé par ce navigateur n’est pas lisible{line} («\N{NO-BREAK SPACE}{shown}\N{NO-BREAK SPACE}»). "
            "Revenez à la page « Tour de table » pour le corriger.",
            field="table",
        ) from None


class PersonForm(forms.Form):
    name = forms.CharField(label="Nom", max_length=120)
    profession = forms.ChoiceField(label="Profession", choices=profession_choices)
    specialty = forms.CharField(label="Spécialité", max_length=120, required=False)
    practice = forms.ChoiceField(
        label="Statut", choices=[("", "Non précisé"), *Practice.choices], required=False
    )
    role = forms.ChoiceField(label="Rôle", required=False)
    commune = forms.CharField(label="Commune", max_length=80, required=False)
    workplace = forms.CharField(label="Lieu d’exercice", max_length=120, required=False)
    engagement = forms.ChoiceField(label="Engagement", choices=Engagement, initial=Engagement.A_ASSOCIER)

    def __init__(self, data: Any = None, *, asked: Collection[str] = (), initial: Any = None) -> None:
        """`asked`: what the rules of the form read of its members (legislation.Asked); the rest is not shown."""
        super().__init__(data, initial=initial)
        roles = [(role.value, role.label) for role in TeamRole if role.value in asked]
        if roles:
            field = self.fields["role"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- narrows the type
            field.choices = [("", "Aucun en particulier"), *roles]
        shown = {"specialty": "specialty" in asked, "practice": "status" in asked, "role": bool(roles)}
        for name in (name for name, is_shown in shown.items() if not is_shown):
            del self.fields[name]

    def ask_while_typed(self, address: str) -> None:
        """Ask this address who is meant, while the name is typed."""
        self.fields["name"].widget.attrs |= {
            "hx-get": address,
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#proposals",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
            "autocomplete": "off",
        }

    @classmethod
    def for_the_next(cls, asked: Collection[str]) -> "PersonForm":
        """An empty line that takes the focus: one adds several people in a row."""
        form = cls(asked=asked)
        form.fields["name"].widget.attrs["data-focus"] = True
        return form

    def given(self, before: Mapping[str, Any] = MappingProxyType({})) -> GivenPerson:
        """`before`: what is known already of what the form does not show."""
        kept = {name: before[name] for name in ("specialty", "practice", "role") if name in before}
        return GivenPerson(**{**kept, **self.typed})

    @property
    def typed(self) -> dict[str, Any]:
        return self.cleaned_data


class CircumstancesForm(forms.Form):
    """What the rules of a form ask beside its people; an answer left empty is unknown."""

    def __init__(
        self, data: Any = None, *, asked: Sequence[legislation.Circumstance], said: Mapping[str, Any]
    ) -> None:
        super().__init__(data, initial={one.name: as_choice(said.get(one.name)) for one in asked})
        for one in asked:
            self.fields[one.name] = self._field(one)

    @staticmethod
    def _field(one: legislation.Circumstance) -> forms.Field:
        label = one.label[:1].upper() + one.label[1:]
        if one.kind == "count":
            return WholeField(label=label, required=False, min_value=0, max_value=100_000)
        if one.kind == "day":
            return forms.DateField(label=label, required=False, widget=DATE, validators=[NOT_SO_OLD])
        words = [("", "Je ne sais pas"), ("yes", "Oui"), ("no", "Non")]
        return forms.ChoiceField(label=label, required=False, choices=words)

    def answers(self) -> dict[str, Any]:
        """As legislation.Circumstances reads them; None is no answer."""
        words = {"yes": True, "no": False, "": None}
        return {name: words.get(value, value) for name, value in self.cleaned_data.items()}


def as_choice(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


class InformationForm(forms.Form):
    held_on = forms.DateField(label="Date", widget=DATE, validators=[NOT_SO_OLD])
    channel = forms.ChoiceField(label="Canal", choices=Channel)
    subject = forms.CharField(label="Objet", max_length=150, required=False)
    present = forms.CharField(
        label="Présents ou touchés",
        required=False,
        widget=forms.Textarea(attrs={"rows": 1, "placeholder": "6 infirmiers, 3 médecins"}),
        help_text="Un nombre et une profession, séparés par des virgules ou des lignes.",
    )

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError("Cette date est à venir : notez l’information quand elle a eu lieu.")
        return held_on

    def clean_present(self) -> dict[str, int]:
        try:
            return counts_in(self.cleaned_data["present"])
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def given(self) -> GivenMeeting:
        return GivenMeeting(**self.cleaned_data)
