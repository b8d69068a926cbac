"""The reviews of the indicators of a year: when each is to be held, and what each says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from maillage.kernel import add_months
from maillage.people.queries.naming import but_their_name
from maillage.project.enums import ReviewKind
from maillage.project.models import Review, ReviewLine
from maillage.project.rules.years import Span, span_of
from maillage.structures.models import Structure

#: Months after the beginning of the year.
AT = {ReviewKind.THREE: 3, ReviewKind.SIX: 6, ReviewKind.NINE: 9}


@dataclass(frozen=True, slots=True)
class Planned:
    """A review of the year: the day it is to be held around, and the one that was written."""

    kind: ReviewKind
    on: date
    review: Review | None
    is_late: bool


def reviews_of(structure: Structure, year: int) -> QuerySet[Review]:
    return structure.reviews.filter(year=year).select_related("meeting")


def planned_in(structure: Structure, year: int, begins: date | None, *, today: date) -> Iterator[Planned]:
    """At 3, 6 and 9 months from the first day of the year."""
    span: Span = span_of(year, begins)
    there: Mapping[str, Review] = {each.kind: each for each in reviews_of(structure, year)}
    for kind, months in AT.items():
        day, found = add_months(span.first, months), there.get(kind)
        is_open = found is None or found.closed_on is None
        yield Planned(kind, day, found, is_open and day < today <= span.last)


def free_in(structure: Structure, year: int) -> list[Review]:
    return [each for each in reviews_of(structure, year) if each.kind == ReviewKind.FREE]


def lines_in(review: Review) -> dict[int, ReviewLine]:
    """Indicator → what the review says of it."""
    lines = review.lines.select_related("owner").defer(*but_their_name("owner"))
    return {each.indicator_id: each for each in lines}
