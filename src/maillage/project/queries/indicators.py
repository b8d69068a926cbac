"""The indicators of a structure in a year: what each is worth, what it aims at, what it waits for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from maillage.people.queries.naming import but_their_name
from maillage.project.enums import Better, Frequency, Origin
from maillage.project.models import (
    Asked,
    BaseCorrection,
    Correction,
    Evidence,
    EvidenceWanted,
    Indicator,
    Measure,
    ProjectYear,
    Target,
)
from maillage.project.queries.indicators_counted import COUNTERS, Counted, counted, wanted_by
from maillage.project.queries.indicators_read import Read
from maillage.project.queries.missions import groups_of
from maillage.project.rules.values import Progress, Value, progress, said
from maillage.project.rules.years import Span, next_due, span_of, year_of
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.prepared import prepared

#: What is under no mission nor axis.
WHOLE = "Toute la structure"
MONTHS = {Frequency.YEAR: 12, Frequency.HALF: 6, Frequency.QUARTER: 3, Frequency.MONTH: 1}


def begins_of(structure: Structure) -> date | None:
    """The first day of the first year of its contract; None: civil years."""
    found = ProjectYear.objects.filter(structure=structure).first()
    return found.begins_on if found else None


def years_at(structure: Structure, day: date) -> set[int]:
    """The years that hold this day: the civil one, and that of the contract."""
    return {day.year, year_of(day, begins_of(structure))}


@dataclass
class Line:
    """An indicator in a year. What nobody gave is None, or empty. It is read once `live` was counted."""

    indicator: Indicator
    span: Span
    today: date
    measures: list[Measure] = field(
        default_factory=list
    )  # that nothing replaces, in the order they were noted
    live: Counted | None = None  # what the site counts now
    target: Decimal | None = None
    base: Decimal | None = None
    is_base_corrected: bool = False
    asked: Asked | None = None  # without an answer
    correction: Correction | None = None
    evidences: int = 0
    missing: int = 0

    @property
    def measure(self) -> Measure | None:
        """The one that says the most of the year: it goes the farthest, and was noted last."""
        known = [each for each in self.measures if each.state != "ecarte"]
        return max(known, key=lambda each: (each.until or self.span.last, each.pk), default=None)

    @cached_property
    def value(self) -> Value:
        """What was noted; else what is counted now."""
        if found := self.measure:
            return Value(found.value, found.unknown_why)
        if self.live is not None:
            return self.live.value(self.indicator.unit)
        return Value(None, "pas encore rempli pour cette année")

    @property
    def said(self) -> str:
        return said(self.value.number, self.indicator.unit)

    @property
    def until(self) -> date | None:
        """Where the value stops, when it does not say the whole year."""
        found = self.measure.until if self.measure else None
        return None if found is None or found >= self.span.last else found

    @property
    def is_live(self) -> bool:
        """The figure is of now: it may still move until somebody notes it."""
        return self.measure is None and self.live is not None

    @property
    def is_moving(self) -> bool:
        """The same, of a year that is not over."""
        return self.is_live and self.today <= self.span.last

    @property
    def counted_since(self) -> str:
        """What the site counts now, when what was noted is another figure."""
        if self.live is None or self.measure is None or self.measure.value is None:
            return ""
        now = self.live.value(self.indicator.unit).number
        return "" if now is None or now == self.measure.value else said(now, self.indicator.unit)

    @property
    def target_said(self) -> str:
        return "" if self.target is None else said(self.target, self.indicator.unit)

    @property
    def base_said(self) -> str:
        return "" if self.base is None else said(self.base, self.indicator.unit)

    @property
    def base_first(self) -> str:
        """As it was frozen, whatever corrected it since."""
        return said(self.indicator.base, self.indicator.unit)

    @property
    def corrected_said(self) -> str:
        return said(self.correction.corrected, self.indicator.unit) if self.correction else ""

    @property
    def live_said(self) -> str:
        return said(self.live.value(self.indicator.unit).number, self.indicator.unit) if self.live else ""

    @cached_property
    def progress(self) -> Progress:
        is_less = self.indicator.better == Better.LESS
        return progress(self.value.number, self.target, self.base, is_less_better=is_less)

    @property
    def due(self) -> date | None:
        """When it is to be fed next; what the caisse owes, when it said it would give it."""
        if self.indicator.origin == Origin.COUNTED:
            return None
        if self.asked is not None and self.asked.awaited_on:
            return self.asked.awaited_on
        fed = max((each.until or self.span.last for each in self.measures), default=None)
        return next_due(
            self.span, MONTHS[Frequency(self.indicator.frequency)], self.indicator.days_after, fed
        )

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < self.today

    @property
    def pieces_said(self) -> str:
        """« 2 pièces sur 3 »; empty when nothing is asked nor given."""
        if not self.evidences and not self.missing:
            return ""
        return f"{self.evidences} sur {self.evidences + self.missing}"

    @property
    def who(self) -> str:
        if self.indicator.origin == Origin.COUNTED:
            return "Le site"
        feeder = self.indicator.fed_by
        return feeder.name if feeder else self.indicator.fed_by_words


class Lists:
    """All that a page of a year reads of a structure, asked in one question with whatever else it reads."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        mine = {"indicator__structure": structure}
        followed = Indicator.objects.filter(structure=structure).select_related("fed_by")
        self.indicators = followed.defer(*but_their_name("fed_by"))
        self.targets = Target.objects.filter(**mine)
        self.measures = Measure.objects.filter(replaced_by=None, **mine)
        self.bases = BaseCorrection.objects.filter(**mine)
        self.asked = Asked.objects.filter(given_up="", measures=None, **mine)
        self.corrections = Correction.objects.filter(**mine)
        self.years = ProjectYear.objects.filter(structure=structure)
        self.proofs: QuerySet[Any, Any] = Evidence.indicators.through.objects.filter(**mine).values_list(
            "indicator_id", "evidence__dated_on"
        )
        self.wanted = EvidenceWanted.objects.filter(given=None, **mine)

    @classmethod
    def to_feed(cls, structure: Structure) -> "Lists":
        """What tells when those that the site does not count are to be fed, and nothing else."""
        lists = cls.__new__(cls)
        lists.structure = structure
        lists.indicators, lists.targets, lists.measures, lists.asked, lists.years = _to_feed(structure)
        lists.bases, lists.corrections = BaseCorrection.objects.none(), Correction.objects.none()
        lists.proofs, lists.wanted = Evidence.objects.none(), EvidenceWanted.objects.none()
        return lists

    @property
    def fed(self) -> list[QuerySet[Any, Any]]:
        return [self.indicators, self.targets, self.measures, self.asked, self.years]

    @property
    def all(self) -> list[QuerySet[Any, Any]]:
        return [
            self.indicators, self.targets, self.measures, self.bases, self.asked, self.corrections, self.years,
            self.proofs, self.wanted,
        ]  # fmt: skip

    @cached_property
    def begins(self) -> date | None:
        return next((each.begins_on for each in self.years), None)

    def span(self, indicator: Indicator, year: int) -> Span:
        """Years are those of the contract for what it says, civil for the rest."""
        return span_of(year, self.begins if indicator.is_of_contract else None)


