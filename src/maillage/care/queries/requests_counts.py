"""Counts of requests, true ones: who publishes them hides the small (`care.statistics`)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import reduce

from django.db.models import QuerySet

from maillage.care.enums import Answer, RequestKind, RequestState
from maillage.care.models import CareCount, CareRequest, Offer, Question
from maillage.care.models.counts import JOINED
from maillage.care.queries.requests import KINDS
from maillage.care.rules.rings import median_minutes
from maillage.kernel import DAYS
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import zone_of

A_DAY = timedelta(hours=24)
WEEK = 7


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
    whole: Counted
    by_kind: dict[str, Counted]
    by_commune: dict[str, Counted]
    places: dict[tuple[str, str], int]  # (commune, kind) → asked
    #: What was taken out: joined to another, withdrawn.
    joined: int
    withdrawn: int


#: kind, commune, state, joined to, asked at, taken at, pk
Told = tuple[str, str, str, int | None, datetime, datetime | None, int]


def span_of(structure: Structure, year: int) -> tuple[datetime, datetime]:
    """The instants of a year on the clocks of the structure; the second is not of it."""
    zone = zone_of(structure)
    first, after = (datetime.combine(date(each, 1, 1), time(), zone) for each in (year, year + 1))
    return first, after


def asked_within(structure: Structure, first: datetime, after: datetime) -> QuerySet[CareRequest, Told]:
    rows = structure.care_requests.filter(kind__in=KINDS, asked_at__gte=first, asked_at__lt=after)
    return rows.order_by().values_list("kind", "commune", "state", "joined_to", "asked_at", "taken_at", "pk")


def counts_of(structure: Structure, year: int) -> YearCounts:
    first, after = span_of(structure, year)
    told, refused, gone = (
        asked_within(structure, first, after), _refused(structure, first, after), erased(structure, year)
    )  # fmt: skip
    together(told, refused, gone)
    no = Counter(refused)
    kept = [row for row in told if is_counted(row)]
    by_kind, by_commune = defaultdict[str, list[Told]](list), defaultdict[str, list[Told]](list)
    for row in kept:
        by_kind[row[0]].append(row)
        by_commune[row[1]].append(row)
    found = YearCounts(
        counted(kept, no),
        {key: counted(rows, no) for key, rows in by_kind.items()},
        {key: counted(rows, no) for key, rows in by_commune.items()},
        Counter((row[1], row[0]) for row in kept),
        sum(row[3] is not None for row in told),
        sum(row[3] is None and row[2] == RequestState.WITHDRAWN for row in told),
    )
    return reduce(_with_erased, gone, found)


#: kind, commune, outcome, how many
Erased = tuple[str, str, str, int]


def erased(structure: Structure, year: int) -> QuerySet[CareCount, Erased]:
    """Requests asked that year, erased since: their counts stay, without the refusals nor the minutes."""
    rows = CareCount.objects.filter(structure=structure, kind__in=KINDS, asked__year=year)
    return rows.order_by().values_list("kind", "commune", "outcome", "number")


def _with_erased(found: YearCounts, row: Erased) -> YearCounts:
    kind, commune, outcome, number = row
    if outcome == JOINED:
        return replace(found, joined=found.joined + number)
    if outcome == RequestState.WITHDRAWN:
        return replace(found, withdrawn=found.withdrawn + number)

    def more(counts: Counted) -> Counted:
        taken = number if outcome == RequestState.DONE else 0
        unmet = number if outcome == RequestState.UNMET else 0
        return replace(
            counts, asked=counts.asked + number, taken=counts.taken + taken, unmet=counts.unmet + unmet
        )

    return replace(
        found,
        whole=more(found.whole),
        by_kind=found.by_kind | {kind: more(found.by_kind.get(kind, Counted()))},
        by_commune=found.by_commune | {commune: more(found.by_commune.get(commune, Counted()))},
        places=found.places | {(commune, kind): found.places.get((commune, kind), 0) + number},
    )


def refusals(structure: Structure, first: datetime, after: datetime) -> Counter[int]:
    """Request asked in that span → how many said no."""
    return Counter(_refused(structure, first, after))


def _refused(structure: Structure, first: datetime, after: datetime) -> QuerySet[Offer, int]:
    rows = Offer.objects.filter(
        request__structure=structure, request__kind__in=KINDS, answer=Answer.NO,
        request__asked_at__gte=first, request__asked_at__lt=after,
    )  # fmt: skip
    return rows.order_by().values_list("request", flat=True)


def is_counted(row: Told) -> bool:
    """A request joined to another is counted with it; one that was withdrawn asked nothing in the end."""
    return row[3] is None and row[2] != RequestState.WITHDRAWN


def counted(rows: Iterable[Told], no: Counter[int]) -> Counted:
    rows = list(rows)
    delays = [taken - asked for *_, asked, taken, _ in rows if taken is not None]
    return Counted(
        len(rows),
        len(delays),
        sum(no[row[6]] for row in rows),
        sum(row[2] == RequestState.UNMET for row in rows),
        median_minutes(delays),
    )


def within_a_day(structure: Structure, year: int) -> tuple[int, int]:
    """Counter `soins_snp_24_h`: unscheduled requests that somebody took within 24 hours, of those received.

    A request asked less than a day ago that nobody took yet is received, and not yet taken.
    """
    rows = [
        row
        for row in asked_within(structure, *span_of(structure, year)).filter(kind=RequestKind.UNSCHEDULED)
        if is_counted(row)
    ]
    return sum(taken is not None and taken - asked <= A_DAY for *_, asked, taken, _ in rows), len(rows)


@dataclass(frozen=True, slots=True)
class DayCounts:
    day: str  # « lundi »
    counts: Counted


def last_days(structure: Structure, zone: tzinfo, *, on: date) -> list[DayCounts]:
    """The last seven days, today last."""
    begins = datetime.combine(on - timedelta(days=WEEK - 1), time(), zone)
    ends = datetime.combine(on + timedelta(days=1), time(), zone)
    no = refusals(structure, begins, ends)
    by_day = defaultdict[date, list[Told]](list)
    for row in asked_within(structure, begins, ends):
        if is_counted(row):
            by_day[row[4].astimezone(zone).date()].append(row)
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
    first, after = span_of(structure, year)
    rows = Question.objects.filter(structure=structure, asked_at__gte=first, asked_at__lt=after)
    told = [
        (subject, seen is not None, whole_minutes(answered - asked) if answered else None, 1)
        for subject, asked, seen, answered in rows.order_by().values_list(
            "subject", "asked_at", "seen_at", "answered_at"
        )
    ]
    kept = structure.question_counts.filter(asked__year=year).order_by()
    told += kept.values_list("subject", "is_seen", "minutes", "number")
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
