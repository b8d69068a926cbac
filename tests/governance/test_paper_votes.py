"""A vote on paper, in the room: two tellers' totals become the same record as any vote."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given as for_all
from hypothesis import strategies as st

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.governance import documents
from maillage.governance.enums import VoteKind, VoteState
from maillage.governance.models import Meeting, Urn, Vote
from maillage.governance.queries.results import published, result_of, seal_of
from maillage.governance.queries.vote_file import counted
from maillage.governance.services import instances, interests, meetings, paper_votes, presences, votes
from maillage.governance.services.paper_votes import GivenCount, papers_for
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure
from players import FOUNDED_ON

NAMES = ("Ada", "Max", "Lou", "Ilan", "Maud", "Zoé")
SITE = "https://maillage.example/"


@pytest.fixture
def meeting(structure: Structure, founder: User) -> Meeting:
    """A bureau that began an hour ago: six sit there, four came; Maud gave her voice to Ada."""
    bureau = structure.instances.get()
    for name in NAMES:
        person, _ = structure.people.get_or_create(
            name=f"{name} Fictif", defaults={"profession": "infirmier"}
        )
        instances.seat(bureau, person, instances.GivenMandate("membre", FOUNDED_ON), by=founder)
    began = timezone.now() - timedelta(hours=1)
    given = meetings.GivenMeeting("Bureau", began, began + timedelta(hours=3))
    made = meetings.plan(bureau, given, [meetings.GivenItem("Élection")], by=founder)
    for name in NAMES[:4]:
        presences.arrive(made, someone(made, name), by=founder, at=began)
    presences.give_pouvoir(made, someone(made, "Maud"), someone(made, "Ada"), by=founder, at=began)
    return made


def someone(meeting: Meeting, name: str) -> Person:
    return meeting.instance.structure.people.get(name=f"{name} Fictif")


def on_paper(meeting: Meeting, by: User, **said: Any) -> Vote:
    given = votes.GivenVote("On le fait", is_on_paper=True, **said)
    made = votes.prepare(meeting, given, key=uuid4(), by=by)
    return votes.open_vote(made, by=by, at=timezone.now(), site=SITE, writes=True)


def note(vote: Vote, by: User, said: Mapping[str, int], **others: int) -> Vote:
    tellers = (someone(vote.meeting, "Ada"), someone(vote.meeting, "Max"))
    return paper_votes.note_count(vote, GivenCount(tellers, said, **others), by=by, at=timezone.now())


@pytest.mark.django_db
def test_totals_become_a_sealed_record_and_a_decision(meeting: Meeting, founder: User) -> None:
    vote = on_paper(meeting, founder)
    assert (vote.is_secret, vote.is_remote) == (True, False)
    url = reverse("governance:vote", args=[meeting.instance.structure.slug, vote.pk])
    client = client_of(founder)
    assert "Dépouillement" in client.get(url).content.decode()
    sent = {
        "total_0": "3", "total_1": "1", "total_2": "0", "blank": "0", "spoilt": "1",
        "first_teller": "Ada Fictif", "second_teller": "Max Fictif",
    }  # fmt: skip
    assert client.post(f"{url}compter/", {**sent, "second_teller": "Ada Fictif"}).status_code == 422
    assert client.post(f"{url}compter/", sent).status_code == 302
    done = Vote.objects.get(pk=vote.pk)
    result = counted(done.record)
    assert {str(choice): int(voices) for choice, voices in result.counts.items() if voices} == {
        "pour": 3, "contre": 1, "nul": 1,
    }  # fmt: skip
    assert (done.seal, result_of(done)) == (seal_of(done.record or {}), result)
    assert (done.decision.verdict, done.decision.pour, done.decision.heard) == ("adoptee", 3, 5)
    assert "Ada" not in published(done.record or {})
    assert not Urn.objects.filter(vote=done).exists()
    page = client.get(url).content.decode()
    assert "Ont dépouillé" in page
    assert "Ont dépouillé : Ada Fictif et Max Fictif" in str(documents.minutes(meeting).sections)
    assert note(vote, founder, {"pour": 0}).decision == done.decision


@pytest.mark.django_db
def test_there_are_never_more_papers_than_voices(meeting: Meeting, founder: User) -> None:
    """Four are there, one is represented; Ada takes no part in the point, nor does the voice she carries."""
    with pytest.raises(BadInput, match=r"6\sbulletins, et 5\svoix"):
        note(on_paper(meeting, founder), founder, {"pour": 6})
    item = meeting.items.get()
    interests.recuse(item, someone(meeting, "Ada"), "Elle y travaille", by=founder)
    with pytest.raises(BadInput, match=r"4\sbulletins, et 3\svoix"):
        note(on_paper(meeting, founder, item=item), founder, {"pour": 4})


@pytest.mark.django_db
def test_who_leaves_before_the_count_had_a_paper(meeting: Meeting, founder: User) -> None:
    vote = on_paper(meeting, founder)
    presences.leave(meeting, someone(meeting, "Lou"), by=founder, at=timezone.now())
    assert note(vote, founder, {"pour": 5}).state == VoteState.CLOSED


@pytest.mark.django_db
def test_nobody_votes_by_link_what_is_voted_on_paper(meeting: Meeting, founder: User) -> None:
    vote = on_paper(meeting, founder)
    with pytest.raises(BadInput, match="papier"):
        votes.cast(vote, someone(meeting, "Ada"), {}, at=timezone.now())
    with pytest.raises(BadInput, match="scrutateurs"):
        votes.close(vote, by=founder, at=timezone.now())
    votes.close_due(timezone.now() + timedelta(days=9))
    assert Vote.objects.get(pk=vote.pk).state == VoteState.OPEN
    page = Client().get(meeting.invitations.get(person=someone(meeting, "Ada")).link.step("vote"))
    assert "sur papier" in page.content.decode()


@pytest.mark.django_db
def test_an_election_on_paper_elects(meeting: Meeting, founder: User) -> None:
    candidates = [{"name": name, "person": None, "who": ""} for name in ("Ada", "Max", "Lou")]
    vote = on_paper(meeting, founder, kind=VoteKind.NAMES, seats=2, candidates=candidates)
    for wrong, words in (
        ({"Ada": 4, "Max": 0, "Lou": 0}, "plus de voix"),
        ({"Ada": 3, "Max": 3, "Lou": 3}, "ne peuvent pas porter"),
        ({"Ada": 1, "Max": 1, "Lou": 0}, "ne peuvent pas porter"),
    ):
        with pytest.raises(BadInput, match=words):
            note(vote, founder, wrong, papers=5, blank=1, spoilt=1)
    done = note(vote, founder, {"Ada": 3, "Max": 2, "Lou": 1}, papers=5, blank=1, spoilt=1)
    result = counted(done.record)
    assert (result.elected, result.blank, result.spoilt) == (("Ada", "Max"), 1, 1)
    assert (done.decision.verdict, done.decision.outcome) == ("elu", "Élu(s)")
    assert "nul" in done.decision.reason


@for_all(
    st.integers(1, 5),
    st.lists(st.integers(0, 9), min_size=5, max_size=5),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_papers_give_back_the_totals_or_none_can(
    seats: int, voices: list[int], blank: int, spoilt: int
) -> None:
    """No paper bears a name twice, nor more names than seats, nor none."""
    names = ["A", "B", "C", "D", "E"]
    vote = Vote(kind=VoteKind.NAMES, seats=seats, candidates=[{"name": name} for name in names])
    said = dict(zip(names, voices, strict=True))
    for valid in range(10):
        papers = valid + blank + spoilt
        given = GivenCount((Person(), Person()), said, blank=blank, spoilt=spoilt, papers=papers)
        try:
            written = papers_for(vote, given)
        except BadInput:
            assert max(voices) > valid or not valid <= sum(voices) <= valid * seats
            continue
        full = [paper for paper in written if not {"blanc", "nul"} & set(paper)]
        assert (len(written), len(full)) == (papers, valid)
        assert all(0 < len(paper) == len(set(paper)) <= seats for paper in full)
        assert Counter(name for paper in full for name in paper) == Counter(said)


@pytest.mark.django_db
def test_a_form_that_wants_paper_from_afar_is_refused(meeting: Meeting, founder: User) -> None:
    url = reverse("governance:prepare_vote", args=[meeting.instance.structure.slug, meeting.pk])
    sent = {"title": "On le fait", "kind": "resolution", "is_on_paper": "on", "key": str(uuid4())}
    assert client_of(founder).post(url, {**sent, "is_remote": "on"}).status_code == 422
    assert client_of(founder).post(url, sent).status_code == 302
