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
                aim=result.question.aim,
            )


def read_on(summary: SurveySummary) -> date:
    """A closed survey says no more than on the day it closed."""
    closed_on = summary.survey.closed_on
    return summary.on if summary.is_open or closed_on is None else closed_on


def most_chosen(result: Result) -> str:
    """« joindre un autre soignant 76 % ; savoir qui suit le patient 42 % »; empty when nothing was."""
    lines = zip(result.labels, result.total.counts, strict=True)
    chosen = sorted((-count, label) for label, count in lines if count and label != BLANK)
    return "\N{NARROW NO-BREAK SPACE}; ".join(
        f"{small_first(label)} {share(-count, result.total.size)}" for count, label in chosen[:FIRST_ONES]
    )


def small_first(label: str) -> str:
    """A choice inside a sentence: « oui », and « PDF » as it is."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"
