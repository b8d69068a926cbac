"""Reading the queue."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.jobs.rules import LEFT_AFTER
from maillage.jobs.types import Doing


def due(now: datetime) -> QuerySet[Job]:
    """What waits, and what a worker left behind."""
    left = Q(state=State.RUNNING, beat_at__lte=now - LEFT_AFTER)
    return Job.objects.filter(Q(state=State.WAITING) | left).order_by("made_at", "pk")


def jobs_of(about: UUID) -> QuerySet[Job]:
    """The newest first."""
    return Job.objects.filter(about=about).order_by("-made_at", "-pk")


def doing_of(kind: str) -> Doing | None:
    """What the room that declared this kind does (`jobs` of its AppConfig)."""
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, "jobs")]
    return next((room.jobs()[kind] for room in rooms if kind in room.jobs()), None)
