"""What a year of requests of a médecin traitant amounts to: persons, each once, with the formula that says so.

The definitions are those of the law room (`soins_demandes_mt`, `soins_mt_trouves`, `soins_delai_mt`). Small numbers are
not hidden here: who publishes them does.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, QuerySet, Value, When

from maillage.care.enums import Move, RequestKind, RequestState
from maillage.care.models import CareCount, CareDelay, CareRequest, RequestMove
from maillage.care.models.counts import JOINED
from maillage.care.queries.doctors import commune_name
from maillage.kernel import folded, plural, with_no_break_spaces
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.clocks import zone_of
from maillage.structures.queries.prepared import prepared


@dataclass(frozen=True, slots=True)
class Row:
    """Requests alike: where, what they were at the end of the year, how many; erased ones too."""

    commune: str
    outcome: str  # a state of enums.RequestState, or JOINED
    number: int = 1
    reopened: int = 0


@dataclass(frozen=True, slots=True)
class OfCommune:
    name: str
    asked: int  # persons, withdrawn or not
    found: int
    unmet: int  # closed without answer, or still seeking


@dataclass(frozen=True, slots=True)
class DoctorCounts:
    """`sent`: forms received; the rest are persons."""

    year: int
    sent: int
    joined: int
    withdrawn: int
    found: int
    taken: int
    open: int
    unmet: int
    reopened: int
    median_days: Decimal | None  # None: nobody found
    timed: int  # how many the median is read of
    communes: Sequence[OfCommune]
    stands: Mapping[str, int]  # commune → persons of `kept`

    @property
    def persons(self) -> int:
        """soins_demandes_mt: whoever asked, once."""
        return self.sent - self.joined

    @property
    def kept(self) -> int:
        """The denominator of soins_mt_trouves: without the withdrawn."""
        return self.persons - self.withdrawn

    @property
    def excluded(self) -> int:
        return self.joined + self.withdrawn

    @property
    def percent(self) -> int | None:
        """soins_mt_trouves, in whole %; None: nobody to count."""
        return round(Decimal(100 * self.found) / self.kept) if self.kept else None

    @property
    def formula(self) -> tuple[str, ...]:
        """How each figure is made, a sentence each."""
        said = (
            f"{plural(self.sent, 'demande reçue', 'demandes reçues')} − {plural(self.joined, 'réunie')} avec une autre = {plural(self.persons, 'personne')}.",
            f"{plural(self.persons, 'personne')} − {plural(self.withdrawn, 'demande retirée', 'demandes retirées')} = {self.kept} à servir, dont {self.found} {'servie' if self.found < 2 else 'servies'}.",
            f"{plural(self.reopened, 'demande rouverte', 'demandes rouvertes')} : chacune compte une fois, dans son dernier état.",
            f"Délai médian, de la demande à la première consultation dite faite : {plural(self.timed, 'demande aboutie', 'demandes abouties')} dans l’année.",
        )
        return tuple(with_no_break_spaces(each) for each in said)


def counted(year: int, rows: Iterable[Row], delays: Iterable[tuple[int, int]]) -> DoctorCounts:
    """Without database nor clock. `delays`: (days, how many) of those that found in the year."""
    outcomes: Counter[str] = Counter()
    places: dict[str, Counter[str]] = {}
    sent = reopened = 0
    for row in rows:
        sent += row.number
        outcomes[row.outcome] += row.number
        reopened += row.reopened if row.outcome != JOINED else 0
        places.setdefault(row.commune, Counter())[row.outcome] += row.number
    spans: Counter[int] = Counter()
    for days, number in delays:
        spans[days] += number
    return DoctorCounts(
        year=year,
        sent=sent,
        joined=outcomes[JOINED],
        withdrawn=outcomes[RequestState.WITHDRAWN],
        found=outcomes[RequestState.DONE],
        taken=outcomes[RequestState.TAKEN],
        open=outcomes[RequestState.OPEN],
        unmet=outcomes[RequestState.UNMET],
        reopened=reopened,
        median_days=median(spans),
        timed=spans.total(),
        communes=sorted((_place(code, each) for code, each in places.items()), key=lambda each: (-each.unmet, folded(each.name))),
        stands={code: each.total() - each[JOINED] - each[RequestState.WITHDRAWN] for code, each in places.items()},
    )  # fmt: skip


def _place(code: str, found: Counter[str]) -> OfCommune:
    asked = found.total() - found[JOINED]
    unmet = found[RequestState.OPEN] + found[RequestState.UNMET]
    return OfCommune(commune_name(code), asked, found[RequestState.DONE], unmet)


def median(spans: Counter[int]) -> Decimal | None:
    """Of so many of each; half way between the two in the middle."""
    count = spans.total()
    if not count:
        return None
    ranks, seen, middle = {(count - 1) // 2, count // 2}, 0, []
    for days in sorted(spans):
        middle += [days for rank in ranks if seen <= rank < seen + spans[days]]
        seen += spans[days]
    return Decimal(sum(middle)) / len(middle)


def doctor_counts(structure: Structure, year: int) -> DoctorCounts:
    """What was asked in a civil year, as it stands at its end (today, when it runs). One question."""
    zone = zone_of(structure)
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    living, again, erased, ended, delays = lists = _told(
        structure, _midnight(first, zone), _midnight(after, zone), first, after
    )
    together(*lists)
    rows = [Row(commune, outcome, number) for commune, outcome, number in living]
    rows += [Row(commune, outcome, 0, number) for commune, outcome, number in again]
    rows += [_then(year, *row) for row in erased]
    spans = [(_days(asked_at, closed_at, zone), 1) for asked_at, closed_at in ended if closed_at]
    return counted(year, rows, [*spans, *delays])


#: commune, outcome, how many
Alike = tuple[str, str, int]
#: commune, outcome, month when it closed, how many, among them reopened
Erased = tuple[str, str, date, int, int]


@prepared
def _told(
    structure: Structure, first: datetime, after: datetime, first_day: date, after_day: date
) -> tuple[
    QuerySet[CareRequest, Alike],
    QuerySet[CareRequest, Alike],
    QuerySet[CareCount, Erased],
    QuerySet[CareRequest, tuple[datetime, datetime | None]],
    QuerySet[CareDelay, tuple[int, int]],
]:
    """Those alike that live, those of them that were reopened, those that were erased; what ended, living and erased."""
    # What each was at the end of the year: what ended later still went on.
    then = Case(
        When(joined_to__isnull=False, then=Value(JOINED)),
        When(closed_at__lt=after, then=F("state")),
        When(taken_at__lt=after, then=Value(RequestState.TAKEN.value)),
        default=Value(RequestState.OPEN.value),
        output_field=CharField(),
    )
    asked = _doctors(structure).filter(asked_at__gte=first, asked_at__lt=after).order_by()
    alike = asked.annotate(then=then).values_list("commune", "then")
    moved = Exists(RequestMove.objects.filter(move=Move.REOPENED, request=OuterRef("pk")))
    found = _doctors(structure).filter(
        state=RequestState.DONE, closed_at__gte=first, closed_at__lt=after, joined_to=None
    )
    kept = CareCount.objects.filter(
        structure=structure, kind=RequestKind.DOCTOR, asked__gte=first_day, asked__lt=after_day
    )
    delays = CareDelay.objects.filter(
        structure=structure, kind=RequestKind.DOCTOR, closed__gte=first_day, closed__lt=after_day
    )
    return (
        alike.annotate(number=Count("pk")),
        alike.filter(moved).annotate(number=Count("pk")),
        kept.order_by().values_list("commune", "outcome", "closed", "number", "reopened"),
        found.order_by().values_list("asked_at", "closed_at"),
        delays.order_by().values_list("days", "number"),
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, datetime.min.time(), zone)


def _doctors(structure: Structure) -> QuerySet[CareRequest]:
    return CareRequest.objects.filter(structure=structure, kind=RequestKind.DOCTOR)


def _then(year: int, commune: str, outcome: str, closed: date, number: int, reopened: int) -> Row:
    later = closed.year > year and outcome != JOINED
    return Row(commune, RequestState.OPEN if later else outcome, number, reopened)


def _days(asked_at: datetime, closed_at: datetime, zone: tzinfo) -> int:
    return max(0, (closed_at.astimezone(zone).date() - asked_at.astimezone(zone).date()).days)


def years_of(structure: Structure, *, today: date) -> list[int]:
    """Those in which something was asked, and this one; the last first."""
    first = _doctors(structure).order_by("asked_at").values_list("asked_at", flat=True).first()
    kept = CareCount.objects.filter(structure=structure, kind=RequestKind.DOCTOR).order_by("asked")
    erased = kept.values_list("asked", flat=True).first()
    oldest = min([each.year for each in (first, erased) if each], default=today.year)
    return list(range(today.year, min(oldest, today.year) - 1, -1))
