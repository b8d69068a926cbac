"""What is typed to prepare an event, to register to it, and to note who came."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone

from maillage import legislation
from maillage.kernel import LAST_DAY, BadInput, phone, rpps
from maillage.outreach.enums import EventKind
from maillage.outreach.models import Event, Registration
from maillage.outreach.queries.events import cards_for
from maillage.outreach.rules import day_in_words, hours_by_day, instants, lasts_days, minutes_by_day
from maillage.outreach.services.events import GivenEvent, GivenRegistration
from maillage.people.queries.directory_matches import is_of_another
from maillage.structures.models import Structure
from maillage.structures.queries import missions_of
from maillage.ui.forms import DATE, NOT_SO_OLD, LongSelect, WholeField

LONGEST = 5_000  # characters
MOST_SEATS = 10_000
REMINDERS = [
    (0, "Aucun rappel"),
    (1, "La veille"),
    (2, "Deux jours avant"),
    (3, "Trois jours avant"),
    (7, "Une semaine avant"),
]
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NOT_SO_FAR = MaxValueValidator(LAST_DAY, "Cette date est trop lointaine\N{NO-BREAK SPACE}: vérifiez l’année.")


def trades(only: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The professions of the law room, or those of them that an event is for."""
    wanted = set(only)
    known = [(each.key, each.label) for each in legislation.professions()]
    return [("", "Choisissez…"), *(pair for pair in known if not wanted or pair[0] in wanted)]


class EventForm(forms.Form):
    """An event, on one evening, one day or several: an end before the beginning is of the next day."""

    template_name = "outreach/events/_event_fields.html"

    kind = forms.ChoiceField(label="Type", choices=EventKind.choices)
    title = forms.CharField(
        label="Titre", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    day = forms.DateField(label="Jour", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])
    starts = forms.TimeField(label="Commence à", widget=HOUR)
    ends = forms.TimeField(
        label="Finit à", widget=HOUR, help_text="Une heure d’avant le début est celle du lendemain."
    )
    last_day = forms.DateField(
        label="Dernier jour",
        required=False,
        widget=DATE,
        validators=[NOT_SO_OLD, NOT_SO_FAR],
        help_text="Pour ce qui dure plusieurs jours : il finit ce jour-là, à l’heure dite ci-dessus.",
    )
    presence_hours = forms.CharField(
        label="Heures de présence de chaque jour",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="7 : le même nombre chaque jour. 7 ; 3,5 : l’un après l’autre, 0 pour un jour sans. Sans les nuits ni les "
        "repas : l’attestation dit les jours où l’on était là.",
    )
    place = forms.CharField(
        label="Lieu",
        max_length=200,
        required=False,
        help_text="Nom de la salle et adresse. Pour un webinaire, laissez vide.",
    )
    access_url = forms.URLField(
        label="Lien de connexion",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="Donné à ceux qui ont une place, et à personne d’autre.",
    )
    words = forms.CharField(
        label="Présentation",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Le programme, qui intervient, ce qu’on en retire.",
    )
    capacity = WholeField(
        label="Places",
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text="Au-delà, on entre en liste d’attente. Vide : autant qu’il en vient.",
    )
    closes_on = forms.DateField(
        label="Inscriptions jusqu’au",
        required=False,
        widget=DATE,
        validators=[NOT_SO_OLD],
        help_text="Ce jour compris. Vide : jusqu’au début.",
    )
    remind_days = forms.TypedChoiceField(
        label="Rappel par courriel", choices=REMINDERS, coerce=int, initial=2
    )
    mission = forms.ChoiceField(
        label="Mission servie", required=False, help_text="Celle du contrat que cet événement fait avancer."
    )
    invited = forms.MultipleChoiceField(
        label="Professions invitées",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucune cochée : tout le monde peut s’inscrire.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2, initial=0)

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["invited"]).choices = trades()[1:]
        missions = missions_of(structure, on=timezone.localdate())
        if missions:
            choices = [("", "Aucune"), *((each.key, each.label) for each in missions)]
            cast("forms.ChoiceField", self.fields["mission"]).choices = choices
        else:
            del self.fields["mission"]

    @classmethod
    def of(cls, event: Event) -> "EventForm":
        begun, over = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
        columns = ("kind", "title", "place", "access_url", "words", "capacity", "closes_on", "remind_days")
        kept = {name: getattr(event, name) for name in (*columns, "mission", "version")}
        hours = {"day": begun.date(), "starts": begun.time(), "ends": over.time()}
        if lasts_days(event.starts_at, event.ends_at):
            days = {day.on: day.minutes for day in event.days.all()}
            told = hours_by_day(days, begun.date(), over.date()) if days else ""
            hours |= {"last_day": over.date(), "presence_hours": told}
        invited = [each.profession for each in event.invited.all()]
        return cls(event.structure, initial=kept | hours | {"invited": invited})

    @property
    def is_for_some(self) -> bool:
        """The fold of the professions opens on a choice."""
        return bool(self["invited"].value())

    @property
    def lasts_days(self) -> bool:
        """The fold of several days opens on what it holds."""
        return bool(self["last_day"].value() or self["presence_hours"].value())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"day", "starts", "ends"} <= data.keys():
            try:
                data["hours"] = instants(data["day"], data["starts"], data["ends"], data.get("last_day"))
                told, (first, last) = data.get("presence_hours", ""), map(timezone.localdate, data["hours"])
                is_long = lasts_days(*data["hours"])
                data["days"] = minutes_by_day(told, first, last) if told and is_long else {}
            except BadInput as refusal:
                self.add_error(refusal.field or None, str(refusal))
        return data

    def given(self) -> GivenEvent:
        data = self.cleaned_data
        starts_at, ends_at = data["hours"]
        aside = {"day", "last_day", "starts", "ends", "hours", "presence_hours", "version"}
        told = {name: value for name, value in data.items() if name not in aside}
        return GivenEvent(**told, starts_at=starts_at, ends_at=ends_at)


