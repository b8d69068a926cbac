"""A review of the indicators of a year: when, and what is said of each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from maillage.governance.models import Meeting
from maillage.people.queries.naming import CardLabels
from maillage.project.enums import ReviewKind, Tendency
from maillage.project.forms.naming import day_field, line_field, offer
from maillage.project.models import Review, ReviewLine
from maillage.project.queries.indicators import Line
from maillage.project.services.indicators_reviews import GivenLine
from maillage.ui.forms import KeyedForm, NamingForm, VersionedForm, card_field, words_field


class OpeningForm(KeyedForm):
    kind = forms.ChoiceField(label="Quand", choices=ReviewKind.choices)
    on = day_field("Tenue le", required=True)
    meeting = forms.TypedChoiceField(label="Pendant", required=False, coerce=int, empty_value=None)

    def __init__(self, meetings: Mapping[int, Meeting], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.meetings = meetings
        offer(
            self,
            "meeting",
            [("", "Aucune réunion notée"), *((pk, each.title) for pk, each in meetings.items())],
        )

    def held_at(self) -> Meeting | None:
        return self.meetings.get(self.cleaned_data["meeting"] or 0)


class ReviewForm(NamingForm, VersionedForm):
    """One line for each indicator of a page."""

    template_name = "project/_review_fields.html"

    on = day_field("Tenue le", required=True)
    words = words_field("Ce qui en ressort", rows=3, longest=2_000)

    def __init__(
        self,
        cards: CardLabels,
        review: Review,
        lines: Sequence[Line],
        said: Mapping[int, ReviewLine],
        *args: Any,
    ) -> None:
        initial = {"on": review.on, "words": review.words, "version": review.version}
        self.lines = lines
        super().__init__(cards, *args, initial=initial)
        for each in lines:
            pk, told = each.indicator.pk, said.get(each.indicator.pk)
            name = each.indicator.name
            tendency = forms.ChoiceField(
                label=f"{name}, tendance", required=False, choices=[("", "Tendance non dite"), *Tendency.choices],
                initial=told.tendency if told else "",
                widget=forms.Select(attrs={"aria-label": f"{name}, tendance"}),
            )  # fmt: skip
            step = line_field(f"{name}, ensuite", longest=300)
            step.initial, owner = (told.next_step if told else ""), card_field(f"{name}, par qui")
            step.widget.attrs["aria-label"] = f"{name}, ensuite"
            owner.widget.attrs["aria-label"] = f"{name}, par qui"
            owner.initial, owner.known = cards.label_of(told.owner if told else None), cards
            self.fields |= {f"tendency-{pk}": tendency, f"next-{pk}": step, f"owner-{pk}": owner}

    def rows(self) -> Iterator[tuple[Line, forms.BoundField, forms.BoundField, forms.BoundField]]:
        for each in self.lines:
            pk = each.indicator.pk
            yield each, self[f"tendency-{pk}"], self[f"next-{pk}"], self[f"owner-{pk}"]

    def given(self) -> dict[int, GivenLine]:
        data = self.cleaned_data
        return {
            each.indicator.pk: GivenLine(
                each.value.number,
                data[f"tendency-{each.indicator.pk}"],
                data[f"next-{each.indicator.pk}"],
                data[f"owner-{each.indicator.pk}"],
            )
            for each in self.lines
        }
