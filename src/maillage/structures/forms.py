"""What people write about a structure. The tour de table comes as rows from the browser that kept it."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from maillage import legislation
from maillage.kernel import BadInput, finess, rna, siret
from maillage.structures.enums import Channel, Engagement, PersonKind, Role, Track
from maillage.structures.lifecycle import Move
from maillage.structures.queries import counts_in
from maillage.structures.services import GivenActor, GivenMeeting

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def profession_choices() -> list[tuple[str, str]]:
    return [("", "Choisissez…"), *((item.key, item.label) for item in legislation.professions())]


def counts_given(value: object) -> dict[str, int]:
    if not isinstance(value, str):
        raise ValueError("counts are said in words")
    return counts_in(value)


#: PostgreSQL keeps no NUL in a text.
Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]


class ActorRow(BaseModel):
    """One person, as the browser kept it."""

    model_config = ConfigDict(str_strip_whitespace=True)
    name: Words = Field(min_length=1, max_length=120)
    profession: str = Field(max_length=40)
    commune: Words = Field("", max_length=80)
    workplace: Words = Field("", max_length=120)
    engagement: Engagement = Engagement.ENGAGE

    @field_validator("profession")
    @classmethod
    def known(cls, key: str) -> str:
        if key not in {profession.key for profession in legislation.professions()}:
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

    people: list[ActorRow] = Field(default_factory=list, max_length=500)
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


class FoundForm(forms.Form):
    name = forms.CharField(
        label="Nom du projet",
        max_length=120,
        help_text="Provisoire : vous pourrez le changer.",
        widget=forms.TextInput(attrs={"placeholder": "CPTS du Quercy", "autocomplete": "off"}),
        error_messages={"required": "Donnez un nom, même provisoire."},
    )
    codes = forms.CharField(widget=forms.HiddenInput, required=False)
    signed = forms.DateField(widget=forms.HiddenInput, required=False)
    table = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_key(self) -> UUID:
        return self.cleaned_data["key"] or uuid4()

    def clean_table(self) -> TableRows:
        try:
            return table_rows(self.cleaned_data["table"])
        except BadInput as refusal:
            self.add_error(None, str(refusal))  # the field is hidden: its name means nothing to a person
            return TableRows()

    def actors(self) -> list[GivenActor]:
        return [GivenActor(**row.model_dump()) for row in self.cleaned_data["table"].people]

    def meetings(self) -> list[GivenMeeting]:
        return [GivenMeeting(**row.model_dump()) for row in self.cleaned_data["table"].meetings]


class ActorForm(forms.Form):
    name = forms.CharField(label="Nom", max_length=120)
    profession = forms.ChoiceField(label="Profession", choices=profession_choices)
    commune = forms.CharField(label="Commune", max_length=80, required=False)
    workplace = forms.CharField(label="Lieu d’exercice", max_length=120, required=False)
    engagement = forms.ChoiceField(label="Engagement", choices=Engagement, initial=Engagement.ENGAGE)

    def given(self) -> GivenActor:
        return GivenActor(**self.cleaned_data)


class InformationForm(forms.Form):
    held_on = forms.DateField(label="Date", widget=DATE)
    channel = forms.ChoiceField(label="Canal", choices=Channel)
    subject = forms.CharField(label="Objet", max_length=150, required=False)
    present = forms.CharField(
        label="Présents ou touchés, par profession",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "6 infirmiers, 3 médecins généralistes"}),
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


class MoveForm(forms.Form):
    """A dated move; the moves offered are those possible from where the track stands."""

    move = forms.ChoiceField(label="Ce qui s’est passé")
    on = forms.DateField(label="Date", widget=DATE)
    document = forms.CharField(label="Document qui le montre", max_length=200, required=False)
    said_by = forms.CharField(label="Dit par", max_length=150, required=False)

    def __init__(
        self, data: Any = None, *, track: Track, moves: tuple[Move, ...], initial: Any = None
    ) -> None:
        super().__init__(data, prefix=track.value, initial=initial)
        self.track = track
        field = self.fields["move"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- narrows the type
        field.choices = [(move.name, move.label) for move in moves]


class VisibilityForm(forms.Form):
    declared = forms.BooleanField(
        label="Déclarer le territoire aux autres projets de cette instance",
        required=False,
        help_text="Qui dessine par-dessus est prévenu des communes partagées. Un brouillon n’apparaît à personne.",
    )
    public = forms.BooleanField(
        label="Montrer aussi le nom de la structure",
        required=False,
        help_text="Sans cela, on lit seulement « une structure qui ne publie pas son nom ».",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("public") and not data.get("declared"):
            self.add_error("public", "Pour montrer le nom, déclarez aussi le territoire.")
        return data


class IdentityForm(forms.Form):
    name = forms.CharField(label="Nom de la structure", max_length=120)
    signature_hoped_on = forms.DateField(
        label="Signature de l’ACI espérée le",
        required=False,
        widget=DATE,
        help_text="Les délais des missions et le calendrier de la lettre en partent.",
    )
    contact = forms.CharField(
        label="Interlocuteur unique",
        required=False,
        max_length=200,
        help_text="Nom, téléphone, adresse : la première chose que cherchent l’ARS et la caisse dans la lettre.",
    )

    def clean_signature_hoped_on(self) -> date | None:
        hoped: date | None = self.cleaned_data["signature_hoped_on"]
        if hoped:
            try:
                legislation.deadlines("cpts", signed=hoped)
            except BadInput as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return hoped


class LegalPersonForm(forms.Form):
    """Who carries the structure in law. Numbers come later: none is needed to begin."""

    name = forms.CharField(label="Dénomination", max_length=150)
    kind = forms.ChoiceField(label="Nature", choices=PersonKind)
    since = forms.DateField(label="Depuis le", widget=DATE)
    rna = forms.CharField(label="Numéro RNA", required=False, help_text="W suivi de neuf chiffres.")
    siret = forms.CharField(label="SIRET", required=False, help_text="Quatorze chiffres.")
    finess = forms.CharField(label="FINESS", required=False, help_text="Neuf caractères.")

    def clean_rna(self) -> str:
        return checked(rna, self.cleaned_data["rna"])

    def clean_siret(self) -> str:
        return checked(siret, self.cleaned_data["siret"])

    def clean_finess(self) -> str:
        return checked(finess, self.cleaned_data["finess"])


def checked(read: Callable[[str], str], text: str) -> str:
    """A number as the registry writes it; what is refused becomes an error in place."""
    try:
        return read(text) if text.strip() else ""
    except BadInput as refusal:
        raise forms.ValidationError(str(refusal)) from None


class AccessForm(forms.Form):
    email = forms.EmailField(label="Adresse électronique", max_length=254)
    role = forms.ChoiceField(
        label="Rôle",
        choices=Role,
        help_text="Un porteur écrit et règle tout ; un adhérent lit, sans rien changer.",
    )
