"""One request with all that its page says of it, read in two questions."""

from dataclasses import dataclass
from datetime import datetime

from maillage.care.models import CareRequest
from maillage.care.queries.doubles import doubles_of, like
from maillage.care.queries.turns import Table, table_of


@dataclass(frozen=True, slots=True)
class Opened:
    """`request` has its flags, its offers, its moves, what was joined to it; `doubles`: perhaps the same person."""

    request: CareRequest
    table: Table
    doubles: list[CareRequest]


def opened(request: CareRequest, *, at: datetime) -> Opened:
    parts = {
        "flags": request.flags.all(),
        "joined": request.joined.all(),
        "offers": request.offers.select_related("person").order_by("offered_at", "pk"),
        "moves": request.moves.select_related("person", "by").order_by("at", "pk"),
    }
    near = like(request)
    table = table_of(request.structure, at=at, about=[request.pk], also=[*parts.values(), near])
    request.__dict__.setdefault("_prefetched_objects_cache", {}).update(parts)
    return Opened(request, table, [] if request.closed_at else doubles_of(request, near))
