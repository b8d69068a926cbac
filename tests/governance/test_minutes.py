"""The procès-verbal: written by two, sent to be read again, corrected, approved at a next sitting."""

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
from maillage.governance import documents
from maillage.governance.models import Decision, Instance, Invitation, Meeting
from maillage.governance.services import instances, meetings, minutes
from maillage.kernel import BadInput
from maillage.mail.models import Sending
from maillage.structures.models import Structure
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def team(structure: Structure, founder: User) -> Instance:
    """A working group where Max sits alone."""
    made = instances.add_instance(structure, instances.GivenInstance("gt", "GT"), by=founder)
    structure.people.update(email="personne@example.org")
    max_ = structure.people.get(name="Max Fictif")
    instances.seat(made, max_, instances.GivenMandate("membre", FOUNDED_ON), by=founder)
    return made


def sitting(team: Instance, by: User, days: int) -> Meeting:
    begins = NOW - timedelta(days=days)
    given = meetings.GivenMeeting(f"GT d’il y a {days} jours", begins, begins + timedelta(hours=2))
    made = meetings.plan(team, given, [meetings.GivenItem("Budget")], by=by)
    meetings.convoke(made, by=by, at=begins - timedelta(days=9), site="https://maillage.example/")
    return meetings.hold(made, by=by, at=NOW)


@pytest.fixture
def meeting(team: Instance, founder: User) -> Meeting:
    return sitting(team, founder, 40)


def page(meeting: Meeting) -> str:
    return reverse("governance:minutes", args=[meeting.instance.structure.slug, meeting.pk])


def invitation(meeting: Meeting) -> Invitation:
    return meeting.invitations.select_related("link", "person", "meeting__instance").get()


def notes(meeting: Meeting) -> str:
    return meeting.items.get().notes


def test_who_saves_second_keeps_both_texts(meeting: Meeting, founder: User) -> None:
    client, field = client_of(founder), f"notes_{meeting.items.get().pk}"
    assert client.post(page(meeting), {"version": "1", field: "Le premier texte."}).status_code == 302
    answer = client.post(page(meeting), {"version": "1", field: "Le second texte."})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Le premier texte." in shown
    assert "Le second texte." in shown
    assert notes(meeting) == "Le premier texte."
    both = {"version": answer.context["form"]["version"].value(), field: "Les deux."}
    assert client.post(page(meeting), both).status_code == 302
    assert notes(meeting) == "Les deux."


def test_a_note_taken_on_its_point_is_seen_by_who_writes_the_whole(meeting: Meeting, founder: User) -> None:
    meetings.note_item(meeting.items.get(), "Noté en séance.", by=founder)
    with pytest.raises(BadInput, match="pendant que vous"):
        minutes.write(meeting, {meeting.items.get().pk: "Autre chose."}, version=1, by=founder)
    assert notes(meeting) == "Noté en séance."


def test_sent_it_is_frozen_until_it_is_taken_up(meeting: Meeting, founder: User) -> None:
    for _ in range(2):
        minutes.send(meeting, by=founder, at=NOW)
    sent = Sending.objects.filter(key__startswith="governance.minutes")
    assert sent.count() == 1
    for write in (
        lambda: minutes.write(meeting, {meeting.items.get().pk: "Autre."}, version=1, by=founder),
        lambda: meetings.note_item(meeting.items.get(), "Autre.", by=founder),
    ):
        with pytest.raises(BadInput, match="reprenez-le"):
            write()
    assert notes(meeting) == ""
    version = minutes.take_up(meeting, by=founder).version
    minutes.write(meeting, {meeting.items.get().pk: "Corrigé."}, version=version, by=founder)
    minutes.send(meeting, by=founder, at=NOW)
    assert sent.count() == 2


def test_it_is_not_sent_before_the_meeting_was_held(team: Instance, founder: User) -> None:
    begins = NOW + timedelta(days=1)
    given = meetings.GivenMeeting("GT de demain", begins, begins + timedelta(hours=1))
    with pytest.raises(BadInput, match="finie"):
        minutes.send(meetings.plan(team, given, by=founder), by=founder, at=NOW)


def test_a_correction_is_asked_by_ones_link_while_it_is_read_again(meeting: Meeting, founder: User) -> None:
    door, data = (
        invitation(meeting).link.get_absolute_url(),
        {"correction": "Max est arrivé tard.", "key": str(uuid4())},
    )
    assert "Procès-verbal" not in Client().get(door).content.decode()
    Client().post(door, data)
    assert "Max est arrivé tard." not in client_of(founder).get(page(meeting)).content.decode()
    minutes.send(meeting, by=founder, at=NOW)
    assert "Procès-verbal" in Client().get(door).content.decode()
    for _ in range(2):
        assert Client().post(door, data).status_code == 302
    assert client_of(founder).get(page(meeting)).content.decode().count("Max est arrivé tard.") == 1


def test_a_next_sitting_approves_it_as_a_decision_that_it_prints(
    meeting: Meeting, team: Instance, founder: User
) -> None:
    after = sitting(team, founder, 5)
    with pytest.raises(BadInput, match="à relire"):
        minutes.approve(meeting, after, key=uuid4(), by=founder, at=NOW)
    minutes.send(meeting, by=founder, at=NOW)
    assert documents.minutes(meeting).title.startswith("Projet de procès-verbal")
    with pytest.raises(BadInput, match="suivante"):
        minutes.approve(meeting, meeting, key=uuid4(), by=founder, at=NOW)
    made = minutes.approve(meeting, after, key=uuid4(), by=founder, at=NOW)
    assert minutes.approve(meeting, after, key=uuid4(), by=founder, at=NOW) == made
    assert made.title.startswith("Approbation du procès-verbal du ")
    assert made.meeting == after
    written = documents.minutes(meeting)
    assert written.title.startswith("Procès-verbal")
    assert made.reference in str(written.sections[0])
    with pytest.raises(BadInput, match="approuvé"):
        minutes.take_up(meeting, by=founder)


@pytest.mark.django_db(transaction=True)
def test_at_once_one_text_is_kept_and_one_approval_written(
    meeting: Meeting, team: Instance, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    item = meeting.items.get().pk
    told = at_once(
        *[
            lambda words=words: minutes.write(meeting, {item: words}, version=1, by=founder)
            for words in ("un", "deux", "trois")
        ]
    )
    assert sorted(isinstance(each, BadInput) for each in told) == [False, True, True]
    after = sitting(team, founder, 5)
    minutes.send(meeting, by=founder, at=NOW)
    told = at_once(*[lambda: minutes.approve(meeting, after, key=uuid4(), by=founder, at=NOW)] * 3)
    assert not [each for each in told if isinstance(each, Exception)]
    assert (
        Decision.objects.filter(title__startswith="Approbation du procès-verbal", meeting=after).count() == 1
    )
