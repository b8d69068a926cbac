"""Years of a project, civil or of a contract, the periods in which an indicator is fed, and when it is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from maillage.kernel import add_months, date_in_french

A_DAY, MONTHS_OF_A_YEAR = timedelta(days=1), 12


@dataclass(frozen=True, slots=True)
class Span:
    """A year, both days included; it is called by the civil year in which it begins."""

    year: int
    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    @property
    def is_civil(self) -> bool:
        return (self.first.month, self.first.day) == (1, 1)

    @property
    def label(self) -> str:
        """« 2025 », or « 2025-2026 » when it ends in the next."""
        return str(self.year) if self.last.year == self.year else f"{self.year}-{self.last.year}"

    @property
    def said(self) -> str:
        return f"du {date_in_french(self.first)} au {date_in_french(self.last)}"


def span_of(year: int, begins: date | None = None) -> Span:
    """`begins`: the first day of the first year of a contract; None: civil years."""
    start = begins or date(year, 1, 1)
    first = add_months(start, MONTHS_OF_A_YEAR * (year - start.year))
    after = add_months(start, MONTHS_OF_A_YEAR * (year + 1 - start.year))
    return Span(year, first, after - A_DAY)


def year_of(day: date, begins: date | None = None) -> int:
    """The year that holds this day."""
    return day.year if day in span_of(day.year, begins) else day.year - 1


def periods_of(span: Span, months: int) -> Iterator[tuple[date, date]]:
    """The parts of a year, each of so many months: first and last day."""
    for start in range(0, MONTHS_OF_A_YEAR, months):
        first, after = add_months(span.first, start), add_months(span.first, start + months)
        is_last = start + months >= MONTHS_OF_A_YEAR
        yield first, span.last if is_last else after - A_DAY


def next_due(span: Span, months: int, days_after: int | None, fed_until: date | None) -> date | None:
    """When the first period that was not fed yet is to be; None: nobody said when, or all of them were."""
    if days_after is None:
        return None
    ends = (last for _, last in periods_of(span, months) if fed_until is None or last > fed_until)
    return next((last + timedelta(days=days_after) for last in ends), None)
