"""What pathways and teams count in a year: numbers of people or of gestures, typed or summed, of nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from maillage.care.models import EtpSession, PathwayMonth, RcpCall, StepMonth
from maillage.care.rules.pathways import Month, held
from maillage.governance.models import RcpSession
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import instants_in


@dataclass(frozen=True, slots=True)
class PathwayYear:
    """A pathway in a year."""

    title: str
    entered: int
    left: int
    followed: int | None  # in and not out at the end; None: nobody noted a month of it
    steps: Mapping[str, int]  # what is done → times


def patients_followed(structure: Structure, until: date) -> int | None:
    """`soins_patients_suivis`: in a pathway and not out before `until` (excluded); None: nobody noted any month.

    Whoever is in two pathways counts in both: nobody is known here.
    """
    return followed(noted_before(structure, until), until)


def noted_before(structure: Structure, until: date) -> QuerySet[PathwayMonth]:
    return PathwayMonth.objects.filter(pathway__structure=structure, month__lt=until)


def followed(rows: Iterable[PathwayMonth], until: date) -> int | None:
    months = _by_pathway(rows)
    counts = (held(mine, before=until) for mine in months.values())
    known = [each for each in counts if each is not None]
    return sum(known) if known else None


def _by_pathway(rows: Iterable[PathwayMonth]) -> Mapping[int, list[Month]]:
    months: dict[int, list[Month]] = {}
    for row in rows:
        months.setdefault(row.pathway_id, []).append(Month(row.month, row.entered, row.left))
    return months


def pathways_year(structure: Structure, year: int) -> list[PathwayYear]:
    return pathways_until(structure, date(year, 1, 1), date(year + 1, 1, 1))


def pathways_until(structure: Structure, first: date, until: date) -> list[PathwayYear]:
    """Each by its title: what came in and out between the two days, who is in before the second (excluded)."""
    months = _by_pathway(noted_before(structure, until))
    steps = _steps(structure, first, until)
    found = []
    for pathway in structure.pathways.order_by("title", "pk"):
        mine = months.get(pathway.pk, [])
        within = [each for each in mine if each.first >= first]
        found.append(
            PathwayYear(
                pathway.title,
                sum(each.entered for each in within),
                sum(each.left for each in within),
                held(mine, before=until),
                steps.get(pathway.pk, {}),
            )
        )
    return found


def _steps(structure: Structure, first: date, until: date) -> dict[int, dict[str, int]]:
    """Pathway → what is done → times. A step renamed from a version to the next is one: its last words name it."""
    rows = StepMonth.objects.filter(
        of__pathway__structure=structure, of__month__gte=first, of__month__lt=until
    )
    sums = rows.order_by("of__pathway", "step").values_list("of__pathway", "step").annotate(Sum("times"))
    names = {
        step.key: step.what
        for pathway in structure.pathways.prefetch_related("versions__steps")
        for version in reversed(pathway.versions.all())
        for step in version.steps.all()
    }
    found: dict[int, dict[str, int]] = {}
    for pathway, step, times in sums:
        of, name = found.setdefault(pathway, {}), names.get(step, "Étape retirée")
        of[name] = of.get(name, 0) + times
    return found


@dataclass(frozen=True, slots=True)
class EtpYear:
    """Education in a year; `uncounted`: sessions held whose people nobody counted, which are not in the sums."""

    programmes: int
    sessions: int
    present: int
    newcomers: int
    uncounted: int


def etp_year(structure: Structure, year: int, *, on: date) -> EtpYear:
    """Sessions of that civil year held by `on`, those that were called off left out."""
    held_then = etp_held(structure, date(year, 1, 1), min(on, date(year, 12, 31)))
    found = held_then.aggregate(
        of=Count("programme", distinct=True),
        held=Count("pk"),
        there=Sum("present"),
        new=Sum("newcomers"),
        uncounted=Count("pk", filter=Q(present=None)),
    )
    return EtpYear(found["of"], found["held"], found["there"] or 0, found["new"] or 0, found["uncounted"])


def etp_held(structure: Structure, first: date, last: date) -> QuerySet[EtpSession]:
    return EtpSession.objects.filter(
        programme__structure=structure, held_on__gte=first, held_on__lte=last, is_off=False
    )


@dataclass(frozen=True, slots=True)
class RcpYear:
    """Concertations held in a year, each once: those of the register, and those called that it does not hold."""

    sessions: int
    situations: int
    people_there: int  # of those that were called


def rcp_year(structure: Structure, year: int) -> RcpYear:
    first, last = date(year, 1, 1), date(year, 12, 31)
    instants = instants_in(structure, first, last)
    called = _called(structure, *instants)
    rows, registered = rcp_held(structure, *instants, first, last)
    apart = rows.aggregate(count=Count("pk"), situations=Sum("situations"))
    noted = registered.aggregate(
        count=Count("pk"), ald=Sum("ald"), over_75=Sum("over_75"), others=Sum("others")
    )
    there = called.filter(guests__was_there=True).count()
    return RcpYear(
        apart["count"] + noted["count"],
        (apart["situations"] or 0) + sum(noted[name] or 0 for name in ("ald", "over_75", "others")),
        there,
    )


def _called(structure: Structure, begins: datetime, ends: datetime) -> QuerySet[RcpCall]:
    return RcpCall.objects.filter(
        structure=structure, starts_at__gte=begins, starts_at__lt=ends, situations__isnull=False, is_off=False
    )


def rcp_held(
    structure: Structure, begins: datetime, ends: datetime, first: date, last: date
) -> tuple[QuerySet[RcpCall], QuerySet[RcpSession]]:
    """Those that the register does not hold, and those that it holds: between instants, the same ones as days."""
    noted = RcpSession.objects.filter(structure=structure, held_on__gte=first, held_on__lte=last)
    return _called(structure, begins, ends).filter(session=None), noted
