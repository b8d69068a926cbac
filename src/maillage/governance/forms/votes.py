"""What is put to the vote, a ballot by one's own link, and the mandates of those who were elected."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms

from maillage.governance.enums import CHOICES, Choice, Office, VoteKind
from maillage.governance.models import Instance, Meeting, Voice, Vote
from maillage.governance.queries.results import names_of
from maillage.governance.services.instances import GivenMandate
from maillage.governance.services.votes import MOST_CANDIDATES, GivenVote
from maillage.kernel import BadInput, folded, instant
from maillage.people.models import Person
from maillage.people.queries.naming import CardLabels
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD, KeyedForm, WholeField

LONGEST_NAME, MOST_SEATS = 120, 60
VOTE_COLUMNS = ("title", "kind", "seats", "is_secret", "is_remote", "is_on_paper")


class VoteForm(KeyedForm):
    template_name = "governance/_vote_fields.html"

    title = forms.CharField(
        label="Ce qui est demandé",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="La résolution mot pour mot, ou ce qu’on élit : « Trois membres du bureau ».",
    )
    item = forms.TypedChoiceField(label="Point", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label="On répond", choices=VoteKind.choices, initial=VoteKind.RESOLUTION, widget=forms.RadioSelect
    )
    candidates = forms.CharField(
        label="Qui se présente",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Pour une élection : un nom par ligne. Une liste : « Liste Ensemble : Ada Martin, Max Dubois ».",
    )
    seats = WholeField(
        label="Sièges à pourvoir", min_value=1, max_value=MOST_SEATS, initial=1, required=False
    )
    is_secret = forms.BooleanField(label="Vote secret", required=False)
    is_remote = forms.BooleanField(
        label="À distance",
        required=False,
        help_text=(
            "Vote aussi qui n’est pas en séance, par son lien. Seulement si vos statuts le permettent ; "
            "les pouvoirs n’y servent pas, et qui vote compte comme présent."
        ),
    )
    is_on_paper = forms.BooleanField(
        label="Sur papier, dans la salle",
        required=False,
        help_text="Secret : chacun met son bulletin dans l’urne, deux scrutateurs comptent, vous notez les totaux.",
    )
    closes_day = forms.DateField(
        label="Se clôt de lui-même le", widget=DATE, required=False, validators=[NOT_SO_OLD, NOT_SO_FAR]
    )
    closes_time = forms.TimeField(
        label="à", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), required=False
    )

    def __init__(self, meeting: Meeting, cards: CardLabels, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone, self.cards = meeting.zone, cards
        self.closes_at: datetime | None = None
        self.points = {item.pk: item for item in meeting.items.all()}
        choices = [("", "Hors de l’ordre du jour"), *((pk, item.title) for pk, item in self.points.items())]
        cast("forms.ChoiceField", self.fields["item"]).choices = choices

    @classmethod
    def of(cls, vote: Vote, cards: CardLabels) -> "VoteForm":
        said = {name: getattr(vote, name) for name in VOTE_COLUMNS}
        closes = vote.closes_at.astimezone(vote.meeting.zone) if vote.closes_at else None
        return cls(
            vote.meeting,
            cards,
            initial={
                **said,
                "item": vote.item_id,
                "candidates": "\n".join(_as_typed(each) for each in vote.candidates),
                "closes_day": closes.date() if closes else None,
                "closes_time": closes.time() if closes else None,
            },
        )

    def clean_candidates(self) -> list[dict[str, Any]]:
        """Who is named as their card is stands by it: they are given their mandate at the end."""
        kind = self.cleaned_data.get("kind")
        lines = [line.strip() for line in self.cleaned_data["candidates"].splitlines() if line.strip()]
        if kind == VoteKind.RESOLUTION:
            return []
        if len(lines) > MOST_CANDIDATES:
            raise forms.ValidationError("Soixante candidats au plus.")
        if not lines:
            raise forms.ValidationError("Qui se présente ? Écrivez un nom par ligne.")
        read = []
        for line in lines:
            name, _, who = (
                (each.strip() for each in line.partition(":")) if kind == VoteKind.LIST else (line, "", "")
            )
            if not name:
                raise forms.ValidationError(
                    f"« {line[:40]} » : écrivez le nom de la liste avant les deux-points."
                )
            if len(name) > LONGEST_NAME:
                raise forms.ValidationError(f"« {line[:40]}… » : un nom a 120 signes au plus.")
            card = self._card(name) if kind == VoteKind.NAMES else None
            read.append(
                {"name": card.name if card else name, "person": card.pk if card else None, "who": who}
            )
        return read

    def _card(self, name: str) -> Person | None:
        """By its label, or by its name when one card alone has it."""
        found = {
            card.pk: card
            for label, card in self.cards.items()
            if folded(name) in {folded(label), card.called}
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        day, time = said.get("closes_day"), said.get("closes_time")
        if (day is None) != (time is None) and not {"closes_day", "closes_time"} & self.errors.keys():
            self.add_error(
                "closes_day", "Donnez le jour et l’heure de la clôture, ou laissez les deux vides."
            )
        if said.get("is_on_paper") and (said.get("is_remote") or day):
            self.add_error(
                "is_on_paper",
                "Un vote sur papier se tient dans la salle, et se clôt quand il est compté : pas à distance.",
            )
        if day and time:
            try:
                self.closes_at = instant(day, time, zone=self.zone)
            except BadInput as refusal:
                self.add_error("closes_time", str(refusal))
        return said

    def given(self) -> GivenVote:
        said = self.cleaned_data
        return GivenVote(
            said["title"],
            said["kind"],
            self.points.get(said["item"]) if said["item"] else None,
            is_secret=said["is_secret"],
            is_remote=said["is_remote"],
            is_on_paper=said["is_on_paper"],
            seats=said["seats"] or 1,
            candidates=said["candidates"],
            closes_at=self.closes_at,
        )


def _as_typed(candidate: dict[str, Any]) -> str:
    return f"{candidate['name']} : {candidate['who']}" if candidate["who"] else str(candidate["name"])


class BallotForm(forms.Form):
    """A field for each voice that somebody may cast; those left empty are cast later, or not at all."""

    def __init__(self, vote: Vote, person: Person, voices: Sequence[Voice], data: Any = None) -> None:
        super().__init__(data, prefix=f"vote-{vote.pk}")
        self.voices = {f"voix-{voice.pk}": voice for voice in voices if not voice.is_cast}
        blank = (Choice.BLANC.value, Choice.BLANC.label)
        names = [(name, name) for name in names_of(vote)]
        is_alone = len(self.voices) == 1
        for name, voice in self.voices.items():
            label = (
                "Votre voix" if voice.person_id == person.pk else f"Pour {voice}, qui vous a donné pouvoir"
            )
            if not vote.elects:
                said = [(choice.value, choice.label) for choice in CHOICES]
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=said, required=is_alone, widget=forms.RadioSelect
                )
            elif vote.seats == 1:
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=[*names, blank], required=is_alone, widget=forms.RadioSelect
                )
            else:
                self.fields[name] = forms.MultipleChoiceField(
                    label=f"{label} : {vote.seats} noms au plus",
                    choices=[*names, blank],
                    required=is_alone,
                    widget=forms.CheckboxSelectMultiple,
                )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not any(said.values()) and not self.errors:
            raise forms.ValidationError("Choisissez une réponse, ou « Blanc ».")
        return said

    def said(self) -> dict[int, list[str]]:
        """By key of the voice."""
        told = {self.voices[name].pk: said for name, said in self.cleaned_data.items() if said}
        return {pk: [said] if isinstance(said, str) else list(said) for pk, said in told.items()}


class ElectedForm(forms.Form):
    """Where those who were elected sit, and from when to when."""

    instance = forms.ModelChoiceField(
        Instance.objects.none(), label="Instance où ils siègent", empty_label=None
    )
    office = forms.ChoiceField(label="Fonction", choices=Office.choices, initial=Office.MEMBRE)
    since = forms.DateField(label="Depuis le", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])
    until = forms.DateField(
        label="Jusqu’au",
        widget=DATE,
        required=False,
        validators=[NOT_SO_OLD, NOT_SO_FAR],
        help_text="Vide : les statuts n’en fixent pas.",
    )

    def __init__(self, instances: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[Instance]", self.fields["instance"]).queryset = instances

    def given(self) -> GivenMandate:
        return GivenMandate(**{name: self.cleaned_data[name] for name in ("office", "since", "until")})
