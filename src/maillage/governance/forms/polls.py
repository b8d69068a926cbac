"""Dates that one proposes, and what somebody says of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.forms import BoundField

from maillage.geography import clocks_of
from maillage.governance.enums import Suits
from maillage.governance.forms.meetings import HOUR, LONGEST
from maillage.governance.queries.polls import Column
from maillage.governance.services.polls import MOST_DATES, GivenPoll, Hours
from maillage.kernel import BadInput, instants
from maillage.structures.models import Structure
from maillage.ui.forms import DATE, NOT_SO_FAR, NOT_SO_OLD, KeyedForm, WholeField

#: Dates shown at once; the others are folded.
SHOWN, ADDED = 4, 3
BOTH = "Une date sans heure n’est pas retenue : donnez les deux."


class DatesForm(forms.Form):
    """Rows of a day and an hour, on the clocks of the territory, and what all of them last."""

    rows = MOST_DATES

    length = WholeField(
        label="Durée",
        min_value=5,
        max_value=24 * 60,
        initial=90,
        widget=forms.NumberInput(attrs={"data-unit": "minutes"}),
    )

    def __init__(self, structure: Structure, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = clocks_of(structure.territory.codes)
        self.hours: list[Hours] = []
        for rank in range(1, self.rows + 1):
            self.fields[f"day_{rank}"] = forms.DateField(
                label=f"Date {rank}", widget=DATE, required=False, validators=[NOT_SO_OLD, NOT_SO_FAR]
            )
            self.fields[f"starts_{rank}"] = forms.TimeField(
                label=f"Heure {rank}", widget=HOUR, required=False
            )

    @property
    def pairs(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"day_{rank}"], self[f"starts_{rank}"]) for rank in range(1, self.rows + 1)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for rank in range(1, self.rows + 1):
            day, starts = said.get(f"day_{rank}"), said.get(f"starts_{rank}")
            if (day is None) != (starts is None):
                lacks = "starts" if starts is None else "day"
                if f"{lacks}_{rank}" not in self.errors:
                    self.add_error(f"{lacks}_{rank}", BOTH)
            elif day is not None and starts is not None and "length" in said:
                self._read(rank, datetime.combine(day, starts), said["length"])
        return said

    def _read(self, rank: int, begins: datetime, length: int) -> None:
        """Its length is real time, also through a change of clocks."""
        try:
            begun, _ = instants(begins.date(), begins.time(), _later(begins.time()), zone=self.zone)
        except BadInput as refusal:
            self.add_error(f"starts_{rank}", str(refusal))
        else:
            self.hours.append((begun, begun + timedelta(minutes=length)))


def _later(moment: time) -> time:
    """Another hour of clocks that never jump."""
    return time(12) if moment != time(12) else time(13)


class PollForm(DatesForm, KeyedForm):
    template_name = "governance/_poll_fields.html"

    title = forms.CharField(
        label="Titre", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    place = forms.CharField(label="Lieu", max_length=200, required=False)
    words = forms.CharField(
        label="Mot d’introduction",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    closes_on = forms.DateField(
        label="On répond jusqu’au",
        widget=DATE,
        validators=[NOT_SO_OLD, NOT_SO_FAR],
        help_text="Ce jour compris. Le sondage se ferme seul, et prépare la réunion à la date qui va au plus de monde.",
    )
    shows_results = forms.BooleanField(
        label="Qui a répondu voit combien de personnes viennent à chaque date", required=False, initial=True
    )

    @property
    def shown(self) -> list[tuple[BoundField, BoundField]]:
        return self.pairs[:SHOWN]

    @property
    def folded(self) -> list[tuple[BoundField, BoundField]]:
        return self.pairs[SHOWN:]

    @property
    def is_unfolded(self) -> bool:
        return any(field.value() or field.errors for pair in self.folded for field in pair)

    def given(self) -> GivenPoll:
        said = self.cleaned_data
        closes = datetime.combine(said["closes_on"] + timedelta(days=1), time(), self.zone)
        return GivenPoll(
            said["title"], self.hours, closes, said["place"], said["words"], said["shows_results"]
        )


class ChangeDatesForm(DatesForm):
    """Dates to take back, and some to add."""

    template_name = "governance/_dates_fields.html"
    rows = ADDED

    withdrawn = forms.TypedMultipleChoiceField(
        label="Retirer", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, structure: Structure, columns: Sequence[Column], *args: Any, **options: Any) -> None:
        super().__init__(structure, *args, **options)
        choices = [(each.date.pk, each.when) for each in columns]
        cast("forms.MultipleChoiceField", self.fields["withdrawn"]).choices = choices


class SuitsField(forms.ChoiceField):
    """One of several dates, of which one is said at least: not « facultatif » each."""

    is_needed = True

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.RadioSelect, **options)


class ReplyForm(KeyedForm):
    """A radio a date; what one says nothing of stays unsaid."""

    name = forms.CharField(
        label="Votre nom", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def __init__(
        self, columns: Sequence[Column], *args: Any, said: Mapping[int, str] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.columns = columns
        for each in columns:
            self.fields[f"date_{each.date.pk}"] = SuitsField(
                label=each.when, choices=Suits.choices, initial=(said or {}).get(each.date.pk)
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not self.said():
            raise forms.ValidationError("Dites ce qu’il en est d’une date au moins.")
        return said

    def said(self) -> dict[int, str]:
        answers = {each.date.pk: self.cleaned_data.get(f"date_{each.date.pk}") for each in self.columns}
        return {date: suits for date, suits in answers.items() if suits}
