"""A vote by one's own link: who may, once, and what nobody learns of a secret one."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.core import serializers
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.electors import assembly_of
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.governance.apps import GovernanceConfig
from maillage.governance.commands import vote as vote_command
from maillage.governance.enums import VoteKind, VoteState
from maillage.governance.models import Instance, Meeting, Urn, Voice, Vote
from maillage.governance.queries.results import published, result_of, seal_of
from maillage.governance.queries.vote_file import rules_as_json, rules_in
from maillage.governance.queries.votes import casters, own_voices, turnout
from maillage.governance.rules.seats import weight
from maillage.governance.services import instances, interests, meetings, presences, votes
from maillage.governance.types import VoteRules
from maillage.kernel import BadInput
from maillage.mail.models import Sending
from maillage.people.enums import Belonging
from maillage.people.models import Adhesion, Person
from maillage.people.services.merging import merge
from maillage.structures.models import Structure
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
SITE = "https://maillage.example/"
NAMES = ("Ada", "Max", "Lou", "Ilan", "Maud", "Zoé")
NOW = timezone.now()


@pytest.fixture
def meeting(structure: Structure, founder: User) -> Meeting:
    """A bureau that began an hour ago: six sit there; Ada, Max, Lou and Ilan are there."""
    bureau = structure.instances.get()
    for name in NAMES:
        person, _ = structure.people.get_or_create(
            name=f"{name} Fictif", defaults={"profession": "infirmier"}
        )
        instances.seat(bureau, person, instances.GivenMandate("membre", FOUNDED_ON), by=founder)
    structure.people.update(email="personne@example.org")
    began = timezone.now() - timedelta(hours=1)
    made = meetings.plan(
        bureau, meetings.GivenMeeting("Bureau", began, began + timedelta(hours=3)), by=founder
    )
    for name in NAMES[:4]:
        presences.arrive(made, someone(made, name), by=founder, at=began)
    return made


def someone(meeting: Meeting, name: str) -> Person:
    return meeting.instance.structure.people.get(name=f"{name} Fictif")


def opened(meeting: Meeting, by: User, *, writes: bool = False, **said: Any) -> Vote:
    made = votes.prepare(meeting, votes.GivenVote("On le fait", **said), key=uuid4(), by=by)
    return votes.open_vote(made, by=by, at=timezone.now(), site=SITE, writes=writes)


def say(vote: Vote, name: str, *said: str, of: str = "") -> int:
    """Somebody votes: for themselves, or for whom they carry."""
    voice = vote.voices.get(person=someone(vote.meeting, of or name))
    return votes.cast(vote, someone(vote.meeting, name), {voice.pk: said}, at=timezone.now())


def closed(vote: Vote, by: User) -> Vote:
    return votes.close(vote, by=by, at=timezone.now())


def door(vote: Vote, name: str) -> str:
    return vote.meeting.invitations.get(person=someone(vote.meeting, name)).link.step("vote")


def sent(vote: Vote, name: str, *said: str, of: str = "") -> dict[str, Any]:
    """What the page posts."""
    voice = vote.voices.get(person=someone(vote.meeting, of or name))
    return {"vote": str(vote.pk), f"vote-{vote.pk}-voix-{voice.pk}": list(said)}


def counts(vote: Vote) -> Mapping[str, str]:
    result = result_of(vote)
    return {str(choice): str(voices) for choice, voices in result.counts.items() if voices} if result else {}


def test_a_resolution_becomes_a_numbered_decision(meeting: Meeting, founder: User) -> None:
    vote = opened(meeting, founder)
    for name, said in (("Ada", "pour"), ("Max", "pour"), ("Lou", "contre")):
        assert say(vote, name, said) == 1
    done = closed(vote, founder)
    decision = done.decision
    assert (decision.verdict, decision.pour, decision.contre, decision.heard) == ("adoptee", 2, 1, 4)
    assert "quorum" in decision.rule
    assert closed(vote, founder).decision == decision
    assert meeting.decisions.count() == 1


def test_two_tabs_leave_the_first_choice(meeting: Meeting, founder: User) -> None:
    """V06: a retry is told that it was taken; another choice, that the first stands."""
    vote = opened(meeting, founder)
    client = Client()
    assert client.post(door(vote, "Ada"), sent(vote, "Ada", "pour")).status_code == 302
    for said in ("pour", "contre"):
        client.post(door(vote, "Ada"), sent(vote, "Ada", said))
    page = client.get(door(vote, "Ada")).content.decode()
    assert "Vous avez voté" in page
    assert counts(closed(vote, founder)) == {"pour": "1"}


def test_a_link_that_is_opened_votes_nothing(meeting: Meeting, founder: User) -> None:
    vote = opened(meeting, founder)
    assert "Vote public" in Client().get(door(vote, "Ada")).content.decode()
    assert not vote.voices.filter(is_cast=True).exists()


def test_nobody_votes_for_another_nor_before_nor_after(meeting: Meeting, founder: User) -> None:
    draft = votes.prepare(meeting, votes.GivenVote("Plus tard"), key=uuid4(), by=founder)
    vote = opened(meeting, founder)
    with pytest.raises(BadInput, match="n’est plus la vôtre"):
        say(vote, "Ada", "pour", of="Max")
    assert Client().post(door(vote, "Ada"), sent(vote, "Max", "pour")).status_code == 422
    with pytest.raises(BadInput, match="clos"):
        votes.cast(draft, someone(meeting, "Ada"), {}, at=timezone.now())
    closed(vote, founder)
    with pytest.raises(BadInput, match="clos"):
        say(vote, "Ada", "pour")
    answer = Client().post(door(vote, "Ada"), sent(vote, "Ada", "pour"), follow=True)
    assert "clos" in answer.content.decode()
    assert counts(vote.__class__.objects.get(pk=vote.pk)) == {}


@pytest.mark.parametrize("said", [(), ("oui",), ("pour", "contre")])
def test_a_ballot_says_one_thing(meeting: Meeting, founder: User, said: tuple[str, ...]) -> None:
    vote = opened(meeting, founder)
    with pytest.raises(BadInput):
        say(vote, "Ada", *said)
    assert Client().post(door(vote, "Ada"), {"vote": vote.pk}).status_code == 422


def test_who_is_not_there_is_told_what_to_do(meeting: Meeting, founder: User) -> None:
    vote = opened(meeting, founder)
    assert "noté présent" in Client().get(door(vote, "Zoé")).content.decode()
    with pytest.raises(BadInput):
        say(vote, "Zoé", "pour")
    presences.arrive(meeting, someone(meeting, "Zoé"), by=founder, at=timezone.now())
    assert say(vote, "Zoé", "pour") == 1


def test_a_holder_casts_each_voice_as_they_were_asked(meeting: Meeting, founder: User) -> None:
    for giver in ("Maud", "Zoé"):
        pouvoir = (someone(meeting, giver), someone(meeting, "Ilan"))
        presences.give_pouvoir(meeting, *pouvoir, by=founder, at=meeting.starts_at)
    vote = opened(meeting, founder)
    names = [str(voice) for voice in own_voices(vote, someone(meeting, "Ilan"), at=timezone.now())]
    assert names == ["Ilan Fictif", "Maud Fictif", "Zoé Fictif"]
    say(vote, "Ilan", "pour")
    say(vote, "Ilan", "contre", of="Maud")
    assert "portée par Ilan" in Client().get(door(vote, "Zoé")).content.decode()
    done = closed(vote, founder)
    assert counts(done) == {"pour": "1", "contre": "1"}
    assert done.voices.get(person__name="Maud Fictif").holder.name == "Ilan Fictif"
    assert result_of(done).quorum.counted == 6


def test_a_holder_who_left_carries_nothing(meeting: Meeting, founder: User) -> None:
    """V01"""
    presences.give_pouvoir(
        meeting, someone(meeting, "Maud"), someone(meeting, "Ilan"), by=founder, at=meeting.starts_at
    )
    presences.leave(meeting, someone(meeting, "Ilan"), by=founder, at=timezone.now() - timedelta(minutes=5))
    vote = opened(meeting, founder)
    assert set(casters(vote, at=timezone.now())) == {
        someone(meeting, name).pk for name in ("Ada", "Max", "Lou")
    }
    for of in ("Ilan", "Maud"):
        with pytest.raises(BadInput):
            say(vote, "Ilan", "pour", of=of)
    assert result_of(closed(vote, founder)).quorum.counted == 3


@pytest.mark.parametrize("is_secret", [False, True])
def test_who_arrives_takes_their_voice_back_unless_it_was_cast(
    meeting: Meeting, founder: User, *, is_secret: bool
) -> None:
    """V02: one person, one voice, whatever the order."""
    for giver in ("Maud", "Zoé"):
        presences.give_pouvoir(
            meeting, someone(meeting, giver), someone(meeting, "Ilan"), by=founder, at=meeting.starts_at
        )
    vote = opened(meeting, founder, is_secret=is_secret)
    say(vote, "Ilan", "pour", of="Zoé")
    for name in ("Maud", "Zoé"):
        presences.arrive(meeting, someone(meeting, name), by=founder, at=timezone.now())
    with pytest.raises(BadInput):
        say(vote, "Ilan", "pour", of="Maud")
    assert say(vote, "Maud", "contre") == 1
    assert say(vote, "Zoé", "contre") == 0  # it was cast for her
    assert "a voté par Ilan" in Client().get(door(vote, "Zoé")).content.decode().replace("Vous avez", "a")
    assert counts(closed(vote, founder)) == {"pour": "1", "contre": "1"}


def test_the_list_is_frozen_when_it_opens(meeting: Meeting, founder: User) -> None:
    """V12"""
    vote = opened(meeting, founder, is_secret=True)
    late = meeting.instance.structure.people.create(name="Noé Fictif", profession="infirmier")
    instances.seat(meeting.instance, late, instances.GivenMandate("membre", FOUNDED_ON), by=founder)
    presences.arrive(meeting, late, by=founder, at=timezone.now())
    assert not own_voices(vote, late, at=timezone.now())
    assert turnout(vote, at=timezone.now()).listed == 6
    with pytest.raises(BadInput, match="ne change plus"):
        votes.change(vote, votes.GivenVote("Autre chose", is_secret=False), by=founder)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.create(vote=vote, person=someone(meeting, "Ada"))


def tables(vote: Vote) -> str:
    """All rows that a vote leaves, as an administrator may dump them."""
    kept = [*Vote.objects.filter(pk=vote.pk), *vote.voices.all(), *Urn.objects.filter(vote=vote)]
    rows = json.loads(serializers.serialize("json", kept))
    for row in rows:
        for name in ("opened_at", "closed_at", "key"):
            row["fields"].pop(name, None)
    return json.dumps(sorted(rows, key=lambda row: (row["model"], row["pk"])))


@pytest.mark.parametrize("ends", [False, True])
def test_the_tables_do_not_tell_who_wrote_a_secret_paper(
    meeting: Meeting, founder: User, *, ends: bool
) -> None:
    """V11: the same bytes whoever voted what, and in whatever order."""
    dumps = set()
    for order in ((("Ada", "pour"), ("Max", "contre")), (("Max", "pour"), ("Ada", "contre"))):
        point = transaction.savepoint()
        vote = opened(meeting, founder, is_secret=True)
        for name, said in order:
            say(vote, name, said)
        dumps.add(tables(closed(vote, founder) if ends else vote))
        transaction.savepoint_rollback(point)
    assert len({_without_numbers(each) for each in dumps}) == 1


def _without_numbers(dump: str) -> str:
    """Keys of the rows differ from a vote to the next, and say nothing."""
    rows = json.loads(dump)
    for row in rows:
        row.pop("pk")
        row["fields"].pop("vote", None)
        row["fields"].pop("decision", None)
    return json.dumps(rows)


def test_the_roll_of_a_closed_vote_is_told_by_pages(
    meeting: Meeting, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maillage.ui.queries.ROWS", 1)
    vote = opened(meeting, founder)
    say(vote, "Ada", "pour")
    voices = closed(vote, founder).voices.count()
    url = reverse("governance:vote", args=[meeting.instance.structure.slug, vote.pk])
    pages = [client_of(founder).get(url, {"page": page + 1}).content.decode() for page in range(voices)]
    assert voices > 1
    assert [page.count('data-label="A voté"') for page in pages] == [1] * voices
    assert sum('data-label="A voté">oui' in page for page in pages) == 1
    assert all(
        "Voix prises : 1. " in page and f"Sur la liste : {voices}." in page
        for page in (p.replace("\N{NO-BREAK SPACE}", " ") for p in pages)
    )


def test_nothing_is_told_before_the_closing(meeting: Meeting, founder: User) -> None:
    vote = opened(meeting, founder)
    say(vote, "Ada", "contre")
    client = client_of(founder)
    page = client.get(
        reverse("governance:vote", args=[meeting.instance.structure.slug, vote.pk])
    ).content.decode()
    assert "Contre" not in page
    assert (
        client.get(reverse("governance:recount", args=[meeting.instance.structure.slug, vote.pk])).status_code
        == 404
    )
    assert not [entry for entry in Entry.objects.all() if "contre" in str(entry.__dict__).casefold()]


def test_a_secret_vote_says_who_voted_and_never_what(meeting: Meeting, founder: User) -> None:
    vote = opened(meeting, founder, is_secret=True)
    say(vote, "Ada", "contre")
    done = closed(vote, founder)
    assert [str(voice) for voice in done.voices.filter(is_cast=True)] == ["Ada Fictif"]
    assert not done.voices.exclude(said=None).exists()
    assert not Urn.objects.exists()
    assert "Ada" not in published(done.record)


def test_anybody_counts_it_again(meeting: Meeting, founder: User, tmp_path: Path) -> None:
    vote = opened(meeting, founder, is_secret=True)
    for name, said in (("Ada", "pour"), ("Max", "abstention"), ("Lou", "blanc")):
        say(vote, name, said)
    done = closed(vote, founder)
    slug = meeting.instance.structure.slug
    written = client_of(founder).get(reverse("governance:recount", args=[slug, vote.pk])).content
    (tmp_path / "vote.json").write_bytes(written)
    told = json.loads(
        CliRunner().invoke(vote_command, ["count", str(tmp_path / "vote.json"), "--json"]).output
    )
    assert told["counts"] == {"pour": "1", "contre": "0", "abstention": "1", "blanc": "1", "nul": "0"}
    assert told["adopted"] is True
    assert seal_of(json.loads(written)) == done.seal


def test_a_closed_result_stays_when_somebody_is_erased(meeting: Meeting, founder: User) -> None:
    """V16"""
    vote = opened(meeting, founder)
    say(vote, "Ada", "pour")
    say(vote, "Max", "contre")
    done = closed(vote, founder)
    before = (counts(done), done.seal, seal_of(done.record))
    someone(meeting, "Max").delete()
    instances.write_instance(
        meeting.instance,
        instances.GivenInstance("bureau", "Bureau", quorum="1/1", majority="2/3"),
        by=founder,
    )
    again = Vote.objects.get(pk=vote.pk)
    assert (counts(again), again.seal, seal_of(again.record)) == before
    assert [str(voice) for voice in again.voices.filter(is_cast=True)] == ["Ada Fictif", "Personne effacée"]


def test_a_vote_is_judged_by_the_rules_of_its_opening(meeting: Meeting, founder: User) -> None:
    vote = opened(meeting, founder)
    instances.write_instance(
        meeting.instance,
        instances.GivenInstance("bureau", "Bureau", quorum="1/1", majority="2/3"),
        by=founder,
    )
    say(vote, "Ada", "pour")
    assert closed(vote, founder).decision.verdict == "adoptee"


def test_colleges_weigh(meeting: Meeting, founder: User) -> None:
    """60 voices shared by those who voted, 40 to one of two."""
    structure = meeting.instance.structure
    many, one = (structure.colleges.create(name=name) for name in ("Libéraux", "Partenaires"))
    for name in NAMES:
        college = one if name in {"Ilan", "Zoé"} else many
        Adhesion.objects.filter(person=someone(meeting, name)).delete()
        Adhesion.objects.create(
            person=someone(meeting, name), kind=Belonging.ADHERENT, college=college, since=FOUNDED_ON
        )
    given = instances.GivenInstance("bureau", "Bureau", weights={many.pk: "60", one.pk: "40"})
    instances.write_instance(meeting.instance, given, by=founder)
    vote = opened(Meeting.objects.get(pk=meeting.pk), founder, is_secret=True)
    for name, said in (("Ada", "contre"), ("Max", "contre"), ("Lou", "pour"), ("Ilan", "pour")):
        say(vote, name, said)
    done = closed(vote, founder)
    assert counts(done) == {"pour": "60", "contre": "40"}
    assert done.decision.verdict == "adoptee"
    assert "collèges pondérés" in done.decision.rule


def test_an_election_gives_mandates_to_those_who_have_a_card(meeting: Meeting, founder: User) -> None:
    slug, client = meeting.instance.structure.slug, client_of(founder)
    answer = client.post(
        reverse("governance:prepare_vote", args=[slug, meeting.pk]),
        {"title": "Deux sièges", "kind": "noms", "candidates": "Maud Fictif\nZoé Fictif\nUne inconnue",
         "seats": "2", "is_secret": "on", "key": str(uuid4())},
    )  # fmt: skip
    assert answer.status_code == 302
    vote = Vote.objects.get(title="Deux sièges")
    client.post(reverse("governance:open_vote", args=[slug, vote.pk]))
    for name, said in (("Ada", ["Maud Fictif", "Zoé Fictif"]), ("Max", ["Maud Fictif"]), ("Lou", ["blanc"])):
        assert Client().post(door(vote, name), sent(vote, name, *said)).status_code == 302
    with pytest.raises(BadInput, match="2\N{NO-BREAK SPACE}noms"):
        say(vote, "Ilan", "Maud Fictif", "Zoé Fictif", "Une inconnue")
    client.post(reverse("governance:close_vote", args=[slug, vote.pk]))
    vote.refresh_from_db()
    assert counts(vote) == {"Maud Fictif": "2", "Zoé Fictif": "1"}
    other = instances.add_instance(
        meeting.instance.structure, instances.GivenInstance("ca", "Conseil"), by=founder
    )
    posted = {"instance": other.pk, "office": "membre", "since": "2026-11-01"}
    for _ in range(2):
        client.post(reverse("governance:seat_elected", args=[slug, vote.pk]), posted)
    assert [str(each.person) for each in other.mandates.all()] == ["Maud Fictif", "Zoé Fictif"]
    assert (vote.decision.verdict, vote.decision.outcome) == ("elu", "Élu(s)")
    log = client.get(reverse("governance:decisions", args=[slug])).content.decode()
    assert "Élu(s)" in log


def test_who_was_elected_on_a_card_that_was_merged_has_a_mandate(meeting: Meeting, founder: User) -> None:
    """Twice: the card that was elected went into another, which went into a third."""
    structure, maud = meeting.instance.structure, someone(meeting, "Maud")
    candidates = [{"name": "Maud Fictif", "person": maud.pk, "who": ""}]
    vote = opened(meeting, founder, kind=VoteKind.NAMES, candidates=candidates)
    say(vote, "Ada", "Maud Fictif")
    done = closed(vote, founder)
    other, last = (
        structure.people.create(name=f"Maud F{rank}", called=f"maud f{rank}", profession="infirmier")
        for rank in (1, 2)
    )
    merge(other, maud, by=founder, at=timezone.now())
    merge(last, other, by=founder, at=timezone.now())
    council = instances.add_instance(structure, instances.GivenInstance("ca", "Conseil"), by=founder)
    given = instances.GivenMandate("membre", FOUNDED_ON)
    assert votes.seat_elected(done, council, given, by=founder) == 1
    assert council.mandates.get().person == last


def test_an_election_that_elects_nobody_says_so(meeting: Meeting, founder: User) -> None:
    candidates = [{"name": "Maud Fictif", "person": None, "who": ""}]
    vote = opened(meeting, founder, kind=VoteKind.NAMES, candidates=candidates)
    say(vote, "Ada", "blanc")
    assert closed(vote, founder).decision.verdict == "sans_elu"


def test_one_chooses_a_list(meeting: Meeting, founder: User) -> None:
    two = [{"name": "Ensemble", "who": "Ada, Max"}, {"name": "Demain", "who": "Lou"}]
    vote = opened(meeting, founder, kind=VoteKind.LIST, candidates=two)
    say(vote, "Ada", "Ensemble")
    assert "Liste choisie" in closed(vote, founder).decision.reason


def test_at_a_distance_whoever_votes_is_there(meeting: Meeting, founder: User) -> None:
    vote = opened(meeting, founder, is_remote=True)
    assert say(vote, "Zoé", "pour") == 1
    done = closed(vote, founder)
    assert (result_of(done).quorum.counted, done.decision.heard) == (1, 1)


def test_it_closes_by_itself_at_its_hour(meeting: Meeting, founder: User) -> None:
    vote = opened(meeting, founder, closes_at=timezone.now() + timedelta(minutes=10))
    say(vote, "Ada", "pour")
    after = timezone.now() + timedelta(minutes=11)
    with pytest.raises(BadInput, match="clos"):
        votes.cast(vote, someone(meeting, "Max"), {}, at=after)
    for _ in range(2):
        GovernanceConfig.create("maillage.governance").do_due(after)
    done = Vote.objects.get(pk=vote.pk)
    assert (done.state, done.closed_at, counts(done)) == (VoteState.CLOSED, vote.closes_at, {"pour": "1"})


def test_a_cancelled_meeting_takes_its_votes_along_and_a_held_one_waits(
    meeting: Meeting, founder: User
) -> None:
    vote = opened(meeting, founder, is_secret=True)
    say(vote, "Ada", "pour")
    with pytest.raises(BadInput, match="encore ouvert"):
        meetings.hold(meeting, by=founder, at=timezone.now())
    meetings.cancel(meeting, "Panne", by=founder, at=timezone.now())
    kept = Vote.objects.get(pk=vote.pk)
    assert (kept.state, kept.reason, Urn.objects.count()) == (VoteState.CANCELLED, "Panne", 0)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": "noms", "candidates": []}, "chaque candidat"),
        ({"kind": "noms", "candidates": [{"name": "Ada"}, {"name": "ada"}]}, "une fois"),
        ({"kind": "liste", "candidates": [{"name": "Blanc"}]}, "une fois"),
        ({"kind": "noms", "candidates": [{"name": "Ada"}], "seats": 2}, "sièges"),
    ],
)
def test_an_election_names_each_candidate_once(
    meeting: Meeting, founder: User, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        votes.prepare(meeting, votes.GivenVote("Élire", **said), key=uuid4(), by=founder)


def test_each_is_written_their_link_and_what_will_be_known(meeting: Meeting, founder: User) -> None:
    """V18"""
    vote = opened(meeting, founder, is_secret=True, writes=True)
    found = list(Sending.objects.filter(key__startswith="governance.vote "))
    assert len(found) == 4
    assert sum(door(vote, "Ada") in each.body for each in found) == 1
    assert all("jamais ce que vous avez voté" in each.body.replace("\n", " ") for each in found)


def test_nobody_opens_what_cannot_be_voted(meeting: Meeting, founder: User) -> None:
    empty = instances.add_instance(
        meeting.instance.structure, instances.GivenInstance("gt", "Vide"), by=founder
    )
    given = meetings.GivenMeeting("Vide", meeting.starts_at, meeting.ends_at)
    with pytest.raises(BadInput, match="Personne ne peut voter"):
        opened(meetings.plan(empty, given, by=founder), founder)
    later = meetings.GivenMeeting("Après", meeting.ends_at, meeting.ends_at + timedelta(hours=1))
    with pytest.raises(BadInput, match="n’a pas commencé"):
        opened(meetings.plan(meeting.instance, later, by=founder), founder)


@pytest.mark.django_db(transaction=True)
def test_twenty_taps_of_one_link_are_one_ballot(
    meeting: Meeting, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    """V06, V09: in a secret urn, where nothing tells two papers of one voter apart."""
    three = [{"name": name} for name in "ABCDEF"]
    vote = opened(meeting, founder, is_secret=True, kind=VoteKind.NAMES, candidates=three, seats=3)
    told = at_once(*[lambda: say(vote, "Ada", "A", "B"), lambda: say(vote, "Ada", "D", "E", "F")] * 5)
    assert not [each for each in told if isinstance(each, Exception)]
    assert sum(told) == 1
    assert [paper["said"] for paper in Urn.objects.get().papers] in ([["A", "B"]], [["D", "E", "F"]])


@pytest.mark.django_db(transaction=True)
def test_a_ballot_is_counted_or_refused_while_it_closes(
    meeting: Meeting, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    """V08"""
    vote = opened(meeting, founder, is_secret=True)
    taps = [lambda name=name: say(vote, name, "pour") for name in NAMES[:4]]
    told = at_once(*taps[:2], lambda: closed(vote, founder), *taps[2:])
    taken = sum(each == 1 for each in told if not isinstance(each, (Exception, Vote)))
    refused = [each for each in told if isinstance(each, Exception)]
    assert all(isinstance(each, BadInput) for each in refused)
    done = Vote.objects.get(pk=vote.pk)
    assert done.voices.filter(is_cast=True).count() == taken == int(counts(done).get("pour", 0))
    assert taken + len(refused) == 4


def test_one_instance_needs_all_its_colleges_to_weigh(meeting: Meeting, founder: User) -> None:
    structure = meeting.instance.structure
    structure.people.exclude(adhesions=None).delete()
    structure.colleges.all().delete()
    first, second = (structure.colleges.create(name=name) for name in ("A", "B"))
    url = reverse("governance:edit_instance", args=[structure.slug, meeting.instance_id])
    said = {
        "kind": meeting.instance.kind,
        "name": "Bureau",
        "majority": "simple",
        "base": "cast",
        f"weight-{first.pk}": "60",
    }
    client = client_of(founder)
    assert client.post(url, said).status_code == 422
    assert client.post(url, {**said, f"weight-{second.pk}": "quarante"}).status_code == 422
    assert client.post(url, {**said, f"weight-{second.pk}": "1/3"}).status_code == 302
    kept = Instance.objects.get(pk=meeting.instance_id)
    assert [each.weight for each in kept.weights.all()] == ["60", "1/3"]


@pytest.mark.django_db(transaction=True)
def test_an_assembly_that_votes_at_once_loses_no_voice(
    meeting: Meeting, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    """Eight doors at a time, for forty: each is taken, none is refused."""
    vote = assembly_of(meeting.instance.structure, 40, by=founder)
    voices = [
        voice for voice in vote.voices.select_related("person") if str(voice.person).startswith("Électeur")
    ]

    def door(mine: list[Voice]) -> int:
        return sum(votes.cast(vote, each.person, {each.pk: ["pour"]}, at=timezone.now()) for each in mine)

    told = at_once(*[lambda mine=voices[rank::8]: door(mine) for rank in range(8)])
    assert told == [5] * 8
    assert counts(closed(vote, founder)) == {"pour": "40"}


def give(meeting: Meeting, giver: str, holder: str, by: User) -> None:
    pouvoir = (someone(meeting, giver), someone(meeting, holder))
    presences.give_pouvoir(meeting, *pouvoir, by=by, at=meeting.starts_at)


def weigh(meeting: Meeting, by: User, **told: Any) -> None:
    given = instances.GivenInstance(meeting.instance.kind, "Bureau", **told)
    instances.write_instance(meeting.instance, given, by=by)


def test_a_pouvoir_that_was_cast_counts_for_its_holder_to_the_end(meeting: Meeting, founder: User) -> None:
    """One a person: Maud comes back once hers was cast, and Ada then carries nobody else's."""
    weigh(meeting, founder, proxies_per_person=1)
    for giver in ("Maud", "Zoé"):
        give(meeting, giver, "Ada", founder)
    vote = opened(Meeting.objects.get(pk=meeting.pk), founder)
    assert say(vote, "Ada", "pour", of="Maud") == 1
    presences.arrive(meeting, someone(meeting, "Maud"), by=founder, at=timezone.now())
    with pytest.raises(BadInput, match="déjà porté"):
        say(vote, "Ada", "pour", of="Zoé")


