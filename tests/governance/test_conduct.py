"""The point under way, the screen for the room, and what is asked from afar."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.governance.enums import QuestionState
from maillage.governance.models import Invitation, Meeting, Question
from maillage.governance.queries.conduct import time_box
from maillage.governance.services import conduct, instances, meetings, presences
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
BEGAN = NOW - timedelta(minutes=20)


@pytest.fixture
def meeting(structure: Structure, founder: User) -> Meeting:
    """It began twenty minutes ago; Ada and Max are convoked."""
    bureau, max_ = structure.instances.get(), structure.people.get(name="Max Fictif")
    instances.seat(bureau, max_, instances.GivenMandate("membre", FOUNDED_ON), by=founder)
    given = meetings.GivenMeeting("Ce soir", BEGAN, NOW + timedelta(hours=1))
    points = [meetings.GivenItem("Budget", 15), meetings.GivenItem("Divers")]
    made = meetings.plan(bureau, given, points, by=founder)
    meetings.convoke(made, by=founder, at=BEGAN - timedelta(days=9), site="https://maillage.example/")
    made.refresh_from_db()
    return made


def invited(meeting: Meeting, name: str) -> Invitation:
    rows = meeting.invitations.select_related("link", "person", "meeting__instance")
    return rows.get(person__name=f"{name} Fictif")


def page(meeting: Meeting, name: str) -> str:
    return reverse(f"governance:{name}", args=[meeting.instance.structure.slug, meeting.pk])


def test_a_point_that_is_passed_to_twice_began_the_first_time(meeting: Meeting) -> None:
    budget, divers = meeting.items.all()
    first = conduct.go_to(budget, at=NOW)
    assert conduct.go_to(budget, at=NOW + timedelta(minutes=3)).since == first.since
    after = conduct.go_to(divers, at=NOW + timedelta(minutes=9))
    assert (after.item, after.since) == (divers, NOW + timedelta(minutes=9))


@pytest.mark.parametrize(
    ("minutes", "said", "is_over"),
    [
        (0, "Encore 15 min", False),
        (14, "Encore 1 min", False),
        (15, "atteint", True),
        (17, "dépassé de 2", True),
    ],
)
def test_a_point_has_its_time(meeting: Meeting, minutes: int, said: str, is_over: bool) -> None:
    at_point = conduct.go_to(meeting.items.all()[0], at=NOW)
    box = time_box(at_point, at=NOW + timedelta(minutes=minutes), meeting=meeting)
    assert said in box.said
    assert box.is_over == is_over


def test_the_screen_follows_the_quorum_and_the_point(meeting: Meeting, founder: User) -> None:
    client = client_of(founder)
    client.post(f"{page(meeting, 'conduct')}{meeting.items.all()[0].pk}/")
    assert "Le quorum n’est pas atteint" in client.get(page(meeting, "screen")).content.decode()
    presences.arrive(meeting, invited(meeting, "Max").person, by=founder, at=BEGAN)
    seen = client.get(page(meeting, "screen")).content.decode()
    assert "Le quorum est atteint" in seen
    assert "1. Budget" in seen
    assert "Ada" not in seen.partition("<main")[2]  # who did not come is named to nobody


def test_a_question_is_shown_in_the_room_when_the_host_says_so(meeting: Meeting, founder: User) -> None:
    door = invited(meeting, "Max").link.get_absolute_url()
    data = {"words": "Et les délais ?", "key": str(uuid4())}
    for _ in range(2):
        assert Client().post(door, data).status_code == 302
    asked, host = meeting.questions.get(), client_of(founder)
    assert "Et les délais" not in host.get(page(meeting, "screen")).content.decode()
    host.post(f"{page(meeting, 'conduct')}questions/{asked.pk}/", {"state": "montree"})
    assert "Et les délais" in host.get(page(meeting, "screen")).content.decode()
    host.post(f"{page(meeting, 'conduct')}questions/{asked.pk}/", {"state": "repondue"})
    assert "Et les délais" not in host.get(page(meeting, "screen")).content.decode()
    assert "répondue" in Client().get(door).content.decode()
    assert (
        "Et les délais" not in Client().get(invited(meeting, "Ada").link.get_absolute_url()).content.decode()
    )


def test_questions_are_asked_during_the_meeting_and_are_bounded(meeting: Meeting) -> None:
    max_ = invited(meeting, "Max")
    for moment in (BEGAN - timedelta(seconds=1), meeting.ends_at):
        with pytest.raises(BadInput, match="pendant la réunion"):
            conduct.ask(max_, "Trop tôt ?", key=uuid4(), at=moment)
    asked = [conduct.ask(max_, "Encore ?", key=uuid4(), at=NOW) for _ in range(conduct.MOST_WAITING)]
    with pytest.raises(BadInput, match="attendent déjà"):
        conduct.ask(max_, "Encore ?", key=uuid4(), at=NOW)
    conduct.moderate(asked[0], QuestionState.ANSWERED)
    assert conduct.ask(max_, "Encore ?", key=uuid4(), at=NOW)
    assert conduct.ask(invited(meeting, "Ada"), "Et moi ?", key=uuid4(), at=NOW)


def test_a_question_too_long_is_kept_as_typed(meeting: Meeting) -> None:
    door = invited(meeting, "Max").link.get_absolute_url()
    answer = Client().post(door, {"words": "x" * 501, "key": str(uuid4())})
    assert answer.status_code == 422
    assert "x" * 501 in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_by_two_taps_asks_once(meeting: Meeting, at_once: Callable[..., list[Any]]) -> None:
    max_, key = invited(meeting, "Max"), uuid4()
    told = at_once(*[lambda: conduct.ask(max_, "Et les délais ?", key=key, at=NOW)] * 4)
    assert not [each for each in told if isinstance(each, Exception)]
    assert Question.objects.filter(meeting=meeting).count() == 1
