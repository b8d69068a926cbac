"""What the statutes say of each sitting: extraordinary, convoked again, presided by several, signed by two."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given as for_all
from hypothesis import strategies as st

from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.governance import documents
from maillage.governance.enums import Base, Majority, MeetingState, Tie
from maillage.governance.models import Decision, Instance, Meeting
from maillage.governance.queries.awaiting import awaiting
from maillage.governance.queries.seats import chairs_of, rules_for, shares_of
from maillage.governance.queries.vote_file import rules_as_json, rules_in
from maillage.governance.rules import count
from maillage.governance.services import decisions, instances, meetings, minutes, presences, second
from maillage.governance.types import Ballot, Voter, VoteRules
from maillage.kernel import BadInput
from maillage.mail.models import Sending
from maillage.people.models import Person
from maillage.structures.models import Structure
from players import FOUNDED_ON

NOW = timezone.now().replace(microsecond=0)
NAMES = ("Ada", "Max", "Lou", "Ilan")
SITE = "https://maillage.example/"


@pytest.fixture
def board(structure: Structure, founder: User) -> Instance:
    """Four sit there; half must be there, the second time nobody has to, fifteen days later."""
    made = instances.add_instance(
        structure,
        instances.GivenInstance("ca", "CA", quorum="3/4", second_days=15, second_quorum="aucun"),
        by=founder,
    )
    for name in NAMES:
        person, _ = structure.people.get_or_create(
            name=f"{name} Fictif", defaults={"profession": "infirmier"}
        )
        instances.seat(made, person, instances.GivenMandate("membre", FOUNDED_ON), by=founder)
    structure.people.update(email="personne@example.org")
    return made


def someone(instance: Instance, name: str) -> Person:
    return instance.structure.people.get(name=f"{name} Fictif")


def sitting(instance: Instance, by: User, *there: str, days: int = 2, **said: Any) -> Meeting:
    """Of some days ago, convoked then, where these people came."""
    begins = NOW - timedelta(days=days)
    given = meetings.GivenMeeting("CA d’hiver", begins, begins + timedelta(hours=2), **said)
    items = [meetings.GivenItem("Budget", 15, "Le budget est approuvé."), meetings.GivenItem("Divers")]
    made = meetings.plan(instance, given, items, by=by)
    meetings.convoke(made, by=by, at=begins - timedelta(days=9), site=SITE)
    for name in there:
        presences.arrive(made, someone(instance, name), by=by, at=begins)
    return Meeting.objects.get(pk=made.pk)


def write(instance: Instance, **said: Any) -> None:
    Instance.objects.filter(pk=instance.pk).update(**said)
    instance.refresh_from_db()


def hands(meeting: Meeting, by: User, pour: int, contre: int, *, chair: bool | None = None) -> Decision:
    said = decisions.GivenDecision("On le fait", hands=decisions.Hands(pour, contre, 0), chair_is_for=chair)
    return decisions.decide(meeting, said, key=uuid4(), by=by, at=NOW)


def told(document: Any) -> str:
    return str(document.sections)


# A second convocation


@pytest.mark.django_db
def test_a_quorum_that_is_missed_is_convoked_again_with_the_same_agenda(
    board: Instance, founder: User
) -> None:
    meeting = sitting(board, founder, "Ada", chair=someone(board, "Ada"))
    client, url = client_of(founder), reverse("governance:meeting", args=[board.structure.slug, meeting.pk])
    assert "Convoquer à nouveau" in client.get(url).content.decode()
    day = meeting.day + timedelta(days=15)
    assert client.post(f"{url}convoquer-a-nouveau/", {"day": day.isoformat()}).status_code == 302
    again = Meeting.objects.get(first=meeting)
    assert (again.state, again.day, again.chair) == (MeetingState.DRAFT, day, meeting.chair)
    points = [list(each.items.values_list("title", "resolution", "minutes")) for each in (meeting, again)]
    assert points[0] == points[1]
    assert second.prepare_second(meeting, day, by=founder, at=NOW) == again
    meetings.convoke(again, by=founder, at=NOW, site=SITE)
    mails = Sending.objects.filter(key__startswith=f"governance.convocation {again.pk} ")
    assert mails.count() == len(NAMES)
    assert all("Seconde convocation" in each.body and "Aucun quorum" in each.body for each in mails)
    again.refresh_from_db()
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert "Convoquée à nouveau" in told(documents.minutes(meeting))
    assert "non atteint" in told(documents.minutes(meeting))
    assert "Seconde convocation" in told(documents.minutes(again))
    assert "Convoquer à nouveau" not in client.get(url).content.decode()


@pytest.mark.django_db
def test_a_second_convocation_waits_as_long_as_the_statutes_say(board: Instance, founder: User) -> None:
    meeting = sitting(board, founder, "Ada")
    with pytest.raises(BadInput, match=r"15\sjours"):
        second.prepare_second(meeting, meeting.day + timedelta(days=14), by=founder, at=NOW)
    write(board, second_days=None)
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert second.earliest(meeting) is None
    assert second.prepare_second(meeting, meeting.day + timedelta(days=14), by=founder, at=NOW)


@pytest.mark.django_db
def test_a_meeting_that_had_its_quorum_is_not_convoked_again(board: Instance, founder: User) -> None:
    meeting = sitting(board, founder, "Ada", "Max", "Lou")
    with pytest.raises(BadInput, match="n’a pas atteint"):
        second.prepare_second(meeting, meeting.day + timedelta(days=15), by=founder, at=NOW)


@pytest.mark.django_db
def test_a_second_convocation_keeps_the_agenda_of_the_first(board: Instance, founder: User) -> None:
    first = sitting(board, founder, "Ada")
    again = second.prepare_second(first, first.day + timedelta(days=20), by=founder, at=NOW)
    given = meetings.GivenMeeting(again.title, again.starts_at, again.ends_at)
    with pytest.raises(BadInput, match="l’ordre du jour de la première"):
        meetings.change(again, given, [meetings.GivenItem("Autre chose")], version=1, by=founder, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "verdict"), [("aucun", "adoptee"), ("1/4", "adoptee"), ("1/2", "rejetee"), ("", "inconnu")]
)
def test_the_quorum_of_the_second_is_what_the_statutes_write(
    board: Instance, founder: User, written: str, verdict: str
) -> None:
    first, again = sitting(board, founder, days=30), sitting(board, founder, "Ada", days=1)
    write(board, second_quorum=written)
    Meeting.objects.filter(pk=again.pk).update(first=first)
    made = hands(Meeting.objects.get(pk=again.pk), founder, 1, 0)
    assert made.verdict == verdict
    assert ("ne disent pas" in made.rule or "quorum non dit" in made.rule) == (written == "")
    if written == "":
        assert hands(Meeting.objects.get(pk=again.pk), founder, 0, 1).verdict == "rejetee"


# An extraordinary assembly


@pytest.mark.django_db
def test_an_extraordinary_assembly_never_takes_the_rules_of_an_ordinary_one(
    board: Instance, founder: User
) -> None:
    write(board, kind="ag", quorum="1/4", majority="simple", base="cast")
    ordinary, other = (Meeting(instance=board, is_extraordinary=each) for each in (False, True))
    assert rules_for(ordinary).quorum == Fraction(1, 4)
    unsaid = rules_for(other)
    assert (unsaid.majority, unsaid.base, unsaid.quorum, unsaid.is_quorum_unsaid) == (None, None, None, True)
    write(board, extra_quorum="1/2", extra_majority="2/3", extra_base="present")
    said = rules_for(Meeting(instance=board, is_extraordinary=True))
    assert (said.majority, said.base, said.quorum) == (Fraction(2, 3), Base.PRESENT, Fraction(1, 2))
    assert not said.is_quorum_unsaid


@pytest.mark.django_db
def test_a_meeting_of_an_assembly_says_which_it_is(board: Instance, founder: User) -> None:
    slug, client = board.structure.slug, client_of(founder)
    url = reverse("governance:plan", args=[slug, board.pk])
    assert 'name="is_extraordinary"' not in client.get(url).content.decode()
    write(board, kind="ag")
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    said = {
        "title": "AGE",
        "day": day,
        "starts": "20:00",
        "ends": "22:00",
        "version": "0",
        "is_extraordinary": "on",
    }
    assert client.post(url, said).status_code == 302
    made = Meeting.objects.get(title="AGE")
    assert made.is_extraordinary
    page = reverse("governance:meeting", args=[slug, made.pk])
    assert "assemblée extraordinaire" in client.get(page).content.decode()
    assert "assemblée extraordinaire" in told(documents.minutes(made))


def test_rules_whose_quorum_is_not_said_are_read_again_as_they_were() -> None:
    for unsaid in (True, False):
        rules = VoteRules(Majority.SIMPLE, Base.CAST, is_quorum_unsaid=unsaid)
        assert rules_in(rules_as_json(rules)) == rules


@for_all(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9), st.fractions(0, 1, max_denominator=12))
def test_a_quorum_that_is_not_said_gives_what_every_quorum_would(
    there: int, absent: int, pour: int, quorum: Fraction
) -> None:
    """Whatever the statutes write, an outcome that is told is the outcome then."""
    voters = [Voter(str(rank), present=rank < there) for rank in range(there + absent)]
    ballots = [Ballot(str(rank), "pour" if rank < pour else "contre") for rank in range(there)]
    unsaid = count(VoteRules(Majority.SIMPLE, Base.CAST, is_quorum_unsaid=True), voters, [], ballots)
    written = count(VoteRules(Majority.SIMPLE, Base.CAST, quorum=quorum), voters, [], ballots)
    assert unsaid.adopted in {None, written.adopted}


# Several people hold the chair


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"0": "pour", "1": "pour"}, True),
        ({"0": "contre", "1": "contre"}, False),
        ({"0": "pour", "1": "contre"}, None),
        ({"0": "pour"}, None),
        ({"0": "pour", "1": "abstention"}, None),
    ],
)
def test_two_chairs_settle_a_tie_when_they_say_the_same(said: dict[str, str], expected: bool | None) -> None:
    result = of_two_chairs(said, absent=())
    assert result.adopted is expected
    assert bool(result.why) == (expected is None)


def test_a_chair_who_is_not_there_settles_nothing() -> None:
    assert of_two_chairs({"0": "pour"}, absent=("1",)).adopted is True


def of_two_chairs(said: dict[str, str], *, absent: Sequence[str]) -> Any:
    """The first two chair; the others make it a tie."""
    voters = [Voter(str(rank), present=str(rank) not in absent) for rank in range(12)]
    pour, contre = (sum(each == choice for each in said.values()) for choice in ("pour", "contre"))
    others = ["pour"] * (4 - pour) + ["contre"] * (4 - contre)
    ballots = [Ballot(by, choice) for by, choice in said.items()]
    ballots += [Ballot(str(rank), choice) for rank, choice in enumerate(others, 2)]
    return count(VoteRules(Majority.SIMPLE, Base.CAST, tie=Tie.CHAIR), voters, [], ballots, chairs=("0", "1"))


@pytest.mark.django_db
def test_who_holds_the_casting_voice_is_said_by_the_statutes_or_by_nobody(
    board: Instance, founder: User
) -> None:
    ada, max_ = (someone(board, name) for name in ("Ada", "Max"))
    for person in (ada, max_):
        instances.seat(board, person, instances.GivenMandate("copresidence", FOUNDED_ON), by=founder)
    write(board, tie="chair")
    meeting = sitting(board, founder, *NAMES, chair=ada)
    assert chairs_of(meeting) == sorted([ada.pk, max_.pk])
    made = hands(meeting, founder, 2, 2)
    assert (made.verdict, "plusieurs personnes président" in made.rule) == ("inconnu", True)
    write(board, casting="seance")
    assert chairs_of(Meeting.objects.get(pk=meeting.pk)) == [ada.pk]


# Two signatures


@pytest.fixture
def signed(board: Instance, founder: User) -> Meeting:
    """Minutes that were sent, that the président and the trésorière sign."""
    for name, office in (("Ada", "presidence"), ("Max", "tresorerie"), ("Ada", "tresorerie")):
        instances.seat(board, someone(board, name), instances.GivenMandate(office, FOUNDED_ON), by=founder)
    write(board, first_signer="presidence", second_signer="tresorerie")
    meeting = sitting(board, founder, *NAMES, days=20)
    meetings.hold(meeting, by=founder, at=NOW)
    minutes.send(meeting, by=founder, at=NOW)
    return Meeting.objects.get(pk=meeting.pk)


@pytest.mark.django_db
def test_approval_waits_for_both_signatures(signed: Meeting, board: Instance, founder: User) -> None:
    later = sitting(board, founder, *NAMES, days=1)
    url = reverse("governance:minutes", args=[board.structure.slug, signed.pk])
    client, ada, max_ = client_of(founder), someone(board, "Ada"), someone(board, "Max")
    day = timezone.localdate()

    def approve() -> None:
        minutes.approve(signed, later, key=uuid4(), by=founder, at=NOW)

    with pytest.raises(BadInput, match="présidence et trésorerie"):
        approve()
    sent = {"person": ada.pk, "signed_on": day.isoformat()}
    assert client.post(f"{url}signatures/presidence/", sent).status_code == 302
    with pytest.raises(BadInput, match=r"signature\s: trésorerie"):
        approve()
    with pytest.raises(BadInput, match="déjà signé"):
        minutes.note_signature(signed, "tresorerie", ada, on=day, by=founder)
    for _ in range(2):
        minutes.note_signature(signed, "tresorerie", max_, on=day, by=founder)
    assert signed.minutes.signatures.count() == 2
    assert "Signé, trésorerie" in told(documents.minutes(signed))
    assert "Trésorerie" in told(documents.decisions_sheet(signed))
    assert Entry.objects.filter(sentence__contains="signé par Max Fictif").count() == 1
    approve()
    with pytest.raises(BadInput, match="approuvé"):
        minutes.drop_signature(signed.minutes.signatures.all()[0], by=founder)
    assert "Max Fictif" in client.get(url).content.decode()


@pytest.mark.django_db
def test_a_text_taken_up_is_to_be_signed_again(signed: Meeting, board: Instance, founder: User) -> None:
    ada = someone(board, "Ada")
    minutes.note_signature(signed, "presidence", ada, on=timezone.localdate(), by=founder)
    minutes.take_up(signed, by=founder)
    assert not signed.minutes.signatures.exists()
    with pytest.raises(BadInput, match="Envoyez d’abord"):
        minutes.note_signature(signed, "presidence", ada, on=timezone.localdate(), by=founder)


@pytest.mark.django_db
def test_only_who_holds_the_office_signs(signed: Meeting, board: Instance, founder: User) -> None:
    with pytest.raises(BadInput, match="ne signe pas"):
        minutes.note_signature(
            signed, "presidence", someone(board, "Lou"), on=timezone.localdate(), by=founder
        )


# Seats that are kept


@pytest.mark.django_db
def test_seats_of_a_profession_and_of_a_college_say_what_is_vacant(board: Instance, founder: User) -> None:
    college = board.structure.colleges.get()
    url = reverse("governance:edit_instance", args=[board.structure.slug, board.pk])
    said = {
        "kind": "ca", "name": "CA", "majority": "simple", "base": "cast",
        "profession_seats": "Infirmiers : 2\nMédecin généraliste : 1", f"seats-{college.pk}": "3",
    }  # fmt: skip
    client = client_of(founder)
    assert client.post(url, said).status_code == 302
    instances.seat(board, someone(board, "Ada"), instances.GivenMandate("suppleant", FOUNDED_ON), by=founder)
    shares = shares_of(board, on=timezone.localdate())
    held = {each.label: (each.seats, each.held, each.vacant) for each in shares}
    nurses = board.mandates.filter(person__profession="infirmier").exclude(office="suppleant").count()
    assert held["Infirmier"] == (2, nurses, max(0, 2 - nurses))
    assert held["Soignants"] == (3, 1, 2)
    page = client.get(reverse("governance:instance", args=[board.structure.slug, board.pk])).content.decode()
    assert "Sièges réservés" in page
    assert "vacant" in page
    assert any("vacant" in task.text for task in tasks_of(awaiting(board.structure)))
    shown = client.get(url).content.decode()
    assert "Infirmier" in shown
    for wrong in ("Infirmier", "Infirmier : 0", "Astronaute : 2", "Infirmier : 2\nIDE : 1"):
        assert client.post(url, {**said, "profession_seats": wrong}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("extra_quorum", "2"),
        ("second_quorum", "zéro"),
        ("accounts_by", "31/31"),
        ("second_signer", "presidence"),
    ],
)
def test_what_nobody_can_read_in_the_statutes_is_refused(
    board: Instance, founder: User, field: str, wrong: str
) -> None:
    url = reverse("governance:edit_instance", args=[board.structure.slug, board.pk])
    said = {"kind": "ca", "name": "CA", "first_signer": "presidence", field: wrong}
    answer = client_of(founder).post(url, said)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
