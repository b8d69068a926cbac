"""Questions and ESCAP that ended long ago are erased, after they are counted: figures of a year stay the same."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import Any

from django.db import transaction
from django.db.models import F, Model, Q
from django.utils import timezone

from maillage.care.enums import EscapState
from maillage.care.models import (
    CareSetting,
    Escap,
    EscapCount,
    EscapMember,
    EscapPart,
    Question,
    QuestionCount,
)
from maillage.care.queries.escap_counts import FIGURES, figures_of, ran_in
from maillage.care.queries.requests_counts import whole_minutes
from maillage.care.queries.settings import setting_of
from maillage.kernel import add_months
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import zone_of

A_PASS = 500  # rows, or codes, of one transaction


def forget_questions_and_escaps(on: date) -> int:
    """Of all structures, each by the months it chose; how many. Done again the same day, it changes nothing."""
    structures = Structure.objects.filter(
        Q(care_questions__isnull=False) | Q(escaps__isnull=False)
    ).distinct()
    least = min(CareSetting.objects.values_list("kept_months", flat=True), default=12)
    oldest = add_months(on, -min(least, 12))
    near = structures.filter(Q(care_questions__asked_at__date__lt=oldest) | Q(escaps__proposed_on__lt=oldest))
    return sum(_forget(each, on) for each in near.distinct().select_related("territory"))


def _forget(structure: Structure, on: date) -> int:
    limit = add_months(on, -setting_of(structure).kept_months)
    return _all(lambda: _forget_questions(structure, limit)) + _all(lambda: _forget_escaps(structure, limit))


def _all(some: Callable[[], int]) -> int:
    gone = 0
    while True:
        with transaction.atomic():
            done = some()
        gone += done
        if done < A_PASS:
            return gone


def _add(model: type[Model], number: int, name: str, **key: Any) -> None:
    row, _ = model._default_manager.get_or_create(**key)
    model._default_manager.filter(pk=row.pk).update(**{name: F(name) + number})


def _forget_questions(structure: Structure, limit: date) -> int:
    """Answered before that day, or asked before it and never answered."""
    zone: tzinfo = zone_of(structure)
    before = datetime.combine(limit, datetime.min.time(), zone)
    over = Q(answered_at__lt=before) | Q(answered_at=None, asked_at__lt=before)
    rows = Question.objects.select_for_update(of=("self",)).filter(over, structure=structure)
    found = list(rows.order_by("pk")[:A_PASS])
    numbers: Counter[tuple[date, str, bool, int | None]] = Counter()
    for each in found:
        minutes = whole_minutes(each.answered_at - each.asked_at) if each.answered_at else None
        asked = timezone.localdate(each.asked_at, zone).replace(day=1)
        numbers[asked, each.subject, each.seen_at is not None, minutes] += 1
    for (asked, subject, is_seen, minutes), number in numbers.items():
        _add(
            QuestionCount, number, "number", structure=structure, asked=asked, subject=subject, is_seen=is_seen,
            minutes=minutes,
        )  # fmt: skip
    Question.objects.filter(pk__in=[each.pk for each in found]).delete()
    return len(found)


def _forget_escaps(structure: Structure, limit: date) -> int:
    """Codes all of whose turns were over before that day: one year of somebody goes with the others."""
    rows = Escap.objects.select_for_update(of=("self",)).filter(structure=structure)
    turns: dict[str, list[Escap]] = defaultdict(list)
    for each in rows.prefetch_related("moves").order_by("code", "turn"):
        turns[each.code].append(each)
    old = [held for held in turns.values() if all(_over(each, limit) for each in held)][:A_PASS]
    for held in old:
        _count(structure, held)
    Escap.objects.filter(pk__in=[each.pk for held in old for each in held]).delete()
    return len(old)


def _over(escap: Escap, limit: date) -> bool:
    if escap.state in (EscapState.PROPOSED, EscapState.AGREED):
        return False
    moved = max((each.on for each in escap.moves.all()), default=escap.proposed_on)
    return moved < limit and (escap.ends_on is None or escap.ends_on < limit)


def _count(structure: Structure, held: list[Escap]) -> None:
    days = [day for each in held for day in (each.proposed_on, each.starts_on, each.ends_on) if day]
    for year in range(min(days).year, max(days).year + 1):
        found = figures_of(held, year, on=max(days))
        for figure in FIGURES:
            if found[figure]:
                _add(EscapCount, found[figure], "number", structure=structure, year=year, figure=figure)
        team = EscapMember.objects.filter(escap__in=ran_in(held, year, on=max(days)), person__isnull=False)
        for person, teams in Counter(team.values_list("person", flat=True)).items():
            _add(EscapPart, teams, "teams", structure=structure, year=year, person_id=person)
