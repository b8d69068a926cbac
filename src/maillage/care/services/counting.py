"""Requests that were closed long ago are erased, after they are counted: figures of the year stay, nobody's request does."""

from collections import Counter
from datetime import date, datetime, tzinfo

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from maillage.care.enums import CLOSED, Move, RequestState
from maillage.care.models import CareCount, CareDelay, CareRequest, CareSetting
from maillage.care.models.counts import JOINED
from maillage.care.queries.settings import setting_of
from maillage.kernel import add_months
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import zone_of

A_PASS = 500  # requests of one transaction


def forget_closed(on: date) -> int:
    """Of all structures, each by what it chose; how many. Done again the same day, it changes nothing."""
    chosen = min(CareSetting.objects.values_list("kept_months", flat=True), default=12)
    old = CareRequest.objects.filter(
        closed_at__isnull=False, closed_at__date__lt=add_months(on, -min(chosen, 12))
    )
    structures = Structure.objects.filter(pk__in=old.values("structure")).select_related("territory")
    return sum(_forget(structure, on) for structure in structures)


def _forget(structure: Structure, on: date) -> int:
    limit = add_months(on, -setting_of(structure).kept_months)
    zone, gone = zone_of(structure), 0
    start = datetime.combine(limit, datetime.min.time(), zone)
    while True:
        with transaction.atomic():
            done = _forget_some(structure, start, zone)
        gone += done
        if done < A_PASS:
            return gone


def _forget_some(structure: Structure, before: datetime, zone: tzinfo) -> int:
    rows = CareRequest.objects.filter(structure=structure)
    # What is joined goes with what it is joined to, and not before: alone, it would be counted as withdrawn.
    old = rows.filter(state__in=CLOSED, closed_at__lt=before, joined_to=None)
    heads = list(old.order_by("pk").values_list("pk", flat=True)[:A_PASS])
    found = list(
        rows.select_for_update(of=("self",))
        .filter(Q(pk__in=heads) | Q(joined_to__in=heads, state__in=CLOSED))
        .prefetch_related("moves")
    )
    if not found:
        return 0
    _count(structure, found, zone)
    CareRequest.objects.filter(pk__in=[each.pk for each in found]).delete()
    return len(heads)


def month(at: datetime, zone: tzinfo) -> date:
    return timezone.localdate(at, zone).replace(day=1)


def outcome_of(request: CareRequest) -> str:
    return JOINED if request.joined_to_id else request.state


def days_of(request: CareRequest, zone: tzinfo) -> int:
    """Whole days, on the calendar of the structure, from asking to what was said to be the end."""
    last = timezone.localdate(request.closed_at or request.asked_at, zone)
    return max(0, (last - timezone.localdate(request.asked_at, zone)).days)


def _count(structure: Structure, found: list[CareRequest], zone: tzinfo) -> None:
    numbers: Counter[tuple[date, date, str, str, str]] = Counter()
    reopened: Counter[tuple[date, date, str, str, str]] = Counter()
    delays: Counter[tuple[date, str, int]] = Counter()
    for each in found:
        last = month(each.closed_at or each.asked_at, zone)
        key = (month(each.asked_at, zone), last, each.kind, each.commune, outcome_of(each))
        numbers[key] += 1
        reopened[key] += any(move.move == Move.REOPENED for move in each.moves.all())
        if each.state == RequestState.DONE:
            delays[last, each.kind, days_of(each, zone)] += 1
    for key, number in sorted(numbers.items()):
        asked, closed, kind, commune, outcome = key
        row, _ = CareCount.objects.get_or_create(
            structure=structure, asked=asked, closed=closed, kind=kind, commune=commune, outcome=outcome
        )
        CareCount.objects.filter(pk=row.pk).update(
            number=F("number") + number, reopened=F("reopened") + reopened[key]
        )
    for (closed_in, kind, days), number in sorted(delays.items()):
        told, _ = CareDelay.objects.get_or_create(structure=structure, closed=closed_in, kind=kind, days=days)
        CareDelay.objects.filter(pk=told.pk).update(number=F("number") + number)
