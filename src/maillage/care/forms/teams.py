"""What is typed of education, of concertations, of teams around a patient."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django import forms

from maillage.care.enums import Coming, EscapSituation, EtpStanding
from maillage.care.forms.shared import NobodyField, ServiceField, offer_communes
from maillage.care.models import Desk, EtpProgramme, RcpGuest
from maillage.care.services.concerting import GivenCall, Held
from maillage.care.services.education import GivenProgramme, GivenSession
from maillage.care.services.escap import GivenEscap
from maillage.care.types import Grid
from maillage.kernel import BadInput, folded, instant
from maillage.people.models import Person
from maillage.people.queries.naming import CardLabels
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.ui.forms import (
    CARDS,
    KeyedForm,
    NamedField,
    NamingForm,
    VersionedForm,
    WholeField,
    card_field,
    day_field,
)

MOST_PEOPLE, MOST_ITEMS = 500, 28
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
THE_DESK = "La coordination de la structure"


class PeopleField(forms.CharField):
    """Names of cards, one a line; gives the cards. `known` is set by the form."""

    known: CardLabels

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=6_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=options.pop("help_text", "Un nom de vos fiches par ligne."),
            **options,
        )

    def clean(self, value: Any) -> list[Person]:
        text = str(super().clean(value))
        labels, bearers = (
            {folded(label): label for label in self.known},
            defaultdict[tuple[str, ...], list[str]](list),
        )
        for label in self.known:
            bearers[words_of_name(label)].append(label)
        found, lost, shared = list[Person](), list[str](), dict[str, list[str]]()
        for line in filter(None, (" ".join(each.split()) for each in text.splitlines())):
            meant = [labels[folded(line)]] if folded(line) in labels else bearers.get(words_of_name(line), [])
            if len(meant) == 1:
                found.append(self.known[meant[0]])
            elif meant:
                shared[line] = meant
            else:
                lost.append(line)
        refused = [
            f"Plusieurs fiches portent le nom «\N{NO-BREAK SPACE}{line}\N{NO-BREAK SPACE}». Écrivez {in_choice(meant)}."
            for line, meant in shared.items()
        ]
        if lost:
            refused.append(
                f"Pas dans vos fiches\N{NO-BREAK SPACE}: {', '.join(lost[:5])}. Écrivez le nom comme sur la fiche."
            )
        if refused:
            raise forms.ValidationError(refused)
        return found


def words_of_name(label: str) -> tuple[str, ...]:
    """In any order, without what follows the name that several bear."""
    return tuple(sorted(folded(label.partition(", ")[0]).split()))


def in_choice(labels: Iterable[str]) -> str:
    return " ou ".join(f"«\N{NO-BREAK SPACE}{label}\N{NO-BREAK SPACE}»" for label in labels)


class ProgrammeFields(NamingForm):
    title = NobodyField(label="Titre", max_length=120)
    theme = NobodyField(label="Thème", max_length=80, required=False, help_text="« Diabète de type 2 ».")
    standing = forms.ChoiceField(label="Ce programme est", choices=EtpStanding, widget=forms.RadioSelect)
    standing_on = day_field("Date de déclaration ou d’autorisation", required=False)
    reference = ServiceField(label="Numéro", max_length=60, required=False)
    owner = card_field("Qui en répond")
    team = PeopleField(label="Équipe")
    is_on = forms.BooleanField(label="En cours", required=False, initial=True)

    def __init__(self, cards: CardLabels, data: Any = None, *, row: EtpProgramme | None = None) -> None:
        super().__init__(cards, data, initial=programme_told(row, cards) if row else None)
        cast("PeopleField", self.fields["team"]).known = cards

    def given(self) -> GivenProgramme:
        return GivenProgramme(**{name: self.cleaned_data[name] for name in GivenProgramme.__slots__})


def programme_told(row: EtpProgramme, cards: CardLabels) -> dict[str, Any]:
    names = ("title", "theme", "standing", "standing_on", "reference", "is_on", "version")
    return {name: getattr(row, name) for name in names} | {
        "owner": cards.label_of(row.owner),
        "team": "\n".join(cards.label_of(each.person) for each in row.team.all()),
    }


class NewProgrammeForm(ProgrammeFields, KeyedForm):
    pass


class ProgrammeForm(ProgrammeFields, VersionedForm):
    pass


class SessionForm(KeyedForm):
    held_on = day_field("Le")
    starts_at = forms.TimeField(label="À", widget=TIME)
    title = NobodyField(label="Sujet", max_length=100)
    place = ServiceField(label="Où", max_length=100, required=False)

    def given(self) -> GivenSession:
        return GivenSession(**{name: self.cleaned_data[name] for name in GivenSession.__slots__})


class PresentForm(forms.Form):
    """How many came; never who."""

    present = WholeField(label="Présents", min_value=0, max_value=MOST_PEOPLE)
    newcomers = WholeField(label="Pour la première fois", min_value=0, max_value=MOST_PEOPLE, required=False)


class CallForm(KeyedForm):
    theme = NobodyField(
        label="Thème", max_length=60, help_text="Un sujet, jamais une personne : « plaies chroniques »."
    )
    day = day_field("Le")
    starts = forms.TimeField(label="À", widget=TIME)
    place = ServiceField(label="Où", max_length=120, required=False)
    call_url = forms.URLField(
        label="Lien de visioconférence", max_length=300, required=False, assume_scheme="https"
    )
    guests = PeopleField(
        label="Qui est convié",
        help_text="Un nom de vos fiches par ligne ; chacun reçoit son lien par courriel.",
    )

    def __init__(self, structure: Structure, cards: CardLabels, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.structure = structure
        cast("PeopleField", self.fields["guests"]).known = cards

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("starts"):
            try:
                data["starts_at"] = instant(
                    data["day"], data["starts"], zone=zone_of(self.structure), field="starts"
                )
            except BadInput as refusal:
                self.add_error("starts", str(refusal))
        return data

    def given(self) -> GivenCall:
        data = self.cleaned_data
        starts: datetime = data["starts_at"]
        return GivenCall(starts, data["theme"], data["place"], data["call_url"], data["guests"])


class QuestionForm(KeyedForm):
    words = NobodyField(
        label="Une question à préparer",
        max_length=200,
        help_text="Sans personne : « Qui surveille le poids entre deux visites ? »",
    )


class ComingForm(forms.Form):
    coming = forms.ChoiceField(choices=Coming)


class HeldForm(forms.Form):
    """Once it was held: who was there, how many situations."""

    there = forms.MultipleChoiceField(label="Présents", required=False, widget=forms.CheckboxSelectMultiple)
    ald = WholeField(label="Situations de patients en ALD", min_value=0, max_value=500, required=False)
    over_75 = WholeField(
        label="De plus de 75 ans, hors ALD",
        min_value=0,
        max_value=500,
        required=False,
        help_text="Une situation compte dans un seul groupe.",
    )
    others = WholeField(label="Autres", min_value=0, max_value=500, required=False)
    minutes = WholeField(
        label="Durée",
        min_value=1,
        max_value=1_440,
        required=False,
        widget=forms.NumberInput(attrs={"data-unit": "minutes"}),
    )

    def __init__(self, guests: Sequence[RcpGuest], data: Any = None) -> None:
        coming = [str(each.pk) for each in guests if each.coming == Coming.YES]
        super().__init__(data, initial={"there": coming})
        cast("forms.ChoiceField", self.fields["there"]).choices = [
            (str(each.pk), each.person.name) for each in guests
        ]
        if not guests:
            del self.fields["there"]

    def given(self) -> Held:
        data = self.cleaned_data
        return Held(
            [int(pk) for pk in data.get("there", ())], data["ald"] or 0, data["over_75"] or 0,
            data["others"] or 0, data["minutes"],
        )  # fmt: skip


class GridFields(forms.Form):
    """Read by the rule, then forgotten."""

    situation = forms.ChoiceField(
        label="Situation du patient",
        choices=[("", "Pas encore dite"), *EscapSituation.choices],
        required=False,
    )
    score = WholeField(
        label="Score de la grille officielle",
        min_value=0,
        max_value=MOST_ITEMS,
        required=False,
        help_text="Le nombre d’items cochés dans l’application ESCAP. Ni lui ni la situation ne sont gardés.",
    )
    is_pregnant = forms.BooleanField(label="Femme enceinte", required=False)

    def grid(self) -> Grid:
        data = self.cleaned_data
        return Grid(data["situation"], data["is_pregnant"], data["score"])


class NewEscapForm(GridFields, KeyedForm):
    field_order = ("commune", "desk", "proposed_on", "situation", "score", "is_pregnant")

    commune = forms.ChoiceField(label="Commune du patient")
    desk = forms.ChoiceField(label="Qui garde son identité", required=False)
    proposed_on = day_field("Proposée le")

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["proposed_on"].initial = today_in(structure)
        self.desks: dict[str, Desk] = {str(each.pk): each for each in structure.care_desks.filter(is_on=True)}
        offer_communes(self.fields["commune"], structure, anywhere="Choisissez…")
        cast("forms.ChoiceField", self.fields["desk"]).choices = [
            ("", THE_DESK),
            *((pk, each.name) for pk, each in self.desks.items()),
        ]

    def given(self) -> GivenEscap:
        data = self.cleaned_data
        return GivenEscap(data["commune"], data["proposed_on"], self.desks.get(data["desk"]), self.grid())


class TeamForm(NamingForm):
    person = NamedField(
        proposals=CARDS, refusal="Choisissez une de vos fiches.", label="Professionnel choisi par le patient"
    )
    is_attending = forms.BooleanField(label="C’est son médecin traitant", required=False)


class MoveForm(forms.Form):
    """A day, and why it ends when it ends."""

    on = day_field("Le")
    reason = NobodyField(label="Motif", max_length=120, required=False)
