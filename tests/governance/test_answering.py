"""What somebody answers to a convocation, by their own link."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maillage.accounts.models import User
from maillage.governance.apps import GovernanceConfig
from maillage.governance.models import Invitation, Meeting
from maillage.governance.queries.meetings import answers_to, sheet_of
from maillage.governance.services import answering, instances, meetings, presences
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.mail.models import Sending
from maillage.structures.models import Structure
from maillage.structures.services import erase
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
SITE = "https://maillage.example/"
ROOM = GovernanceConfig.create("maillage.governance")


@pytest.fixture
def meeting(structure: Structure, founder: User) -> Meeting:
    """The bureau of next month, where Ada and Max are convoked."""
    bureau, max_ = structure.instances.get(), structure.people.get(name="Max Fictif")
    instances.seat(bureau, max_, instances.GivenMandate("membre", FOUNDED_ON), by=founder)
    structure.people.update(email="personne@example.org")
    begins = timezone.now().replace(microsecond=0) + timedelta(days=30)
    given = meetings.GivenMeeting("Bureau d’hiver", begins, begins + timedelta(hours=2))
    made = meetings.plan(bureau, given, [meetings.GivenItem("Budget", 20, "Approuvé.")], by=founder)
    meetings.convoke(made, by=founder, at=timezone.now(), site=SITE)
    made.refresh_from_db()
    return made


def invited(meeting: Meeting, name: str) -> Invitation:
    return meeting.invitations.select_related("link", "person").get(person__name=f"{name} Fictif")


def door(meeting: Meeting, name: str) -> str:
    return invited(meeting, name).link.get_absolute_url()


def moved(meeting: Meeting, by: User) -> Meeting:
    later = meeting.starts_at + timedelta(days=7)
    given = meetings.GivenMeeting(meeting.title, later, later + timedelta(hours=2))
    return meetings.change(meeting, given, [], version=meeting.version, by=by, at=timezone.now())


def test_each_is_written_their_own_link_and_nobody_elses(meeting: Meeting) -> None:
    sent = list(Sending.objects.filter(key__startswith="governance.convocation"))
    links = {door(meeting, name) for name in ("Ada", "Max")}
    assert len(sent) == len(links) == 2
    for link in links:
        assert sum(f"{SITE.rstrip('/')}{link}" in each.body for each in sent) == 1


def test_a_link_that_is_opened_answers_nothing(meeting: Meeting) -> None:
    page = Client().get(door(meeting, "Max"))
    assert "Bureau d’hiver" in page.content.decode()
    assert invited(meeting, "Max").answer == ""
    assert answers_to(meeting).silent == ["Ada Fictif", "Max Fictif"]


@pytest.mark.parametrize("url", ["", "https://visio.example.org/x"])
def test_one_comes_from_afar_where_one_can_connect(meeting: Meeting, url: str) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(access_url=url)
    page = Client().get(door(meeting, "Ada")).content.decode()
    assert ("Je viens à distance" in page) == bool(url)
    answer = Client().post(door(meeting, "Ada"), {"answer": "distance"})
    assert (answer.status_code == 422) == (not url)


def test_the_last_answer_holds(meeting: Meeting) -> None:
    for said in ("absent", "vient"):
        assert Client().post(door(meeting, "Max"), {"answer": said}).status_code == 302
    told = answers_to(meeting)
    assert (told.coming, told.absent, told.silent) == (1, 0, ["Ada Fictif"])


def test_a_voice_is_given_by_a_link_and_taken_back_by_coming(meeting: Meeting) -> None:
    Client().post(door(meeting, "Max"), {"answer": "absent", "holder": "ada  fictif"})
    assert meeting.pouvoirs.get().holder.name == "Ada Fictif"
    Client().post(door(meeting, "Max"), {"answer": "vient", "holder": "Ada Fictif"})
    assert not meeting.pouvoirs.exists()


@pytest.mark.parametrize("name", ["Personne Fictif", "Max Fictif", "Fictif"])
def test_a_name_that_does_not_sit_there_carries_nothing(meeting: Meeting, name: str) -> None:
    answer = Client().post(door(meeting, "Max"), {"answer": "absent", "holder": name})
    assert answer.status_code == 422
    assert "Ada" not in answer.content.decode()  # nobody learns who sits there
    assert invited(meeting, "Max").answer == ""


def test_a_meeting_that_moves_is_to_be_answered_again(meeting: Meeting, founder: User) -> None:
    """C10: the old answer is seen, the pouvoir is not counted, all are told."""
    Client().post(door(meeting, "Max"), {"answer": "absent", "holder": "Ada Fictif"})
    after = moved(meeting, founder)
    told = answers_to(after)
    assert (told.absent, told.again) == (0, ["Max Fictif"])
    assert "La date a changé" in Client().get(door(after, "Max")).content.decode()
    presences.arrive(after, invited(after, "Ada").person, by=founder, at=after.starts_at)
    sheet = sheet_of(after, at=after.starts_at)
    assert sheet.heard.quorum.counted == 1
    assert "à reconfirmer" in sheet.pouvoirs[0][1]
    assert Sending.objects.filter(key__startswith="governance.moved").count() == 2
    Client().post(door(after, "Max"), {"answer": "absent", "holder": "Ada Fictif"})
    assert sheet_of(after, at=after.starts_at).pouvoirs[0][1] == ""


def test_nobody_answers_once_it_has_begun_or_is_off(meeting: Meeting, founder: User) -> None:
    with pytest.raises(BadInput, match="commencé"):
        answering.answer(invited(meeting, "Max"), "vient", None, at=meeting.starts_at)
    meetings.cancel(meeting, "Salle fermée", by=founder, at=timezone.now())
    page = Client().post(door(meeting, "Max"), {"answer": "vient"})
    assert page.status_code == 422
    assert "Salle fermée" in page.content.decode()


def test_a_reminder_follows_the_date_and_leaves_once(meeting: Meeting, founder: User) -> None:
    """O15: due for the date as it stands, not to who said that they stay away."""
    Client().post(door(meeting, "Max"), {"answer": "absent"})
    before, reminders = meeting.starts_at, Sending.objects.filter(key__startswith="governance.reminder")
    after = moved(meeting, founder)
    ROOM.do_due(before - timedelta(days=1))
    assert not reminders.exists()
    invitation = invited(after, "Max")
    answering.answer(invitation, "absent", None, at=timezone.now())
    for _ in range(2):
        ROOM.do_due(after.starts_at - timedelta(days=1))
    assert reminders.count() == 1


def test_links_go_with_the_structure_and_with_a_card(meeting: Meeting, founder: User) -> None:
    links = Link.objects.filter(purpose=answering.DOOR)
    before = links.count()
    invited(meeting, "Max").delete()
    ROOM.daily_work(timezone.localdate())
    assert links.count() == before - 1
    erase(meeting.instance.structure, by=founder)
    assert not links.exists()


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_leave_one_answer_and_one_pouvoir(
    meeting: Meeting, at_once: Callable[..., list[Any]]
) -> None:
    invitation, ada = invited(meeting, "Max"), invited(meeting, "Ada").person
    now = timezone.now()
    told = at_once(*[lambda: answering.answer(invitation, "absent", ada, at=now)] * 4)
    assert not [each for each in told if isinstance(each, Exception)]
    assert meeting.pouvoirs.count() == 1