def test_two_cards_made_one_are_one_voice(meeting: Meeting, founder: User) -> None:
    vote = opened(meeting, founder, is_remote=True)
    kept, gone = someone(meeting, "Ada"), someone(meeting, "Zoé")
    merge(kept, gone, by=founder, at=timezone.now())
    with pytest.raises(BadInput):
        votes.cast(vote, gone, {vote.voices.get(person=gone).pk: ["pour"]}, at=timezone.now())
    assert len(own_voices(vote, kept, at=timezone.now())) == 1


def test_who_is_alone_in_a_college_cannot_vote_in_secret(meeting: Meeting, founder: User) -> None:
    many, one = (meeting.instance.structure.colleges.create(name=name) for name in ("Libéraux", "Seul"))
    for name in NAMES:
        Adhesion.objects.filter(person=someone(meeting, name)).delete()
        Adhesion.objects.create(
            person=someone(meeting, name), kind=Belonging.ADHERENT, since=FOUNDED_ON,
            college=one if name == "Ilan" else many,
        )  # fmt: skip
    weigh(meeting, founder, weights={many.pk: "60", one.pk: "40"})
    again = Meeting.objects.get(pk=meeting.pk)
    with pytest.raises(BadInput, match="Seul"):
        opened(again, founder, is_secret=True)
    vote = opened(again, founder)
    for name, said in (("Ada", "contre"), ("Max", "abstention"), ("Ilan", "pour")):
        say(vote, name, said)
    done = closed(vote, founder)
    assert (done.decision.pour, done.decision.verdict) == (None, "rejetee")
    assert "Abstention" not in done.decision.reason  # its voices are not those of an expressed vote


