"""What is typed to ask for somebody who is not named: choices, a commune, a deadline; a note that names nobody."""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from django import forms

from maillage.care.enums import (
    TAKEN_KINDS,
    AgeBand,
    BackReason,
    Flag,
    Need,
    NoReason,
    RequestKind,
    UnmetReason,
)
from maillage.care.forms.shared import NoteField
from maillage.care.queries.requests import caring_professions, commune_name
from maillage.care.services.requests import Asked
from maillage.kernel import BadInput, folded, instant
from maillage.people.models import Person
from maillage.ui.forms import KeyedForm, NamingForm, card_field, day_field, let_choose

CHOOSE = ("", "Choisissez…")
FURTHEST = timedelta(days=366)
NOON = time(12)
EVENINGS = {
    "past": "Cette heure est passée : choisissez un jour et une heure à venir.",
    "far": "C’est dans plus d’un an : vérifiez l’année.",
}


def caring_choices() -> list[tuple[str, str]]:
    return [CHOOSE, *caring_professions().items()]


def commune_choices(codes: Collection[str]) -> list[tuple[str, str]]:
    """The communes of a territory, by name."""
    return sorted(((code, commune_name(code)) for code in codes), key=lambda each: folded(each[1]))


class AskForm(KeyedForm, NamingForm):
    """A need, where, before when. Whoever asks keeps the name beside the code that they are given."""

    template_name = "care/requests/_ask_fields.html"
    #: What is not always said: folded, until something of it is.
    MORE = ("age", "flags", "usual", "note")

    kind = forms.ChoiceField(label="Ce qu’il faut")
    profession = forms.ChoiceField(label="Profession", choices=caring_choices)
    need = forms.ChoiceField(label="Soin", choices=[("", "Non précisé"), *Need.choices], required=False)
    commune = forms.ChoiceField(label="Commune où se rendre")
    due_on = day_field("Avant le")
    due_at = forms.TimeField(
        label="À", initial=NOON, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    is_urgent = forms.BooleanField(
        label="C’est urgent : prévenir aussi la nuit et le week-end", required=False
    )
    age = forms.ChoiceField(label="Âge", choices=[("", "Non précisé"), *AgeBand.choices], required=False)
    flags = forms.MultipleChoiceField(
        label="À savoir", choices=Flag, widget=forms.CheckboxSelectMultiple, required=False
    )
    usual = card_field("Professionnel habituel", help_text="Il est prévenu seul d’abord. Prénom et nom.")
    note = NoteField(
        label="Précision",
        max_length=200,
        required=False,
        help_text="Pas de nom, de date de naissance, de téléphone ni d’adresse. Elle n’est dans aucun message.",
    )
    agrees = forms.BooleanField(
        label="La personne est d’accord pour qu’on cherche quelqu’un",
        error_messages={
            "required": "Demandez-lui d’abord, puis cochez : sans son accord, on ne cherche pas."
        },
    )

    def __init__(
        self,
        cards: Mapping[str, Any],
        data: Any = None,
        *,
        communes: Collection[str],
        kinds: Collection[str],
        zone: tzinfo,
        now: datetime,
    ) -> None:
        super().__init__(cards, data)
        let_choose(self, "kind", [CHOOSE, *((key, label) for key, label in TAKEN_KINDS if key in kinds)])
        let_choose(self, "commune", [CHOOSE, *commune_choices(communes)])
        self.zone, self.now = zone, now
        self.fields["due_on"].initial = (now.astimezone(zone) + timedelta(days=1)).date()

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.MORE]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def says_more(self) -> bool:
        return any(field.value() or field.errors for field in self.more_fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, clock = data.get("due_on"), data.get("due_at")
        if day and clock:
            try:
                due = instant(day, clock, zone=self.zone, field="due_at")
            except BadInput as refusal:
                self.add_error("due_at", str(refusal))
            else:
                data["due"] = due
                if due <= self.now:
                    self.add_error("due_on", EVENINGS["past"])
                elif due > self.now + FURTHEST:
                    self.add_error("due_on", EVENINGS["far"])
        return data

    def asked(self, asked_by: str) -> Asked:
        data = self.cleaned_data
        return Asked(
            kind=data["kind"], profession=data["profession"], commune=data["commune"], asked_by=asked_by,
            need="" if data["kind"] in {RequestKind.OPINION, RequestKind.SKIN} else data["need"],
            age=data["age"], flags=data["flags"], is_agreed=True, is_urgent=data["is_urgent"],
            note=data["note"].strip(), due_at=data["due"], usual=data["usual"],
        )  # fmt: skip


class NoForm(forms.Form):
    """Not me, and why, in one choice."""

    reason = forms.ChoiceField(label="Pourquoi", choices=NoReason.choices, initial=NoReason.FULL)


class BackForm(forms.Form):
    reason = forms.ChoiceField(label="Pourquoi", choices=BackReason.choices, initial=BackReason.PREVENTED)


class UnmetForm(forms.Form):
    reason = forms.ChoiceField(label="Pourquoi", choices=UnmetReason.choices)


class SearchForm(forms.Form):
    """The list, by kind."""

    kind = forms.ChoiceField(label="Demande", choices=[("", "Toutes"), *TAKEN_KINDS], required=False)

    @property
    def asked(self) -> str:
        return self.cleaned_data["kind"] if self.is_valid() else ""


def base_of(person: Person, codes: Collection[str]) -> str:
    """The INSEE code of the commune that a card says, when it is one of these; else empty."""
    said = person.commune.strip().casefold()
    return next((code for code in codes if commune_name(code).casefold() == said), "")
