"""Signing in by oneself: by one's link, or by the code on the wall, that the host confirms."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.governance.apps import GovernanceConfig
from maillage.governance.documents import minutes
from maillage.governance.enums import Means
from maillage.governance.models import Invitation, Meeting, Presence
from maillage.governance.queries.meetings import Sheet, sheet_of
from maillage.governance.services import instances, meetings, presences, signing
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.structures.models import Structure
from maillage.structures.services import erase
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
BEGINS, ENDS = NOW + timedelta(minutes=10), NOW + timedelta(hours=2)


@pytest.fixture
def meeting(structure: Structure, founder: User) -> Meeting:
    """In ten minutes; Ada and Max are convoked, half must be there."""
    bureau, max_ = structure.instances.get(), structure.people.get(name="Max Fictif")
    instances.seat(bureau, max_, instances.GivenMandate("membre", FOUNDED_ON), by=founder)
    made = meetings.plan(bureau, meetings.GivenMeeting("Ce soir", BEGINS, ENDS), by=founder)
    meetings.convoke(made, by=founder, at=NOW, site="https://maillage.example/")
    made.refresh_from_db()
    return made


@pytest.fixture
def code(meeting: Meeting, founder: User) -> Link:
    return signing.open_code(meeting, by=founder, at=NOW).link


def invited(meeting: Meeting, name: str) -> Invitation:
    rows = meeting.invitations.select_related("link", "person", "meeting__instance")
    return rows.get(person__name=f"{name} Fictif")


def sheet(meeting: Meeting) -> Sheet:
    return sheet_of(meeting, at=BEGINS + timedelta(minutes=1))


def scan(code: Link, name: str, client: Client | None = None) -> Any:
    return (client or Client()).post(code.get_absolute_url(), {"name": name})


def test_one_signs_by_their_own_link_and_leaves(meeting: Meeting) -> None:
    door = invited(meeting, "Max").link.get_absolute_url()
    for _ in range(2):
        assert Client().get(door).status_code == 200
    assert not meeting.presences.exists()
    for _ in range(2):
        Client().post(door, {"gesture": "lien"})
    kept = meeting.presences.get()
    assert (kept.means, kept.arrived_at, kept.is_pending) == (Means.LINK, BEGINS, False)
    Client().post(door, {"gesture": "part"})
    assert meeting.presences.get().left_at is not None
    Client().post(door, {"gesture": "distance"})
    kept.refresh_from_db()
    assert (kept.left_at, kept.means) == (None, Means.LINK)


@pytest.mark.parametrize("moment", [BEGINS - signing.BEFORE - timedelta(seconds=1), ENDS])
def test_nobody_signs_out_of_its_hours(meeting: Meeting, moment: Any) -> None:
    with pytest.raises(BadInput, match="trente minutes"):
        signing.sign(invited(meeting, "Max"), Means.LINK, at=moment)
    assert signing.sign(invited(meeting, "Max"), Means.LINK, at=BEGINS - signing.BEFORE)


def test_a_gesture_nobody_knows_does_nothing(meeting: Meeting) -> None:
    door = invited(meeting, "Max").link.get_absolute_url()
    for gesture in ("hote", "code", "rien"):
        assert Client().post(door, {"gesture": gesture}).status_code == 302
    assert not meeting.presences.exists()


def test_by_the_code_one_counts_once_the_host_says_so(meeting: Meeting, code: Link, founder: User) -> None:
    """C12: a photograph of the code sent to who stayed home makes no quorum."""
    assert scan(code, "max  FICTIF").status_code == 302
    before = sheet(meeting)
    assert (before.there, before.heard.quorum.counted, len(before.pending)) == (0, 0, 1)
    assert "Max" not in str(next(each for each in minutes(meeting).sections if each.title == "Présents"))
    page = reverse("governance:attendance", args=[meeting.instance.structure.slug, meeting.pk])
    client = client_of(founder)
    assert "par le code affiché" in client.get(page).content.decode()
    client.post(f"{page}confirmer/")
    after = sheet(meeting)
    assert (after.there, after.heard.quorum.counted, after.pending) == (1, 1, [])


def test_a_host_refuses_or_ticks_who_signed(meeting: Meeting, code: Link, founder: User) -> None:
    max_ = invited(meeting, "Max").person
    scan(code, "Max Fictif")
    presences.untick(meeting, max_, by=founder, at=NOW)
    assert not meeting.presences.exists()
    scan(code, "Max Fictif")
    presences.arrive(meeting, max_, by=founder, at=NOW)
    assert sheet(meeting).there == 1


@pytest.mark.parametrize("name", ["Lou Fictif", "Fictif", "Max"])
def test_a_name_that_is_not_expected_is_refused_and_nobody_is_named(code: Link, name: str) -> None:
    answer = scan(code, name)
    assert answer.status_code == 422
    assert "Ada" not in answer.content.decode()
    assert not Presence.objects.filter(means=Means.CODE).exists()


def test_one_telephone_for_several_is_shown(meeting: Meeting, code: Link) -> None:
    same = Client()
    for name in ("Max Fictif", "Ada Fictif"):
        scan(code, name, same)
    assert len(sheet(meeting).lent) == 1
    meeting.presences.all().delete()
    for name in ("Max Fictif", "Ada Fictif"):
        scan(code, name)
    assert not sheet(meeting).lent


def test_the_code_never_moves_who_is_noted_already(meeting: Meeting, code: Link, founder: User) -> None:
    max_ = invited(meeting, "Max").person
    presences.arrive(meeting, max_, by=founder, at=BEGINS)
    presences.leave(meeting, max_, by=founder, at=BEGINS + timedelta(minutes=5))
    assert scan(code, "Max Fictif").status_code == 302  # the same words: nobody learns who is there
    kept = meeting.presences.get()
    assert (kept.means, kept.left_at is None) == (Means.HOST, False)


def test_a_code_that_was_changed_or_closed_leads_nowhere(meeting: Meeting, code: Link, founder: User) -> None:
    old = code.get_absolute_url()
    signing.change_code(meeting, by=founder, at=timezone.now() - signing.GRACE)
    assert Client().get(old).status_code == 404
    new = meeting.signing_code.link.get_absolute_url()
    assert Client().get(new).status_code == 200
    signing.close_code(meeting, by=founder)
    assert Client().post(new, {"name": "Max Fictif"}).status_code == 404


def test_who_scanned_the_code_before_it_changed_still_signs(
    meeting: Meeting, code: Link, founder: User
) -> None:
    """C11: the host shows another code while somebody types their name; two changes later the first leads nowhere."""
    first = meeting.signing_code.link
    signing.change_code(meeting, by=founder, at=NOW)
    meeting.signing_code.refresh_from_db()
    assert scan(first, "Max Fictif").status_code == 302
    assert meeting.presences.get().is_pending
    second = meeting.signing_code.link
    signing.change_code(meeting, by=founder, at=NOW)
    assert Client().get(first.get_absolute_url()).status_code == 404
    assert scan(second, "Ada Fictif").status_code == 302
    signing.close_code(meeting, by=founder)
    assert Client().get(second.get_absolute_url()).status_code == 404


def test_codes_go_with_their_meeting_and_with_the_structure(
    meeting: Meeting, code: Link, founder: User
) -> None:
    erase(meeting.instance.structure, by=founder)
    assert not Link.objects.filter(pk=code.pk).exists()
    lost = Link.objects.create(purpose=signing.DOOR)
    GovernanceConfig.create("maillage.governance").daily_work(NOW.date())
    assert not Link.objects.filter(pk=lost.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_somebody_noted_by_three_ways_at_once_counts_once(
    meeting: Meeting, code: Link, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    found, at = invited(meeting, "Max"), BEGINS
    told = at_once(
        lambda: signing.sign(found, Means.LINK, at=at),
        lambda: signing.sign_by_code(meeting, "Max Fictif", "telephone", at=at),
        lambda: presences.arrive(meeting, found.person, by=founder, at=at),
        lambda: signing.sign(found, Means.REMOTE, at=at),
    )
    assert not [each for each in told if isinstance(each, Exception)]
    assert meeting.presences.count() == 1
    assert (sheet(meeting).there, sheet(meeting).heard.quorum.counted) == (1, 1)
