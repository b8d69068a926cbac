"""The weekly message of what is to be done, and what one says by its links."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.governance.models import Task, TaskMailing
from maillage.governance.services import decisions, task_mail
from maillage.kernel import BadInput
from maillage.mail.models import Recipient, Sending
from maillage.people.models import Person
from maillage.people.services import doors_to, go
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
#: A Monday: eight in the morning at Montauban.
MONDAY = datetime(2026, 6, 1, 6, tzinfo=UTC)
TODAY = date(2026, 6, 1)
SITE = "https://maillage.example/"


@pytest.fixture
def max_(structure: Structure, founder: User) -> Person:
    structure.people.filter(name="Max Fictif").update(email="max@example.org")
    task_mail.start(structure, site=SITE, by=founder)
    return structure.people.get(name="Max Fictif")


@pytest.fixture
def door(max_: Person) -> str:
    return doors_to([max_], on=timezone.localdate())[max_.pk].get_absolute_url()


def task_of(person: Person, title: str, due_on: date | None, by: User) -> Task:
    given = decisions.GivenTask(title, person, due_on)
    return decisions.ask_for(person.structure, given, key=uuid4(), by=by)


def written() -> list[Sending]:
    return list(Sending.objects.filter(key__startswith="governance.tasks ").order_by("pk"))


def test_nobody_is_written_before_a_structure_asked_for_it(structure: Structure, founder: User) -> None:
    structure.people.update(email="max@example.org")
    task_of(structure.people.get(name="Max Fictif"), "Appeler", None, founder)
    task_mail.write_due(MONDAY)
    assert written() == []


def test_late_ones_come_first_each_with_its_own_link(max_: Person, founder: User, door: str) -> None:
    later = task_of(max_, "Écrire", TODAY + timedelta(days=3), founder)
    undated = task_of(max_, "Ranger", None, founder)
    late = task_of(max_, "Appeler", TODAY - timedelta(days=3), founder)
    for _ in range(2):
        task_mail.write_due(MONDAY)
    (sent,) = written()
    places = [sent.body.index(f"{SITE.rstrip('/')}{door}tache-{task.pk}/") for task in (late, later, undated)]
    assert places == sorted(places)
    assert "1\N{NO-BREAK SPACE}tâche en retard" in sent.body
    assert Recipient.objects.get(sending=sent).unsubscribe.startswith(f"{SITE}rappel-taches/")


@pytest.mark.parametrize(
    ("at", "count"),
    [
        (MONDAY - timedelta(hours=2), 0),  # six in the morning
        (MONDAY, 1),
        (MONDAY + timedelta(days=2), 1),  # the worker was down since Sunday
        (MONDAY + timedelta(days=3), 0),  # Thursday: the next is near
    ],
)
def test_it_leaves_on_monday_or_soon_after(at: datetime, count: int, max_: Person, founder: User) -> None:
    task_of(max_, "Appeler", None, founder)
    task_mail.write_due(at)
    assert len(written()) == count


def test_the_next_week_is_written_again(max_: Person, founder: User) -> None:
    task_of(max_, "Appeler", None, founder)
    for days in (0, 1, 7):
        task_mail.write_due(MONDAY + timedelta(days=days))
    assert len(written()) == 2


def test_who_left_refused_or_has_nothing_to_do_is_not_written(max_: Person, founder: User) -> None:
    task = task_of(max_, "Appeler", None, founder)

    def owners() -> dict[int, Any]:
        return dict(task_mail.tasks_by_owner(max_.structure, on=TODAY))

    assert list(owners()) == [max_.pk]
    task_mail.refuse(max_, on=TODAY)
    assert owners() == {}
    task_mail.take_up(max_)
    task_mail.put_off(task, TODAY + timedelta(days=10), on=TODAY)
    assert owners() == {}
    assert list(task_mail.tasks_by_owner(max_.structure, on=TODAY + timedelta(days=10))) == [max_.pk]
    go(max_, on=TODAY, at=MONDAY)
    assert task_mail.tasks_by_owner(max_.structure, on=TODAY + timedelta(days=10)) == {}


def test_a_link_that_is_opened_does_nothing(max_: Person, founder: User, door: str) -> None:
    task = task_of(max_, "Appeler", None, founder)
    page = Client().get(f"{door}tache-{task.pk}/?done=oui")
    assert "C’est fait" in page.content.decode()
    task.refresh_from_db()
    assert task.done_on is None


def test_one_says_that_it_is_done_and_takes_it_back(max_: Person, founder: User, door: str) -> None:
    task, visitor = task_of(max_, "Appeler", None, founder), Client()
    for said, done_on in (("oui", timezone.localdate()), ("oui", timezone.localdate()), ("non", None)):
        visitor.post(f"{door}tache-{task.pk}/", {"done": said})
        task.refresh_from_db()
        assert task.done_on == done_on


def test_one_puts_off_to_a_day_to_come(max_: Person, founder: User, door: str) -> None:
    task, visitor, today = task_of(max_, "Appeler", None, founder), Client(), timezone.localdate()
    wrong = visitor.post(f"{door}tache-{task.pk}/", {"not_before": today.isoformat()})
    assert wrong.status_code == 422
    assert "à venir" in wrong.content.decode()
    visitor.post(f"{door}tache-{task.pk}/", {"not_before": (today + timedelta(days=8)).isoformat()})
    task.refresh_from_db()
    assert task.not_before == today + timedelta(days=8)
    decisions.finish(task, on=today, by=founder, at=MONDAY)
    with pytest.raises(BadInput, match="déjà faite"):
        task_mail.put_off(task, today + timedelta(days=9), on=today)


def test_the_task_of_another_is_not_there(structure: Structure, door: str) -> None:
    """Ada has one."""
    task = structure.tasks.get()
    assert Client().get(f"{door}tache-{task.pk}/").status_code == 404
    assert Client().post(f"{door}tache-{task.pk}/", {"done": "oui"}).status_code == 404
    task.refresh_from_db()
    assert task.done_on is None


def test_one_stops_it_by_the_page_or_by_the_mail_program(max_: Person, door: str) -> None:
    token, strict = door.split("/")[2], Client(enforce_csrf_checks=True)
    url = reverse("governance:stop_task_mail", args=[token])
    assert strict.get(url).url == f"{door}rappels/"
    assert strict.post(url, {"List-Unsubscribe": "Yes"}).status_code == 400
    assert not hasattr(Person.objects.get(pk=max_.pk), "task_mail_refusal")
    assert strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert hasattr(Person.objects.get(pk=max_.pk), "task_mail_refusal")
    assert "ne le recevez plus" in Client().get(f"{door}rappels/").content.decode()
    Client().post(f"{door}rappels/", {"wish": "recevoir"})
    assert not hasattr(Person.objects.get(pk=max_.pk), "task_mail_refusal")


def test_the_structure_opens_and_closes_it(structure: Structure, founder: User) -> None:
    client, url = client_of(founder), reverse("governance:task_mail", args=[structure.slug])
    for said, count in (("oui", 1), ("oui", 1), ("non", 0), ("non", 0)):
        client.post(url, {"send": said})
        assert TaskMailing.objects.count() == count


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_write_once(max_: Person, founder: User, at_once: Callable[..., list[Any]]) -> None:
    task_of(max_, "Appeler", None, founder)
    at_once(*[lambda: task_mail.write_due(MONDAY)] * 2)
    assert Recipient.objects.filter(sending__key__startswith="governance.tasks ").count() == 1
