"""Desks of a structure, and what each has asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from maillage.care.enums import CLOSED
from maillage.care.models import CareRequest, Desk
from maillage.care.queries.doctors import commune_name
from maillage.links.models import Link
from maillage.structures.models import Structure


def desks_of(structure: Structure) -> QuerySet[Desk]:
    """Those that are open first, each with how many of its requests go on (`going_on`)."""
    # Counted aside: to group the desks by all that they are joined to takes four times as long.
    theirs = CareRequest.objects.filter(desk=OuterRef("pk")).exclude(state__in=CLOSED)
    counted = theirs.order_by().values("desk").annotate(number=Count("pk")).values("number")
    rows = structure.care_desks.select_related("partner").annotate(going_on=Coalesce(Subquery(counted), 0))
    return rows.order_by("-is_on", "name", "pk")


def desk_behind(link: Link) -> Desk | None:
    rows = Desk.objects.select_related("structure__territory", "link")
    return rows.filter(link=link, is_on=True).first()


def asked_by(desk: Desk) -> QuerySet[CareRequest]:
    """Its requests of all kinds, those that go on first, the last first."""
    rows = desk.requests.select_related("taker").prefetch_related("flags")
    over = Case(When(state__in=CLOSED, then=1), default=0, output_field=IntegerField())
    return rows.annotate(over=over).order_by("over", "-asked_at", "-pk")


@dataclass(frozen=True, slots=True)
class DeskLine:
    """What its own desk reads of a request."""

    request: CareRequest
    commune: str

    @property
    def who(self) -> str:
        taker = self.request.taker
        return taker.name if taker and self.request.taken_at else ""


def desk_lines(rows: Iterable[CareRequest]) -> list[DeskLine]:
    return [DeskLine(row, commune_name(row.commune)) for row in rows]
