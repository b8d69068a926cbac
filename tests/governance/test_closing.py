"""An instance that is dissolved, and somebody who comes in after the convocation."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.governance.enums import VoteState
from maillage.governance.models import Instance, Meeting, Vote
from maillage.governance.services import closing, decisions, instances, meetings, polls, presences, votes
from maillage.kernel import BadInput
from maillage.mail.models import Sending
from maillage.people.models import Person
from maillage.structures.models import Structure
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
TODAY = timezone.localdate()
SITE = "https://maillage.example/"


@pytest.fixture
def team(structure: Structure, founder: User) -> Instance:
    """A working group where Ada and Max sit."""
    structure.people.update(email="personne@example.org")
    made = instances.add_instance(structure, instances.GivenInstance("gt", "GT"), by=founder)
    for name in ("Ada", "Max"):
        given = instances.GivenMandate("membre", FOUNDED_ON)
        instances.seat(made, structure.people.get(name=f"{name} Fictif"), given, by=founder)
    return made


def meeting_of(team: Instance, by: User, *, days: int = 0) -> Meeting:
    """Convoked a month before; by default it began an hour ago."""
    begins = NOW - timedelta(hours=1) + timedelta(days=days)
    given = meetings.GivenMeeting("GT du soir", begins, begins + timedelta(hours=3))
    made = meetings.plan(team, given, by=by)
    meetings.convoke(made, by=by, at=begins - timedelta(days=30), site=SITE)
    return Meeting.objects.get(pk=made.pk)


def dissolve(team: Instance, by: User) -> Instance:
    return closing.close_instance(team, on=TODAY, by=by, at=NOW)


def arrival(team: Instance, by: User) -> Person:
    """Somebody who is given a seat now."""
    lou = team.structure.people.create(
        name="Lou Tard", called="lou tard", profession="infirmier", email="lou@example.org"
    )
    instances.seat(team, lou, instances.GivenMandate("membre", FOUNDED_ON), by=by)
    return lou


def test_once_dissolved_it_meets_no_more_and_keeps_what_it_did(
    team: Instance, founder: User, member: User
) -> None:
    held = meeting_of(team, founder, days=-3)
    made = decisions.decide(held, decisions.GivenDecision("On essaie"), key=uuid4(), by=founder, at=NOW)
    meetings.hold(held, by=founder, at=NOW)
    slug = team.structure.slug
    url = reverse("governance:instance", args=[slug, team.pk])
    sent = {"closed_on": TODAY.isoformat()}
    assert client_of(founder).post(f"{url}dissoudre/", sent).status_code == 302
    team.refresh_from_db()
    assert set(team.mandates.values_list("until", flat=True)) == {TODAY}
    given = meetings.GivenMeeting("Encore", NOW + timedelta(days=2), NOW + timedelta(days=2, hours=1))
    dates = [(NOW + timedelta(days=day), NOW + timedelta(days=day, hours=1)) for day in (5, 6)]
    poll = polls.GivenPoll("Quand", dates, NOW + timedelta(days=3))
    seat = instances.GivenMandate("membre", TODAY)
    for refused in (
        lambda: meetings.plan(team, given, by=founder),
        lambda: polls.propose(team, poll, key=uuid4(), by=founder, at=NOW, site=SITE),
        lambda: instances.seat(team, team.structure.people.get(name="Max Fictif"), seat, by=founder),
    ):
        with pytest.raises(BadInput, match="dissoute"):
            refused()
    page = client_of(member).get(url).content.decode()
    assert "Dissoute depuis le" in page
    assert "GT du soir" in page
    log = client_of(member).get(reverse("governance:decisions", args=[slug])).content.decode()
    assert made.reference in log
    listed = client_of(member).get(reverse("governance:instances", args=[slug])).content.decode()
    assert listed.index("Dissoutes") < listed.index(f'{url}"')


@pytest.mark.parametrize("state", ["meeting", "vote", "poll"])
def test_what_people_wait_for_holds_a_dissolution_up(team: Instance, founder: User, state: str) -> None:
    if state == "meeting":
        meeting_of(team, founder, days=9)
    elif state == "vote":
        Vote.objects.create(
            meeting=meeting_of(team, founder, days=-3),
            title="On essaie",
            state=VoteState.OPEN,
            opening={"rules": {}},
        )
    else:
        dates = [(NOW + timedelta(days=day), NOW + timedelta(days=day, hours=1)) for day in (5, 6)]
        told = polls.GivenPoll("Quand", dates, NOW + timedelta(days=3))
        polls.propose(team, told, key=uuid4(), by=founder, at=NOW, site=SITE)
    with pytest.raises(BadInput, match=r"attend|ouvert"):
        dissolve(team, founder)
    answer = client_of(founder).post(
        reverse("governance:close_instance", args=[team.structure.slug, team.pk]),
        {"closed_on": TODAY.isoformat()},
    )
    assert answer.status_code == 422


def test_dissolved_by_mistake_it_opens_again(team: Instance, founder: User) -> None:
    closed = dissolve(team, founder)
    assert dissolve(team, founder).closed_on == closed.closed_on
    url = reverse("governance:open_again", args=[team.structure.slug, team.pk])
    client_of(founder).post(url)
    team.refresh_from_db()
    assert team.closed_on is None
    assert meeting_of(team, founder, days=2)


def test_who_comes_in_after_the_convocation_is_told_of_it(team: Instance, founder: User) -> None:
    meeting = meeting_of(team, founder, days=5)
    lou, client = arrival(team, founder), client_of(founder)
    url = reverse("governance:meeting", args=[team.structure.slug, meeting.pk])
    assert "Lou Tard" in client.get(url).content.decode()
    before = Sending.objects.count()
    for _ in range(2):
        client.post(f"{url}convoquer/")
    assert Sending.objects.count() == before + 1
    assert "Siège depuis la convocation" not in client.get(url).content.decode()
    link = meeting.invitations.get(person=lou).link
    assert "GT du soir" in Client().get(link.get_absolute_url()).content.decode()


def test_who_comes_in_while_a_vote_is_open_is_told_that_its_list_is_written(
    team: Instance, founder: User
) -> None:
    """V12: the electorate is frozen; nobody is left to wonder why they have no ballot."""
    meeting = meeting_of(team, founder)
    for person in team.structure.people.filter(mandates__instance=team):
        presences.arrive(meeting, person, by=founder, at=NOW)
    made = votes.prepare(meeting, votes.GivenVote("On essaie"), key=uuid4(), by=founder)
    votes.open_vote(made, by=founder, at=NOW, site=SITE, writes=True)
    lou = arrival(team, founder)
    meetings.convoke(meeting, by=founder, at=NOW, site=SITE)
    told = {each.pk: each.body for each in Sending.objects.filter(key__startswith="governance.convocation")}
    assert [("On essaie" in body and "n’y votez pas" in body) for body in told.values()].count(True) == 1
    page = Client().get(meeting.invitations.get(person=lou).link.step("vote")).content.decode()
    assert "écrite quand il s’est ouvert" in page


def test_an_assembly_that_is_dissolved_convokes_nobody(structure: Structure, founder: User) -> None:
    assembly: Any = instances.add_instance(structure, instances.GivenInstance("ag", "AG"), by=founder)
    dissolve(assembly, founder)
    with pytest.raises(BadInput, match="dissoute"):
        meeting_of(assembly, founder, days=3)
