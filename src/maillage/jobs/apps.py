from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.apps import AppConfig
from django.utils import timezone

from maillage.ui.slots import Work


class JobsConfig(AppConfig):
    name = "maillage.jobs"
    label = "jobs"
    commands = {"worker": "worker"}

    def works(self, structure: Any) -> Iterable[Work]:
        from maillage.jobs.enums import State
        from maillage.jobs.queries import jobs_of

        for job in jobs_of(structure.pk):
            yield Work(
                job.title,
                job.get_state_display(),
                job.made_at,
                done=job.done,
                total=job.total,
                is_over=job.is_over,
                is_failed=job.state == State.FAILED,
                detail=job.outcome,
                path=job.path,
                number=job.pk if job.is_over else 0,
            )

    def daily_work(self, on: date) -> None:
        from maillage.jobs.services import forget_old

        forget_old(now=timezone.make_aware(datetime.combine(on, time())))

    def erase(self, structure: Any) -> None:
        from maillage.jobs.services import erase_subject

        erase_subject(structure.pk)
