"""What a structure waits for, of its requests and questions."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage.care.enums import Ability
from maillage.care.models import CareRequest, Question
from maillage.care.queries.modules import is_on
from maillage.care.queries.questions import LEFT_FOR, LEFT_SOON, WAITED_FOR, left
from maillage.care.queries.requests import alone_of, late_of, said
from maillage.kernel import plural
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import day_in, zone_of
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, Waiting, Wanted


def awaiting(structure: Structure) -> Waiting:
    now = timezone.now()
    late, alone, unanswered = lists = _lists(
        structure, now, now - LEFT_FOR, now - LEFT_SOON, now - WAITED_FOR
    )
    yield Wanted(lists)
    if is_on(structure):
        yield from _tasks(structure, "dont l’heure est passée", late)
        yield from _tasks(structure, "sans plus personne à prévenir", alone)
        yield from _of_questions(structure, unanswered)


@prepared
def _lists(
    structure: Structure, now: datetime, before: datetime, before_urgent: datetime, since: datetime
) -> tuple[QuerySet[CareRequest], QuerySet[CareRequest], QuerySet[Question]]:
    return (
        late_of(structure, at=now)[:20],
        alone_of(structure).exclude(due_at__lt=now)[:20],
        left(structure, before, before_urgent, since)[:20],
    )


def _of_questions(structure: Structure, rows: QuerySet[Question]) -> Iterator[Task]:
    if rows:
        words = f"{plural(len(rows), 'question')} à un prescripteur sans réponse"
        first, url = rows[0], reverse("care:questions", args=[structure.slug])
        whom = first.prescriber.name if first.prescriber else "une fiche effacée"
        detail = f"{first.code}, à {whom}. Un coup de téléphone ?"
        yield Task(words, url, detail, Ability.COORDINATE, None, Role.COORDINATION)


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
