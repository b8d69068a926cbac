"""Documents of a meeting: read by who may see it, given by a link, never joined to a message."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.files.models import File
from maillage.files.services import keep, unused
from maillage.governance.models import Meeting, MeetingPaper
from maillage.governance.services import meetings, papers
from maillage.kernel import BadInput
from maillage.mail.models import Sending
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SITE = "https://maillage.example/"


def pdf(name: str = "comptes.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7")


@pytest.fixture
def meeting(structure: Structure, founder: User) -> Meeting:
    """In preparation, with one document."""
    begins = NOW + timedelta(days=30)
    given = meetings.GivenMeeting("Bureau d’hiver", begins, begins + timedelta(hours=2))
    made = meetings.plan(structure.instances.get(), given, by=founder)
    structure.people.update(email="personne@example.org")
    papers.attach(made, keep(pdf(), about=structure.pk, by=founder, at=NOW), by=founder)
    return made


def where(paper: MeetingPaper) -> str:
    meeting = paper.meeting
    return reverse("governance:document", args=[meeting.instance.structure.slug, meeting.pk, paper.file_id])


def convoked(meeting: Meeting, by: User) -> None:
    meetings.convoke(meeting, by=by, at=NOW, site=SITE)


def test_the_convocation_gives_an_address_and_joins_nothing(meeting: Meeting, founder: User) -> None:
    convoked(meeting, founder)
    (sent,) = Sending.objects.filter(key__startswith="governance.convocation")
    (invitation,) = meeting.invitations.all()
    step = invitation.link.step(meeting.papers.get().step)
    assert "comptes.pdf" in sent.body
    assert f"{SITE.rstrip('/')}{step}" in sent.body
    answer = Client().get(step)
    assert answer.content == b"%PDF-1.7"
    assert "attachment" in answer["Content-Disposition"]
    assert step in Client().get(invitation.link.get_absolute_url()).content.decode()


def test_a_link_opens_the_documents_of_its_meeting_alone(meeting: Meeting, founder: User) -> None:
    convoked(meeting, founder)
    others = MeetingPaper.objects.exclude(meeting=meeting)
    link = meeting.invitations.get().link
    assert others.exists()
    for other in others:
        assert Client().get(link.step(other.step)).status_code == 404
    assert Client().post(link.step(meeting.papers.get().step)).status_code == 404


def test_who_may_not_see_the_meeting_reads_none_of_it(meeting: Meeting, member: User, founder: User) -> None:
    paper = meeting.papers.get()
    assert client_of(member).get(where(paper)).status_code == 404  # in preparation
    convoked(meeting, founder)
    assert client_of(member).get(where(paper)).status_code == 200
    assert Client().get(where(paper)).status_code == 302


def test_a_document_is_added_after_as_well_and_taken_away(meeting: Meeting, founder: User) -> None:
    client = client_of(founder)
    slug = meeting.instance.structure.slug
    url = reverse("governance:add_document", args=[slug, meeting.pk])
    assert client.post(url, {"file": pdf("annexe.pdf")}).status_code == 302
    kept = meeting.papers.get(file__name="annexe.pdf")
    assert client.post(f"{where(kept)}retirer/").status_code == 302
    assert not File.objects.filter(name="annexe.pdf").exists()
    refused = client.post(url, {"file": SimpleUploadedFile("virus.exe", b"MZ")})
    assert refused.status_code == 422


def test_a_cancelled_meeting_takes_no_document(meeting: Meeting, founder: User) -> None:
    convoked(meeting, founder)
    meetings.cancel(meeting, "Salle fermée", by=founder, at=NOW)
    kept = keep(pdf(), about=meeting.instance.structure_id, by=founder, at=NOW)
    with pytest.raises(BadInput, match="annulée"):
        papers.attach(meeting, kept, by=founder)


def test_documents_of_a_meeting_that_is_erased_are_let_go(meeting: Meeting, founder: User) -> None:
    file = meeting.papers.get().file
    meetings.drop(meeting, by=founder)
    assert file in unused(now=NOW + timedelta(days=3))
