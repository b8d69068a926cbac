"""Work done later: asked twice it is done once, taken up when its worker dies, and given up in words."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from maillage.jobs import services
from maillage.jobs.enums import State
from maillage.jobs.models import Job
from maillage.jobs.rules import KEPT_FOR, LEFT_AFTER, MOST_ATTEMPTS
from maillage.jobs.types import Outcome
from maillage.kernel import BadInput

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ABOUT = uuid4()


def asked(key: str = "k", *, about: UUID = ABOUT, given: str = "une liste", at: datetime = NOON) -> Job:
    said: dict[str, Any] = {"kind": "essai", "title": "Essai", "about": about, "by": None}
    return services.ask(key, **said, given=given, total=10, path="/reprendre/", at=at)


def run(at: datetime = NOON) -> Job | None:
    return services.run_next(lambda: at)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was given to the room that works, each time."""
    seen: list[str] = []

    def doing(job: Job) -> Outcome:
        seen.append(job.given)
        return Outcome("Voilà.", "/voir/")

    monkeypatch.setattr(services, "doing_of", lambda _kind: doing)
    return seen


def broken(monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[datetime]:
    times: list[datetime] = []

    def doing(job: Job) -> Outcome:
        times.append(NOON)
        raise error

    monkeypatch.setattr(services, "doing_of", lambda _kind: doing)
    return times


def test_work_asked_twice_is_done_once_and_nothing_of_it_is_kept(done: list[str]) -> None:
    assert asked() == asked(given="autre chose")
    job = run()
    assert job is not None
    assert run() is None
    assert done == ["une liste"]
    assert (job.state, job.outcome, job.path, job.given) == (State.DONE, "Voilà.", "/voir/", "")
    assert (job.done, job.ended_at) == (10, NOON)
    assert asked().state == State.DONE  # a second click, much later


def test_the_first_asked_is_the_first_done(done: list[str]) -> None:
    for place in range(3):
        asked(str(place), given=str(place), at=NOON + timedelta(minutes=place))
    while run(NOON + timedelta(hours=1)):
        pass
    assert done == ["0", "1", "2"]


def test_a_refusal_is_said_and_what_was_given_may_be_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked()
    broken(monkeypatch, BadInput("Les fiches ont changé."))
    job = run()
    assert job is not None
    assert (job.state, job.outcome) == (State.FAILED, "Les fiches ont changé.")
    assert (job.given, job.path) == ("une liste", "/reprendre/")
    assert run() is None
    again = asked(given="relue")
    assert (again.state, again.given, again.outcome, again.attempts) == (State.WAITING, "relue", "", 0)


def test_a_fault_of_ours_is_tried_three_times_then_given_up_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    asked()
    times = broken(monkeypatch, RuntimeError("12 rue des Lilas"))
    for _ in range(MOST_ATTEMPTS + 2):
        run()
    job = Job.objects.get()
    assert len(times) == MOST_ATTEMPTS
    assert job.state == State.FAILED
    assert "Lilas" not in job.outcome
    assert "Maillage" in job.outcome


def test_work_of_a_kind_that_no_room_knows_is_given_up() -> None:
    asked()
    for _ in range(MOST_ATTEMPTS):
        run()
    assert Job.objects.get().state == State.FAILED


def test_what_a_dead_worker_left_is_taken_up_and_no_sooner(done: list[str]) -> None:
    """J01: nothing runs for ever."""
    asked()
    assert services.take(NOON)  # and it dies
    assert run(NOON + LEFT_AFTER - timedelta(seconds=1)) is None
    job = run(NOON + LEFT_AFTER)
    assert job is not None
    assert (done, job.state, job.attempts) == (["une liste"], State.DONE, 2)


def test_a_sign_of_life_keeps_work_to_who_does_it(done: list[str]) -> None:
    asked()
    job = services.take(NOON)
    assert job is not None
    services.advance(job, 4, at=NOON + LEFT_AFTER)
    assert run(NOON + LEFT_AFTER + timedelta(minutes=1)) is None
    job.refresh_from_db()
    assert job.done == 4


def test_who_came_back_too_late_changes_nothing(done: list[str]) -> None:
    asked()
    late = services.take(NOON)
    assert late is not None
    run(NOON + LEFT_AFTER)
    services.end(late, State.FAILED, Outcome("Trop tard."), NOON + 2 * LEFT_AFTER)
    services.advance(late, 1, at=NOON + 2 * LEFT_AFTER)
    kept = Job.objects.get()
    assert (kept.state, kept.outcome, kept.done) == (State.DONE, "Voilà.", 10)


def test_work_that_kills_its_worker_each_time_is_given_up(done: list[str]) -> None:
    asked()
    at = NOON
    for _ in range(MOST_ATTEMPTS):
        assert services.take(at)
        at += LEFT_AFTER
    assert services.take(at) is None
    assert Job.objects.get().state == State.FAILED
    assert done == []


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_share_the_work(at_once: Callable[..., list[Any]]) -> None:
    for place in range(3):
        asked(str(place))
    taken = at_once(*[lambda: services.take(NOON)] * 5)
    assert sorted(job.key for job in taken if job) == ["0", "1", "2"]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_ask_one_work(at_once: Callable[..., list[Any]]) -> None:
    """J02"""
    first, second = at_once(asked, asked)
    assert first == second
    assert Job.objects.count() == 1


def test_what_is_over_is_forgotten_after_a_month_and_nothing_else(done: list[str]) -> None:
    asked("over")
    run()
    asked("waits")
    assert services.forget_old(now=NOON + KEPT_FOR) == 0
    assert services.forget_old(now=NOON + KEPT_FOR + timedelta(seconds=1)) == 1
    assert Job.objects.get().key == "waits"


def test_the_work_of_an_erased_structure_goes_with_it() -> None:
    asked("one")
    asked("other", about=uuid4())
    services.erase_subject(ABOUT)
    assert Job.objects.get().key == "other"
