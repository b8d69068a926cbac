"""Requests that are perhaps for the same person: nobody is named, so that only a hand can say so."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet

from maillage.care.models import CareRequest

#: Asked further apart, they are not said to look alike.
WITHIN = timedelta(days=30)
#: A page shows no more of them.
MOST = 50


def like(request: CareRequest) -> QuerySet[CareRequest]:
    """Of the same kind, commune and age, asked within thirty days of it, and not joined."""
    near = Q(asked_at__range=(request.asked_at - WITHIN, request.asked_at + WITHIN))
    same = CareRequest.objects.filter(
        near,
        structure=request.structure_id,
        kind=request.kind,
        commune=request.commune,
        age=request.age,
        joined_to=None,
    )
    others = same.exclude(pk=request.pk).select_related("desk").prefetch_related("flags")
    return others.order_by("asked_at", "pk")[:MOST]


def doubles_of(request: CareRequest, near: Iterable[CareRequest] | None = None) -> list[CareRequest]:
    """Those of them whose particularities are the same, or that say only more or less of them. `near`: `like`, read already."""
    if request.joined_to_id:
        return []
    mine, found = _flags(request), like(request) if near is None else near
    return [each for each in found if _agree(mine, _flags(each))]


def _flags(request: CareRequest) -> Collection[str]:
    return frozenset(each.flag for each in request.flags.all())


def _agree(one: Collection[str], other: Collection[str]) -> bool:
    return set(one) <= set(other) or set(other) <= set(one)