@prepared
def _to_feed(
    structure: Structure,
) -> tuple[QuerySet[Indicator], QuerySet[Target], QuerySet[Measure], QuerySet[Asked], QuerySet[ProjectYear]]:
    lists = Lists(structure)
    followed = Indicator.objects.filter(structure=structure, archived_on=None).exclude(origin=Origin.COUNTED)
    told = ("name", "origin", "frequency", "days_after", "is_of_contract", "base")
    fed = ~Q(indicator__origin=Origin.COUNTED)
    measures = lists.measures.filter(fed).only("indicator", "year", "until")
    return followed.only(*told), lists.targets.filter(fed), measures, lists.asked, lists.years


def by_indicator(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for each in rows:
        found[each.indicator_id].append(each)
    return found


def lines_of(structure: Structure, year: int, *, today: date, archived: bool = False) -> list[Line]:
    """In the order of the pages. Two questions, whatever their number; more for those counted by the directory."""
    lists = Lists(structure)
    together(*lists.all)
    kept = [each for each in lists.indicators if archived or each.archived_on is None]
    lines = dress(lists, kept, year, today=today)
    count_live(structure, lines, today=today)
    return lines


def dress(lists: Lists, indicators: Sequence[Indicator], year: int, *, today: date) -> list[Line]:
    """Each with what was written of it for that year."""
    targets, measures = by_indicator(lists.targets), by_indicator(lists.measures)
    asked, corrections = by_indicator(lists.asked), by_indicator(lists.corrections)
    bases, wanted = by_indicator(lists.bases), by_indicator(lists.wanted)
    proofs: dict[int, list[date]] = defaultdict(list)
    for indicator, day in lists.proofs:
        proofs[indicator].append(day)
    lines = []
    for each in indicators:
        span = lists.span(each, year)
        moved = bases[each.pk][-1] if bases[each.pk] else None
        lines.append(
            Line(
                each,
                span,
                today,
                measures=[one for one in measures[each.pk] if one.year == year],
                target=next((one.value for one in targets[each.pk] if one.year == year), None),
                base=moved.value if moved else each.base,
                is_base_corrected=moved is not None,
                asked=next((one for one in reversed(asked[each.pk]) if one.year == year), None),
                correction=next((one for one in reversed(corrections[each.pk]) if one.year == year), None),
                evidences=sum(day in span for day in proofs[each.pk]),
                missing=sum(one.year == year for one in wanted[each.pk]),
            )
        )
    return lines


def count_live(structure: Structure, lines: Sequence[Line], *, today: date) -> None:
    """What the site counts now, of a year that has begun: their rows are read in one question."""
    counting = [
        each
        for each in lines
        if each.indicator.origin == Origin.COUNTED and each.indicator.counter and each.span.first <= today
    ]
    if not counting:
        return
    names = wanted_by([each.indicator.counter for each in counting])
    first, last = min(each.span.first for each in counting), max(each.span.last for each in counting)
    read = Read(structure, names, first, last, today=today)
    known: dict[tuple[str, str, Span], Counted] = {}
    for each in counting:
        asked = (each.indicator.counter, each.indicator.counter_of, each.span)
        if asked not in known:
            known[asked] = counted(read, each.indicator.counter, each.indicator.counter_of, each.span)
        each.live = known[asked]


def counter_label(indicator: Indicator) -> str:
    found = COUNTERS.get(indicator.counter)
    return found.label if found else ""


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators of a mission or of an axis, in a year."""

    key: str
    label: str
    lines: Sequence[Line]

    @property
    def reached(self) -> int:
        return sum(each.progress.is_reached is True for each in self.lines)


def grouped(structure: Structure, lines: Sequence[Line], *, on: date) -> list[Group]:
    """By mission or axis in the order of the law, what is of the whole structure last."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for each in lines:
        groups[each.indicator.mission].append(each)
    named = {each.key: each.label for each in groups_of(structure, on=on)}
    order = {key: rank for rank, key in enumerate(named)}
    keys = sorted(groups, key=lambda key: (key == "", order.get(key, len(order)), key))
    return [Group(key, named.get(key, key) if key else WHOLE, groups[key]) for key in keys]
