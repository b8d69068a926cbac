"""What the answers of a survey say, a figure a question."""

from collections.abc import Iterator
from datetime import date

from maillage.kernel import plural
from maillage.surveys.queries.results import BLANK, Result, SurveySummary, share
from maillage.ui.types import Figure

#: What comes first in an answer is told; the page has the rest.
FIRST_ONES = 3


def survey_figures(summary: SurveySummary) -> Iterator[Figure]:
    """One for each question that has choices: what was answered most."""
    for result in summary.results:
        if result.question.choices and (value := most_chosen(result)):
            yield Figure(
                key=f"enquete.{summary.survey.pk}.{result.question.key}",
                label=result.question.text,
                value=value,
                beside=plural(summary.counted, "réponse"),
                source=summary.source,
                on=read_on(summary),
            )


def read_on(summary: SurveySummary) -> date:
    """A closed survey says no more than on the day it closed."""
    closed_on = summary.survey.closed_on
    return summary.on if summary.is_open or closed_on is None else closed_on


def most_chosen(result: Result) -> str:
    """« Joindre un autre soignant 76 %, Savoir qui suit le patient 42 % »; empty when nothing was."""
    lines = zip(result.labels, result.total.counts, strict=True)
    said = sorted((-count, label) for label, count in lines if count and label != BLANK)
    return ", ".join(f"{label} {share(-count, result.total.size)}" for count, label in said[:FIRST_ONES])
