"""One indicator: its thread, its years, what was noted, what weighs on it, what proves it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from maillage.kernel import date_in_french
from maillage.project.models import (
    Asked,
    BaseCorrection,
    ContextEvent,
    Correction,
    CountedRow,
    EvidenceWanted,
    Indicator,
    Measure,
)
from maillage.project.queries.evidence import Piece, as_pieces, evidences_of
from maillage.project.queries.indicators import Line, Lists, count_live, dress
from maillage.project.queries.indicators_counted import Row
from maillage.project.rules.values import said
from maillage.structures.models import Structure
from maillage.structures.queries import together


@dataclass(frozen=True, slots=True)
class Vanished:
    """What was counted when a value was noted and is not there any more, of one measure."""

    measure: Measure
    rows: Sequence[CountedRow]


@dataclass(frozen=True, slots=True)
class Page:
    """`lines`: its years, the last first; `line`: the year that is shown."""

    line: Line
    lines: Sequence[Line]
    history: Sequence[tuple[Measure, str, bool]]  # in words; whether another replaced it
    bases: Sequence[tuple[BaseCorrection, str]]
    events: Sequence[ContextEvent]
    corrections: Sequence[tuple[Correction, str, str, str]]  # counted, corrected, what explains it
    asked: Sequence[tuple[Asked, bool]]  # whether it was answered
    pieces: Sequence[Piece]
    missing: Sequence[EvidenceWanted]
    vanished: Vanished | None

    @property
    def rows(self) -> Sequence[Row]:
        return self.line.live.rows if self.line.live else ()

    @property
    def against(self) -> Sequence[Row]:
        return (self.line.live.against if self.line.live else None) or ()


def indicators_of(structure: Structure) -> QuerySet[Indicator]:
    return Indicator.objects.filter(structure=structure).select_related("fed_by", "objective")


def years_of(lists: Lists, indicator: Indicator, year: int) -> list[int]:
    """Every year of which something is said, and the one that is asked, without a hole."""
    told = {each.year for each in lists.measures if each.indicator_id == indicator.pk}
    told |= {each.year for each in lists.targets if each.indicator_id == indicator.pk}
    known = [each for each in told if abs(each - year) <= MOST_YEARS]
    return list(range(max([*known, year]), min([*known, year]) - 1, -1))


#: On each side of the year that is shown.
MOST_YEARS = 12


def page_of(structure: Structure, indicator: Indicator, year: int, *, today: date) -> Page:
    lists = Lists(structure)
    history = indicator.measures.select_related("noted_by", "file").order_by("-pk")
    events = indicator.context_events.all()
    asked, rows = (
        indicator.asked.all(),
        CountedRow.objects.filter(
            measure__indicator=indicator, measure__year=year, measure__replaced_by=None
        ),
    )
    missing = indicator.wanted_evidences.filter(given=None).select_related("owner")
    together(*lists.all, history, events, asked, rows, missing)
    lines = [dress(lists, [indicator], each, today=today)[0] for each in years_of(lists, indicator, year)]
    count_live(structure, lines, today=today)
    line = next(each for each in lines if each.span.year == year)
    unit = indicator.unit
    replaced = {each.replaces_id for each in history}
    answered = {each.asked_id for each in history}
    return Page(
        line=line,
        lines=lines,
        history=[(each, said(each.value, unit), each.pk in replaced) for each in history],
        bases=[(each, said(each.value, unit)) for each in lists.bases if each.indicator_id == indicator.pk],
        events=list(events),
        corrections=[*corrections_of(indicator, year)],
        asked=[(each, each.pk in answered) for each in asked],
        pieces=as_pieces(structure, list(evidences_of(structure).filter(indicators=indicator))),
        missing=list(missing),
        vanished=vanished_of(line, list(rows)),
    )


def vanished_of(line: Line, rows: Sequence[CountedRow]) -> Vanished | None:
    """What the noted figure counted, and that the rooms do not hold any more."""
    if line.measure is None or line.live is None:
        return None
    there = {each.id for each in (*line.live.rows, *(line.live.against or ()))}
    gone = [
        each for each in rows if each.measure_id == line.measure.pk and (each.what, each.row) not in there
    ]
    return Vanished(line.measure, gone) if gone else None


def corrections_of(indicator: Indicator, year: int) -> Iterator[tuple[Correction, str, str, str]]:
    for each in indicator.corrections.filter(year=year).prefetch_related("events"):
        because = " ; ".join(f"{date_in_french(one.on)} : {one.words}" for one in each.events.all())
        yield each, said(each.counted, indicator.unit), said(each.corrected, indicator.unit), because