class RegistrationForm(forms.Form):
    """Who comes: on the public page, or written in by the host, who may have no address."""

    name = forms.CharField(
        label="Prénom et nom", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    profession = forms.ChoiceField(label="Profession")
    email = forms.EmailField(
        label="Courriel",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Votre place et votre attestation y arrivent.",
    )
    phone = forms.CharField(
        label="Téléphone",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text="Pour vous joindre si tout change au dernier moment.",
    )
    rpps = forms.CharField(
        label="Numéro RPPS",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Onze chiffres, sur votre carte ou vos ordonnances : il retrouve votre fiche.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, event: Event, data: Any = None, *, by_host: bool = False) -> None:
        super().__init__(data, initial={"key": uuid4()})
        only = () if by_host else (each.profession for each in event.invited.all())
        cast("forms.ChoiceField", self.fields["profession"]).choices = trades(only)
        if by_host:
            self.fields["email"].required = False
            self.fields["email"].help_text = "Sans courriel, remettez-lui son attestation vous-même."
            self.fields["phone"].help_text = ""
            for field in self.fields.values():
                field.widget.attrs.pop("autocomplete", None)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not any(map(str.isalpha, name)):
            raise forms.ValidationError("Écrivez un nom en lettres.")
        return name

    def clean_phone(self) -> str:
        given: str = self.cleaned_data["phone"]
        try:
            return phone(given) if given.strip() else ""
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean_rpps(self) -> str:
        given: str = self.cleaned_data["rpps"]
        try:
            return rpps(given) if given.strip() else ""
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("rpps") and data.get("name") and is_of_another(data["rpps"], data["name"]):
            self.add_error("rpps", SOMEBODY_ELSE)
        return data

    def given(self) -> GivenRegistration:
        data = self.cleaned_data
        return GivenRegistration(data["name"], data["profession"], data["email"], data["phone"], data["rpps"])


SOMEBODY_ELSE = "Dans l’annuaire national, ce numéro est celui d’une autre personne. Vérifiez-le, ou laissez la case vide."


class NewLinkForm(forms.Form):
    """Whoever lost their link, or lent it, asks another."""

    email = forms.EmailField(
        label="Courriel de votre inscription",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ComingForm(forms.Form):
    """Two choices and no other: a machine that presses the one button of a page changes nothing."""

    comes = forms.ChoiceField(
        label="Venez-vous\N{NARROW NO-BREAK SPACE}?",
        choices=[("oui", "Je viens"), ("non", "Je ne viens plus : ma place est pour une autre personne")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l’un des deux, puis validez."},
    )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Motif", max_length=200, help_text="Les inscrits le lisent dans leur message."
    )


class OneRegistrationForm(forms.Form):
    """Whose card it is, and how long they were there."""

    person = forms.TypedChoiceField(
        label="Fiche", coerce=int, empty_value=None, required=False, widget=LongSelect
    )

    def __init__(self, registration: Registration, data: Any = None) -> None:
        super().__init__(data, initial={"person": registration.person_id})
        cards = cards_for(registration)
        cast("forms.ChoiceField", self.fields["person"]).choices = [("", "Aucune fiche"), *cards]
        there = {each.day.on: each.minutes for each in registration.days_there.select_related("day")}
        self.days: dict[str, date | None] = {}
        for on, minutes in there.items():
            self.days[name := f"minutes_{on:%Y%m%d}"] = on
            self.fields[name] = minutes_field(minutes, f"Minutes de présence, {day_in_words(on)}")
        if not there and registration.is_present:
            self.days["minutes"] = None
            self.fields["minutes"] = minutes_field(registration.minutes, "Minutes de présence")

    def changed_minutes(self) -> Iterable[tuple[date | None, int]]:
        """(day, minutes) of what was corrected; day None: of an event on one evening."""
        for name, on in self.days.items():
            minutes = self.cleaned_data[name]
            if minutes is not None and minutes != self.fields[name].initial:
                yield on, minutes


def minutes_field(minutes: int | None, label: str) -> forms.IntegerField:
    return WholeField(
        label=label,
        initial=minutes,
        required=False,
        min_value=1,
        max_value=30_000,
        help_text="Pour qui est arrivé tard ou parti tôt.",
    )
