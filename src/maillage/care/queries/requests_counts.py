"""Counts of requests, true ones: who publishes them hides the small (`care.statistics`)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, IntegerField, QuerySet, Sum, Value, When

from maillage.care.enums import Answer, RequestKind, RequestState
from maillage.care.models import CareCount, CareRequest, Offer, Question, QuestionCount
from maillage.care.models.counts import JOINED
from maillage.care.queries.requests import KINDS
from maillage.care.rules.rings import median_minutes
from maillage.kernel import DAYS
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import zone_of
from maillage.structures.queries.prepared import prepared

A_DAY = timedelta(hours=24)
WEEK = 7
#: What became of requests that are not counted: with another, or not in the end.
OUT = (JOINED, RequestState.WITHDRAWN)


class Seconds(Func):
    """Whole seconds from the second of two instants to the first, as the database counts them."""

    output_field = IntegerField()
    template = "CAST(FLOOR(EXTRACT(EPOCH FROM %(expressions)s)) AS integer)"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        days = self.copy()
        days.set_source_expressions(
            [Func(each, function="julianday") for each in self.get_source_expressions()]
        )
        template = "CAST(ROUND((%(expressions)s) * 86400000) AS INTEGER) / 1000"
        return days.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True, slots=True)
class Counted:
    """Of requests asked in a span; joined and withdrawn ones are not of it. `median`: minutes from asked to taken."""

    asked: int = 0
    taken: int = 0
    refused: int = 0  # answers « non » of those who were told
    unmet: int = 0
    median: int | None = None


@dataclass(frozen=True, slots=True)
class YearCounts:
    """Of requests asked in a year, erased since or not; those of `soon` and `received` are not."""

    by_kind: Mapping[str, int]
    taken: int
    median: int | None  # minutes from asked to taken
    #: Counter `soins_snp_24_h`: unscheduled requests taken within 24 hours, of those received. What was asked less than a
    #: day ago and that nobody took yet is received.
    soon: int
    received: int
    #: What was taken out: joined to another, withdrawn.
    joined: int
    withdrawn: int

    @property
    def asked(self) -> int:
        return sum(self.by_kind.values())


#: state, joined to, asked at, taken at, pk
Told = tuple[str, int | None, datetime, datetime | None, int]


def span_of(structure: Structure, year: int) -> tuple[datetime, datetime]:
    """The instants of a year on the clocks of the structure; the second is not of it."""
    zone = zone_of(structure)
    first, after = (datetime.combine(date(each, 1, 1), time(), zone) for each in (year, year + 1))
    return first, after


def _asked(structure: Structure, first: datetime, after: datetime) -> QuerySet[CareRequest]:
    rows = CareRequest.objects.filter(
        structure=structure, kind__in=KINDS, asked_at__gte=first, asked_at__lt=after
    )
    return rows.order_by()


def counts_of(structure: Structure, year: int) -> YearCounts:
    """Counted by the database, in one question: a row for those alike, that were as long to be taken."""
    living, gone = lists = _counted(structure, *span_of(structure, year), *days_of(year))
    together(*lists)
    kinds, out, received = Counter[str](), Counter[str](), 0
    delays, soon = list[timedelta](), 0
    for kind, became, waited, number in living:
        if became in OUT:
            out[became] += number
            continue
        kinds[kind] += number
        received += number if kind == RequestKind.UNSCHEDULED else 0
        if waited is not None:
            delay = timedelta(seconds=waited)
            delays += [delay] * number
            soon += number if kind == RequestKind.UNSCHEDULED and delay <= A_DAY else 0
    done = 0
    for kind, became, number in gone:
        if became in OUT:
            out[became] += number
        else:
            kinds[kind] += number
        done += number if became == RequestState.DONE else 0
    return YearCounts(
        dict(sorted(kinds.items())), len(delays) + done, median_minutes(delays), soon, received,
        out[JOINED], out[RequestState.WITHDRAWN],
    )  # fmt: skip


def places_of(structure: Structure, year: int) -> Mapping[tuple[str, str], int]:
    """(commune, kind) → asked in a year: `YearCounts.by_kind`, commune by commune."""
    living, gone = lists = _placed(structure, *span_of(structure, year), *days_of(year))
    together(*lists)
    found = Counter[tuple[str, str]]()
    for commune, kind, number in (*living, *gone):
        found[commune, kind] += number
    return found


def days_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year + 1, 1, 1)


@prepared
def _counted(
    structure: Structure, first: datetime, after: datetime, first_day: date, after_day: date
) -> tuple[
    QuerySet[CareRequest, tuple[str, str, int | None, int]], QuerySet[CareCount, tuple[str, str, int]]
]:
    """(kind, what became of them, seconds until they were taken, how many) of those that live; of the erased, no seconds."""
    then = Case(
        When(joined_to__isnull=False, then=Value(JOINED)), default=F("state"), output_field=CharField()
    )
    told = _asked(structure, first, after).annotate(then=then, waited=Seconds("taken_at", "asked_at"))
    erased = _erased(structure, first_day, after_day).values_list("kind", "outcome")
    return (
        told.values_list("kind", "then", "waited").annotate(number=Count("pk")),
        erased.annotate(total=Sum("number")),
    )


@prepared
def _placed(
    structure: Structure, first: datetime, after: datetime, first_day: date, after_day: date
) -> tuple[QuerySet[CareRequest, tuple[str, str, int]], QuerySet[CareCount, tuple[str, str, int]]]:
    kept = _asked(structure, first, after).filter(joined_to=None).exclude(state=RequestState.WITHDRAWN)
    erased = _erased(structure, first_day, after_day).exclude(outcome__in=OUT)
    return (
        kept.order_by("kind", "commune").values_list("commune", "kind").annotate(number=Count("pk")),
        erased.order_by("kind", "commune").values_list("commune", "kind").annotate(total=Sum("number")),
    )


def _erased(structure: Structure, first_day: date, after_day: date) -> QuerySet[CareCount]:
    """Requests asked between these days, erased since: their counts stay, without the refusals nor the minutes."""
    rows = CareCount.objects.filter(
        structure=structure, kind__in=KINDS, asked__gte=first_day, asked__lt=after_day
    )
    return rows.order_by()


def _refused(structure: Structure, first: datetime, after: datetime) -> QuerySet[Offer, int]:
    """The request of each answer « non », of those asked in that span."""
    rows = Offer.objects.filter(
        request__structure=structure, request__kind__in=KINDS, answer=Answer.NO,
        request__asked_at__gte=first, request__asked_at__lt=after,
    )  # fmt: skip
    return rows.order_by().values_list("request", flat=True)


def is_counted(row: Told) -> bool:
    """A request joined to another is counted with it; one that was withdrawn asked nothing in the end."""
    return row[1] is None and row[0] != RequestState.WITHDRAWN


def counted(rows: Iterable[Told], no: Counter[int]) -> Counted:
    rows = list(rows)
    delays = [taken - asked for *_, asked, taken, _ in rows if taken is not None]
    return Counted(
        len(rows),
        len(delays),
        sum(no[row[4]] for row in rows),
        sum(row[0] == RequestState.UNMET for row in rows),
        median_minutes(delays),
    )


@dataclass(frozen=True, slots=True)
class DayCounts:
    day: str  # « lundi »
    counts: Counted


def last_days(structure: Structure, zone: tzinfo, *, on: date) -> list[DayCounts]:
    """The last seven days, today last."""
    begins = datetime.combine(on - timedelta(days=WEEK - 1), time(), zone)
    ends = datetime.combine(on + timedelta(days=1), time(), zone)
    asked = _asked(structure, begins, ends).values_list("state", "joined_to", "asked_at", "taken_at", "pk")
    refused = _refused(structure, begins, ends)
    together(asked, refused)
    no, by_day = Counter(refused), defaultdict[date, list[Told]](list)
    for row in asked:
        if is_counted(row):
            by_day[row[2].astimezone(zone).date()].append(row)
    days: Sequence[date] = [on - timedelta(days=ago) for ago in reversed(range(WEEK))]
    return [DayCounts(DAYS[day.weekday()], counted(by_day[day], no)) for day in days]


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    asked: int
    seen: int
    answered: int
    median: int | None  # minutes from asked to answered
    by_subject: dict[str, int]


def question_counts(structure: Structure, year: int) -> QuestionCounts:
    """Of those asked in a year, erased since or not."""
    lists = questions_asked(structure, year)
    together(*lists)
    return questions_counted(*lists)


Questions = QuerySet[Question, tuple[str, datetime, datetime | None, datetime | None]]
ErasedQuestions = QuerySet[QuestionCount, tuple[str, bool, int | None, int]]


def questions_asked(structure: Structure, year: int) -> tuple[Questions, ErasedQuestions]:
    """What `questions_counted` is made of, to be read with other lists."""
    return _questions(structure, *span_of(structure, year), *days_of(year))


@prepared
def _questions(
    structure: Structure, first: datetime, after: datetime, first_day: date, after_day: date
) -> tuple[Questions, ErasedQuestions]:
    rows = Question.objects.filter(structure=structure, asked_at__gte=first, asked_at__lt=after)
    gone = QuestionCount.objects.filter(structure=structure, asked__gte=first_day, asked__lt=after_day)
    return (
        rows.order_by().values_list("subject", "asked_at", "seen_at", "answered_at"),
        gone.order_by().values_list("subject", "is_seen", "minutes", "number"),
    )


def questions_counted(living: Questions, kept: ErasedQuestions) -> QuestionCounts:
    told = [
        (subject, seen is not None, whole_minutes(answered - asked) if answered else None, 1)
        for subject, asked, seen, answered in living
    ]
    told += kept
    delays = [
        timedelta(minutes=minutes)
        for *_, minutes, number in told
        if minutes is not None
        for _ in range(number)
    ]
    by_subject: Counter[str] = Counter()
    for subject, _, _, number in told:
        by_subject[subject] += number
    return QuestionCounts(
        by_subject.total(),
        sum(number for _, is_seen, _, number in told if is_seen),
        len(delays),
        median_minutes(delays),
        dict(by_subject),
    )


def whole_minutes(delay: timedelta) -> int:
    return int(delay.total_seconds() // 60)
