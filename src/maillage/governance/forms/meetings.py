"""A meeting with its agenda, what was said on a point, what was decided, what is to be done."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms

from maillage.geography import clocks_of
from maillage.governance.forms.instances import card_field
from maillage.governance.models import Meeting
from maillage.governance.queries.proposals import Proposal
from maillage.governance.rules.agenda import Point, read_agenda, written
from maillage.governance.services.decisions import GivenDecision, GivenTask, Hands
from maillage.governance.services.meetings import GivenItem, GivenMeeting
from maillage.kernel import BadInput, instants
from maillage.people.queries.naming import CardLabels
from maillage.structures.models import Structure
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD, KeyedForm, NamedField, NamingForm, WholeField

LONGEST = 5_000  # characters
MOST_HANDS = 100_000
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
ROWS = {"rows": 6}


class TakenField(forms.MultipleChoiceField):
    """What somebody else took or finished meanwhile is left out, not refused."""

    def validate(self, value: Any) -> None:
        pass


class MeetingForm(NamingForm):
    """An end before the beginning is of the next day."""

    template_name = "governance/_meeting_fields.html"

    title = forms.CharField(
        label="Titre", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    day = forms.DateField(label="Jour", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR])
    starts = forms.TimeField(label="Commence à", widget=HOUR)
    ends = forms.TimeField(
        label="Finit à", widget=HOUR, help_text="Une heure d’avant le début est celle du lendemain."
    )
    place = forms.CharField(label="Lieu", max_length=200, required=False)
    access_url = forms.URLField(
        label="Lien de visioconférence", max_length=200, required=False, assume_scheme="https"
    )
    #: Points that are proposed; those ticked end the agenda.
    taken = TakenField(label="À reprendre", required=False, widget=forms.CheckboxSelectMultiple)
    agenda = forms.CharField(
        label="Ordre du jour",
        required=False,
        max_length=4 * LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=(
            "Un point par ligne, sa durée entre parenthèses : « Budget 2027 (15 min) ». "
            "Sous un point, « Résolution : » donne ce qui se vote, mot pour mot."
        ),
    )
    words = forms.CharField(
        label="Mot d’introduction",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_extraordinary = forms.BooleanField(
        label="Assemblée extraordinaire",
        required=False,
        help_text="Son quorum et sa majorité sont ceux que vos statuts écrivent pour elle.",
    )
    chair = card_field("Présidée par", required=False)
    secretary = card_field("Secrétaire de séance", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2, initial=0)

    def __init__(
        self,
        structure: Structure,
        cards: CardLabels,
        *args: Any,
        proposals: Sequence[Proposal] = (),
        is_assembly: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(cards, *args, **options)
        self.structure, self.is_assembly = structure, is_assembly
        if not is_assembly:
            del self.fields["is_extraordinary"]
        self.proposals = {each.title: each for each in proposals}
        if not proposals:
            del self.fields["taken"]
            return
        cast("forms.MultipleChoiceField", self.fields["taken"]).choices = [
            (each.title, f"{each.title}, {each.why}") for each in proposals
        ]

    def with_taken(self, typed: str, taken: Iterable[str]) -> str:
        """The agenda as it is typed, and after it what is ticked and not there yet."""
        there = {line.strip() for line in typed.splitlines()}
        ticked = (self.proposals[title] for title in taken if title in self.proposals and title not in there)
        return "\n".join(
            filter(
                None, [typed.strip(), written(Point(each.title, None, each.resolution) for each in ticked)]
            )
        )

    def adding(self) -> "MeetingForm":
        """The same form, with what is ticked written in its agenda: to be put in order before it is saved."""
        typed = {name: self[name].value() for name in self.fields}
        taken = typed.pop("taken", None) or ()
        typed["agenda"] = self.with_taken(typed.get("agenda") or "", taken)
        left = [each for each in self.proposals.values() if each.title not in taken]
        cards = next(field.known for field in self.fields.values() if isinstance(field, NamedField))
        return MeetingForm(
            self.structure,
            cast("CardLabels", cards),
            initial=typed,
            proposals=left,
            is_assembly=self.is_assembly,
        )

    @classmethod
    def of(cls, meeting: Meeting, cards: CardLabels, proposals: Sequence[Proposal] = ()) -> "MeetingForm":
        begun, over = (each.astimezone(meeting.zone) for each in (meeting.starts_at, meeting.ends_at))
        points = (Point(item.title, item.minutes, item.resolution) for item in meeting.items.all())
        kept = ("title", "place", "access_url", "words", "version", "is_extraordinary")
        said = {name: getattr(meeting, name) for name in kept}
        return cls(
            meeting.instance.structure,
            cards,
            proposals=proposals,
            is_assembly=meeting.instance.is_assembly,
            initial={
                **said,
                "day": begun.date(),
                "starts": begun.time(),
                "ends": over.time(),
                "agenda": written(points),
                "chair": cards.label_of(meeting.chair),
                "secretary": cards.label_of(meeting.secretary),
            },
        )

    def clean_agenda(self) -> list[Point]:
        try:
            points = read_agenda(
                self.with_taken(self.cleaned_data["agenda"], self.cleaned_data.get("taken", ()))
            )
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if long := next((point.title for point in points if len(point.title) > 200), ""):
            raise forms.ValidationError(f"« {long[:40]}… » est trop long : 200 signes au plus par point.")
        return points

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if {"day", "starts", "ends"} <= said.keys():
            zone = clocks_of(self.structure.territory.codes)
            try:
                self.hours = instants(said["day"], said["starts"], said["ends"], zone=zone)
            except BadInput as refusal:
                self.add_error(refusal.field, str(refusal))
        return said

    def given(self) -> GivenMeeting:
        said = {
            name: self.cleaned_data[name]
            for name in ("title", "place", "access_url", "words", "chair", "secretary")
        }
        return GivenMeeting(
            starts_at=self.hours[0],
            ends_at=self.hours[1],
            is_extraordinary=self.cleaned_data.get("is_extraordinary", False),
            **said,
        )

    def items(self) -> list[GivenItem]:
        return [
            GivenItem(point.title, point.minutes, point.resolution) for point in self.cleaned_data["agenda"]
        ]


class SecondForm(forms.Form):
    """The day of a second convocation; proposed, when the statutes say how long after."""

    day = forms.DateField(
        label="Jour de la seconde réunion", widget=DATE, validators=[NOT_SO_OLD, NOT_SO_FAR]
    )


class CancelForm(forms.Form):
    reason = forms.CharField(label="Motif", max_length=200, help_text="Chaque personne convoquée le lira.")


class NoteForm(forms.Form):
    notes = forms.CharField(
        label="Ce qui s’est dit", required=False, max_length=LONGEST, widget=forms.Textarea(attrs=ROWS)
    )

    is_put_off = forms.BooleanField(label="Reporté à une prochaine réunion", required=False)


class DecisionForm(KeyedForm):
    """A decision; with its show of hands, when one voted."""

    template_name = "governance/_decision_fields.html"

    item = forms.TypedChoiceField(label="Point", required=False, coerce=int, empty_value=None)
    title = forms.CharField(
        label="Ce qui est décidé", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label="Pourquoi", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    pour = WholeField(label="Pour", required=False, min_value=0, max_value=MOST_HANDS)
    contre = WholeField(label="Contre", required=False, min_value=0, max_value=MOST_HANDS)
    abstention = WholeField(label="Abstentions", required=False, min_value=0, max_value=MOST_HANDS)
    chair_is_for = forms.TypedChoiceField(
        label="Voix de la présidence, en cas de partage",
        required=False,
        choices=[("", "Ne s’est pas prononcée"), ("pour", "Pour"), ("contre", "Contre")],
        coerce=lambda said: said == "pour",
        empty_value=None,
    )

    def __init__(self, meeting: Meeting, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.points = {item.pk: item for item in meeting.items.all()}
        choices = [("", "Hors de l’ordre du jour"), *((pk, item.title) for pk, item in self.points.items())]
        cast("forms.ChoiceField", self.fields["item"]).choices = choices

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        counted = [said.get(name) for name in ("pour", "contre", "abstention")]
        if (
            any(each is not None for each in counted)
            and said.get("pour") is None
            and "pour" not in self.errors
        ):
            self.add_error("pour", "Combien de voix pour ? Sans vote, laissez les trois cases vides.")
        return said

    def given(self) -> GivenDecision:
        said = self.cleaned_data
        hands = (
            None
            if said["pour"] is None
            else Hands(said["pour"], said["contre"] or 0, said["abstention"] or 0)
        )
        point = self.points.get(said["item"]) if said["item"] else None
        return GivenDecision(said["title"], said["reason"], point, hands, said["chair_is_for"])


class PouvoirForm(NamingForm):
    giver = card_field("De")
    holder = card_field("À")


class TaskForm(NamingForm, KeyedForm):
    title = forms.CharField(label="À faire", max_length=200)
    owner = card_field("Par", required=False)
    due_on = forms.DateField(
        label="Pour le", widget=DATE, required=False, validators=[NOT_SO_OLD, NOT_SO_FAR]
    )

    def given(self) -> GivenTask:
        return GivenTask(**{name: self.cleaned_data[name] for name in ("title", "owner", "due_on")})


class SearchForm(forms.Form):
    q = forms.CharField(label="Chercher", required=False, max_length=100)
    year = WholeField(label="Année", required=False, min_value=1900, max_value=2999)
