"""Asking for work, doing it once for each key whatever dies meanwhile, and forgetting it."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import Error, InterfaceError, OperationalError, transaction
from django.utils import timezone

from maillage.jobs.enums import OVER, State
from maillage.jobs.models import Job
from maillage.jobs.queries import doing_of, due
from maillage.jobs.rules import KEPT_FOR, MOST_ATTEMPTS
from maillage.jobs.types import Outcome
from maillage.kernel import BadInput, with_no_break_spaces

GIVEN_UP = with_no_break_spaces(
    "Une erreur de Maillage l’a interrompue : rien n’est changé. Reprenez-la, ou dites-le à qui tient ce site."
)


def ask(
    key: str,
    *,
    kind: str,
    title: str,
    about: UUID,
    by: Any,
    given: str,
    at: datetime,
    total: int = 0,
    path: str = "",
) -> Job:
    """Work for the worker. A key that is known gives its job back, unchanged; one that failed is tried again.

    `path`: of the page where it is taken up again, should it fail.
    """
    said: dict[str, Any] = {"kind": kind, "title": title[:200], "about": about, "by": by, "given": given}
    said |= {"total": total, "path": path}
    with transaction.atomic():
        job, is_new = Job.objects.select_for_update().get_or_create(key=key, defaults={**said, "made_at": at})
        if not is_new and job.state == State.FAILED:
            again = {"state": State.WAITING, "attempts": 0, "done": 0, "outcome": "", "ended_at": None}
            Job.objects.filter(pk=job.pk).update(**said, **again, made_at=at)
            job.refresh_from_db()
    return job


def run_next(now: Callable[[], datetime] = timezone.now) -> Job | None:
    """Do the first that is due, as it ends; None when nothing is. No transaction of ours is open while a room works."""
    job = take(now())
    if job is None:
        return None
    doing = doing_of(job.kind)
    try:
        if doing is None:
            raise LookupError(job.kind)  # of a version before, or after
        outcome = doing(job)
    except BadInput as refusal:
        end(job, State.FAILED, Outcome(str(refusal)), now())
    except Error:  # the database is away: taken up again once it is left
        raise
    except Exception:
        logging.getLogger(__name__).exception("A job could not be done: %s", job.kind)
        put_back(job, now())
    else:
        end(job, State.DONE, outcome, now())
    job.refresh_from_db()
    return job


@transaction.atomic
def take(now: datetime) -> Job | None:
    """The first that is due, written as ours; another worker passes it by (on SQLite the transaction is the lock)."""
    if not due(now).exists():  # looking takes no lock
        return None
    while job := due(now).select_for_update(skip_locked=True, of=("self",)).first():
        if job.attempts < MOST_ATTEMPTS:
            job.state, job.beat_at, job.attempts = State.RUNNING, now, job.attempts + 1
            job.save(update_fields=["state", "beat_at", "attempts"])
            return job
        end(job, State.FAILED, Outcome(GIVEN_UP), now)
    return None


def advance(job: Job, done: int, *, at: datetime) -> None:
    """Tell how far it is: seen at once by who waits, so never inside the transaction of what is done."""
    _ours(job).update(done=done, beat_at=at)


def end(job: Job, state: State, outcome: Outcome, now: datetime) -> None:
    kept: dict[str, Any] = {"state": state, "outcome": outcome.sentence[:300]}
    if state == State.DONE:
        kept |= {"given": "", "done": job.total, "path": outcome.path}
    _ours(job).update(**kept, ended_at=now)


def put_back(job: Job, now: datetime) -> None:
    """To be tried again, three times in all."""
    if job.attempts >= MOST_ATTEMPTS:
        end(job, State.FAILED, Outcome(GIVEN_UP), now)
    else:
        _ours(job).update(state=State.WAITING, done=0)


def do_due(now: datetime) -> None:
    """What time brings by itself (`do_due` of the AppConfig of each room): done again, it changes nothing more."""
    _in_each_room("do_due", now)


def daily_work(on: date) -> None:
    """What each room does once a day (`daily_work` of its AppConfig); done again the same day, it changes nothing."""
    _in_each_room("daily_work", on)


def _in_each_room(name: str, moment: date) -> None:
    """A room that fails keeps none of the others from its own; what failed is raised once they are done."""
    rooms: list[Any] = [room for room in apps.get_app_configs() if hasattr(room, name)]
    failures: list[Exception] = []
    for room in rooms:
        try:
            getattr(room, name)(moment)
        except (OperationalError, InterfaceError):  # the database is away for all of them
            raise
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup(name, failures)


def forget_old(*, now: datetime) -> int:
    """How many are forgotten."""
    return Job.objects.filter(state__in=OVER, ended_at__lt=now - KEPT_FOR).delete()[0]


def forget(job: Job) -> None:
    """It was read: it leaves the list. What is under way stays."""
    Job.objects.filter(pk=job.pk, state__in=OVER).delete()


def erase_subject(about: UUID) -> None:
    """A structure is erased: its work goes with it."""
    Job.objects.filter(about=about).delete()


def _ours(job: Job) -> Any:
    """Its row, unless another worker took it up meanwhile."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts)
