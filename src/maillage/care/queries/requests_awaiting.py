"""What a structure waits for, of its requests."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.care.enums import Ability
from maillage.care.models import CareRequest
from maillage.care.queries.modules import is_on
from maillage.care.queries.requests import alone_of, late_of, said
from maillage.kernel import plural
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import day_in, zone_of
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, Waiting, Wanted


def awaiting(structure: Structure) -> Waiting:
    now = timezone.now()
    late, alone = _lists(structure, now)
    yield Wanted([late, alone])
    if is_on(structure):
        yield from _tasks(structure, "dont l’heure est passée", late)
        yield from _tasks(structure, "sans plus personne à prévenir", alone)


@prepared
def _lists(structure: Structure, now: datetime) -> tuple[QuerySet[CareRequest], QuerySet[CareRequest]]:
    return late_of(structure, at=now)[:20], alone_of(structure).exclude(due_at__lt=now)[:20]


def _tasks(structure: Structure, what: str, rows: QuerySet[CareRequest]) -> Iterator[Task]:
    if not rows:
        return
    first, zone = rows[0], zone_of(structure)
    url = (
        reverse("care:request", args=[structure.slug, first.number])
        if len(rows) == 1
        else reverse("care:requests", args=[structure.slug])
    )
    due = day_in(structure, first.due_at) if first.due_at else None
    words = f"{plural(len(rows), 'demande')} {what}"
    yield Task(words, url, said(first, zone), Ability.COORDINATE, due, Role.COORDINATION)