@pytest.mark.parametrize("written", ["33,333333333", "0,123456789", "0"])
def test_a_weight_that_no_file_would_hold_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"chiffres|zéro"):
        weight(written)


@pytest.mark.parametrize("written", ["60", "33,33", "1/3", "0,1234567"])
def test_a_weight_that_is_taken_is_read_back_from_a_file(written: str) -> None:
    read = weight(written)
    assert rules_in(rules_as_json(VoteRules(weights={"a": read}))).weights == {"a": read}


def test_one_vote_that_cannot_close_holds_up_no_other(
    meeting: Meeting, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = timezone.now() + timedelta(minutes=5)
    first, second = (opened(meeting, founder, closes_at=soon) for _ in range(2))
    real = votes.close

    def close(vote: Vote, **told: Any) -> Vote:
        if vote.pk == first.pk:
            raise BadInput("Un fichier manque.")
        return real(vote, **told)

    monkeypatch.setattr(votes, "close", close)
    votes.close_due(soon + timedelta(minutes=1))
    assert Vote.objects.get(pk=second.pk).state == VoteState.CLOSED


def test_whoever_closes_it_late_counts_the_room_of_its_hour(meeting: Meeting, founder: User) -> None:
    hour = timezone.now() + timedelta(minutes=5)
    vote = opened(meeting, founder, closes_at=hour)
    for name in NAMES[:4]:
        presences.leave(meeting, someone(meeting, name), by=founder, at=hour + timedelta(minutes=2))
    done = votes.close(vote, by=founder, at=hour + timedelta(minutes=10))
    assert (done.closed_at, result_of(done).quorum.counted) == (hour, 4)


def test_a_vote_that_nobody_closed_ends_with_the_evening(meeting: Meeting, founder: User) -> None:
    vote = opened(meeting, founder)
    votes.close_due(meeting.ends_at + timedelta(hours=5))
    assert Vote.objects.get(pk=vote.pk).state == VoteState.OPEN
    votes.close_due(meeting.ends_at + timedelta(hours=7))
    assert Vote.objects.get(pk=vote.pk).state == VoteState.CLOSED


def test_what_was_voted_is_not_dropped_with_a_draft(meeting: Meeting, founder: User) -> None:
    closed(opened(meeting, founder), founder)
    with pytest.raises(BadInput, match="Annulez-la"):
        meetings.drop(meeting, by=founder)


def test_who_takes_no_part_in_a_point_does_not_vote_on_it(meeting: Meeting, founder: User) -> None:
    point = meeting.items.create(rank=1, title="Local")
    give(meeting, "Zoé", "Ada", founder)
    interests.recuse(point, someone(meeting, "Ada"), "Le local est à elle", by=founder)
    vote = opened(meeting, founder, item=point)
    for of in ("Ada", "Zoé"):
        with pytest.raises(BadInput, match="ne prenez pas part"):
            say(vote, "Ada", "pour", of=of)
    assert "ne prenez pas part" in Client().get(door(vote, "Ada")).content.decode()


def test_at_a_distance_nobody_is_counted_before_they_vote(meeting: Meeting, founder: User) -> None:
    vote = opened(meeting, founder, is_remote=True)
    say(vote, "Zoé", "pour")
    told = turnout(vote, at=timezone.now())
    assert (told.heard, told.cast, len(told.waits)) == (1, 1, 5)


def test_who_chairs_is_who_chaired_when_it_opened(meeting: Meeting, founder: User) -> None:
    weigh(meeting, founder, tie="chair")
    vote = opened(Meeting.objects.get(pk=meeting.pk), founder)
    say(vote, "Ada", "pour")
    say(vote, "Max", "contre")
    Meeting.objects.filter(pk=meeting.pk).update(chair=someone(meeting, "Ada"))
    assert closed(vote, founder).decision.verdict == "inconnu"


def test_a_tie_of_a_secret_vote_says_why_nothing_settles_it(meeting: Meeting, founder: User) -> None:
    """V14: nobody reads what the chair said, and the page says so."""
    weigh(meeting, founder, tie="chair")
    Meeting.objects.filter(pk=meeting.pk).update(chair=someone(meeting, "Ada"))
    vote = opened(Meeting.objects.get(pk=meeting.pk), founder, is_secret=True)
    for name, said in (("Ada", "pour"), ("Max", "contre")):
        say(vote, name, said)
    decision = closed(vote, founder).decision
    assert (decision.verdict, "le vote est secret" in decision.reason) == ("inconnu", True)


def test_an_hour_that_never_comes_closes_nothing(meeting: Meeting, founder: User) -> None:
    slug = meeting.instance.structure.slug
    said = {"title": "On le fait", "kind": "resolution", "closes_day": "2027-03-28", "closes_time": "02:30"}
    answer = client_of(founder).post(
        reverse("governance:prepare_vote", args=[slug, meeting.pk]), {**said, "key": str(uuid4())}
    )
    assert answer.status_code == 422
    assert "les horloges avancent" in answer.content.decode()
