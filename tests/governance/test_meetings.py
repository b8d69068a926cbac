"""A meeting from its preparation to what was decided there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.documents.types import Facts
from maillage.geography import atlas
from maillage.governance import documents
from maillage.governance.enums import MeetingState, Verdict
from maillage.governance.models import Decision, Instance, Meeting, Presence, Task
from maillage.governance.queries.meetings import answers_to, said_when, sheet_of, short_notice
from maillage.governance.queries.seats import seated
from maillage.governance.rules.agenda import Point, read_agenda, written
from maillage.governance.rules.seats import share
from maillage.governance.services import decisions, instances, meetings, presences
from maillage.kernel import BadInput
from maillage.mail.models import Recipient, Sending
from maillage.people.models import Person
from maillage.people.services import GivenPerson, found
from maillage.structures.models import Structure
from players import FOUNDED_ON, GRAND_MONTAUBAN
from tables.books import plain

pytestmark = pytest.mark.django_db
SOON = timedelta(days=20)
SITE = "https://maillage.example/"


@pytest.fixture
def bureau(structure: Structure, founder: User) -> Instance:
    """Ada, Max and Lou sit there; half must be there."""
    kept = structure.instances.get()
    structure.people.create(name="Lou Fictif", profession="infirmier")
    for name in ("Max Fictif", "Lou Fictif"):
        seat_of(kept, structure.people.get(name=name), founder)
    return kept


def seat_of(instance: Instance, person: Person, by: User) -> None:
    instances.seat(instance, person, instances.GivenMandate("membre", FOUNDED_ON), by=by)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 2, hour, minute, tzinfo=UTC)


@pytest.fixture
def sitting(bureau: Instance, founder: User) -> Meeting:
    return meetings.plan(bureau, meetings.GivenMeeting("Bureau de juin", at(18), at(20)), by=founder)


def someone(meeting: Meeting, name: str) -> Person:
    return meeting.instance.structure.people.get(name=f"{name} Fictif")


def vote(meeting: Meeting, by: User, hands: decisions.Hands, when: datetime, **said: Any) -> Decision:
    given = decisions.GivenDecision("On le fait.", hands=hands, **said)
    return decisions.decide(meeting, given, key=uuid4(), by=by, at=when)


def test_the_quorum_is_lost_with_who_leaves(sitting: Meeting, founder: User) -> None:
    for name in ("Ada", "Max"):
        presences.arrive(sitting, someone(sitting, name), by=founder, at=at(18))
    assert sheet_of(sitting, at=at(18, 30)).heard.quorum.met
    presences.leave(sitting, someone(sitting, "Max"), by=founder, at=at(19))
    heard = sheet_of(sitting, at=at(19)).heard.quorum
    assert (heard.needed, heard.counted, heard.met) == (2, 1, False)
    before = vote(sitting, founder, decisions.Hands(2, 0, 0), at(18, 59))
    after = vote(sitting, founder, decisions.Hands(1, 0, 0), at(19, 1))
    assert (before.verdict, after.verdict) == (Verdict.ADOPTED, Verdict.REJECTED)
    presences.arrive(sitting, someone(sitting, "Max"), by=founder, at=at(19, 10))
    assert sheet_of(sitting, at=at(19, 10)).heard.quorum.met


def test_a_guest_is_there_without_a_voice(sitting: Meeting, founder: User) -> None:
    guest = sitting.instance.structure.people.create(name="Noé Fictif", profession="autre")
    presences.arrive(sitting, guest, by=founder, at=at(18))
    sheet = sheet_of(sitting, at=at(18, 5))
    assert (sheet.there, sheet.heard.quorum.counted) == (1, 0)
    assert not next(line for line in sheet.lines if line.person == guest).sits


def test_nobody_is_of_another_structure(sitting: Meeting, founder: User) -> None:
    other = found(
        name="Ailleurs", codes=atlas().epci(GRAND_MONTAUBAN).members, by=founder, on=FOUNDED_ON,
        people=[GivenPerson("Eve Fictif", "infirmier")], meetings=[],
    )  # fmt: skip
    with pytest.raises(BadInput, match="pas de votre structure"):
        presences.arrive(sitting, other.people.get(), by=founder, at=at(18))


def test_one_ticks_from_an_hour_before(sitting: Meeting, founder: User) -> None:
    with pytest.raises(BadInput, match="une heure avant"):
        presences.arrive(sitting, someone(sitting, "Ada"), by=founder, at=at(16, 59))
    early = presences.arrive(sitting, someone(sitting, "Ada"), by=founder, at=at(17, 30))
    late = presences.arrive(sitting, someone(sitting, "Max"), by=founder, at=at(23))
    assert early.arrived_at == late.arrived_at == at(18)
    twice = presences.arrive(sitting, someone(sitting, "Ada"), by=founder, at=at(18, 40))
    assert twice.arrived_at == at(18)


def test_the_database_keeps_one_presence_a_person(sitting: Meeting) -> None:
    ada = someone(sitting, "Ada")
    Presence.objects.create(meeting=sitting, person=ada, arrived_at=at(18))
    with pytest.raises(IntegrityError), transaction.atomic():
        Presence.objects.create(meeting=sitting, person=ada, arrived_at=at(19))


def test_a_pouvoir_counts_while_its_holder_is_there(sitting: Meeting, founder: User) -> None:
    ada, max_ = someone(sitting, "Ada"), someone(sitting, "Max")
    presences.give_pouvoir(sitting, max_, ada, by=founder, at=at(12))
    presences.arrive(sitting, ada, by=founder, at=at(18))
    assert sheet_of(sitting, at=at(18, 5)).heard.quorum.counted == 2
    presences.arrive(sitting, max_, by=founder, at=at(18, 20))
    sheet = sheet_of(sitting, at=at(18, 30))
    assert sheet.heard.quorum.counted == 2  # he votes in person
    assert [why for _, why in sheet.pouvoirs] == ["qui l’a donné est là et vote en personne"]
    presences.leave(sitting, ada, by=founder, at=at(19))
    presences.leave(sitting, max_, by=founder, at=at(19))
    assert sheet_of(sitting, at=at(19, 5)).heard.quorum.counted == 0


def test_a_pouvoir_is_noted_once_and_not_to_oneself(sitting: Meeting, founder: User) -> None:
    ada, max_ = someone(sitting, "Ada"), someone(sitting, "Max")
    one, again = (presences.give_pouvoir(sitting, max_, ada, by=founder, at=at(12)) for _ in range(2))
    assert one == again
    with pytest.raises(BadInput, match="soi-même"):
        presences.give_pouvoir(sitting, max_, max_, by=founder, at=at(12))
    with pytest.raises(BadInput, match="finie"):
        presences.give_pouvoir(sitting, someone(sitting, "Lou"), ada, by=founder, at=at(21))


def test_there_are_no_more_hands_than_voices(sitting: Meeting, founder: User) -> None:
    presences.arrive(sitting, someone(sitting, "Ada"), by=founder, at=at(18))
    with pytest.raises(BadInput, match=r"2 voix, et 1.personne peut"):
        vote(sitting, founder, decisions.Hands(2, 0, 0), at(18, 30))


def test_a_decision_keeps_the_rule_it_was_judged_by(sitting: Meeting, founder: User) -> None:
    for name in ("Ada", "Max", "Lou"):
        presences.arrive(sitting, someone(sitting, name), by=founder, at=at(18))
    made = vote(sitting, founder, decisions.Hands(1, 1, 1), at(18, 30))
    assert made.verdict == Verdict.UNKNOWN  # the statutes say nothing of a tie
    said = made.rule
    harder = instances.GivenInstance("bureau", "Bureau", majority="2/3", base="present")
    instances.write_instance(sitting.instance, harder, by=founder)
    made.refresh_from_db()
    assert (made.verdict, made.rule) == (Verdict.UNKNOWN, said)
    sitting.refresh_from_db()
    assert vote(sitting, founder, decisions.Hands(2, 1, 0), at(18, 40)).verdict == Verdict.ADOPTED
    assert vote(sitting, founder, decisions.Hands(1, 0, 2), at(18, 41)).verdict == Verdict.REJECTED


def test_a_decision_is_written_once_and_numbered_for_ever(sitting: Meeting, founder: User) -> None:
    key = UUID(int=7)
    given = decisions.GivenDecision("On le fait.")
    one, again = (decisions.decide(sitting, given, key=key, by=founder, at=at(19)) for _ in range(2))
    other = decisions.decide(sitting, given, key=uuid4(), by=founder, at=at(19))
    assert one == again
    assert other.number == one.number + 1
    with pytest.raises(BadInput, match="pas commencé"):
        decisions.decide(sitting, given, key=uuid4(), by=founder, at=at(17))


def test_of_who_owes_the_fee_the_voice_is_not_heard(sitting: Meeting, founder: User) -> None:
    """Max paid; Ada does not belong; Lou neither."""
    for name in ("Ada", "Max"):
        presences.arrive(sitting, someone(sitting, name), by=founder, at=at(18))
    Instance.objects.filter(pk=sitting.instance_id).update(needs_fee=True)
    sitting.refresh_from_db()
    heard = sheet_of(sitting, at=at(18, 5)).heard
    assert (heard.entitled, heard.quorum.counted) == (1, 1)


def test_an_assembly_seats_all_who_belong(structure: Structure, founder: User) -> None:
    assembly = instances.add_instance(structure, instances.GivenInstance("ag", "Assemblée"), by=founder)
    assert [each.name for each in seated(assembly, on=date(2026, 6, 2))] == ["Max Fictif"]


def test_a_mandate_that_ended_seats_nobody(bureau: Instance, founder: User) -> None:
    mandate = bureau.mandates.get(person__name="Max Fictif")
    instances.end_mandate(mandate, on=date(2026, 6, 2), by=founder)
    before, after = ({each.name for each in seated(bureau, on=date(2026, 6, day))} for day in (1, 2))
    assert before - after == {"Max Fictif"}


def test_who_sits_is_convoked_once_and_told_when_it_moves(bureau: Instance, founder: User) -> None:
    structure, now = bureau.structure, timezone.now()
    structure.people.filter(name="Max Fictif").update(email="max@example.org")
    day = (now + SOON).replace(microsecond=0)
    given = meetings.GivenMeeting("Bureau", day, day + timedelta(hours=2), place="Montauban")
    points = [meetings.GivenItem("Budget", 15, "Le budget est approuvé.")]
    meeting = meetings.plan(bureau, given, points, by=founder)
    assert meetings.convoke(meeting, by=founder, at=now, site=SITE) == 1
    meetings.convoke(meeting, by=founder, at=now, site=SITE)
    sent = Sending.objects.filter(key__startswith="governance.")
    assert sent.count() == 1
    assert "Résolution : Le budget est approuvé." in sent.get().body.replace("\N{NO-BREAK SPACE}", " ")
    meeting.refresh_from_db()
    later = meetings.GivenMeeting("Bureau", day + SOON, day + SOON + timedelta(hours=2), place="Montauban")
    moved = meetings.change(meeting, later, points, version=1, by=founder, at=now)
    assert (moved.sequence, moved.state) == (1, MeetingState.CONVOKED)
    meetings.cancel(moved, "Salle fermée", by=founder, at=now)
    assert Recipient.objects.filter(sending__key__startswith="governance.").count() == 3
    with pytest.raises(BadInput, match="annulée"):
        meetings.convoke(moved, by=founder, at=now, site=SITE)


def test_who_has_no_address_is_told_otherwise_and_is_not_silent(bureau: Instance, founder: User) -> None:
    structure = bureau.structure
    structure.people.filter(name="Ada Fictif").update(email="ada@example.org")
    structure.people.exclude(name="Ada Fictif").update(email="")
    soon = timezone.now() + SOON
    given = meetings.GivenMeeting("Bureau", soon, soon + timedelta(hours=1))
    meeting = meetings.plan(bureau, given, by=founder)
    client, url = client_of(founder), reverse("governance:meeting", args=[structure.slug, meeting.pk])
    before = plain(client.get(url).content.decode())
    assert "Convoquer : 1 message partira ; sans adresse qui reçoive : Lou Fictif, Max Fictif." in before
    assert "Ni lieu ni lien de visioconférence" in before
    told = client.post(reverse("governance:convoke", args=[structure.slug, meeting.pk]), follow=True)
    assert "À prévenir autrement : Lou Fictif et Max Fictif." in plain(told.content.decode())
    answers = answers_to(Meeting.objects.get(pk=meeting.pk))
    assert answers
    assert (answers.silent, answers.untold) == (["Ada Fictif"], ["Lou Fictif", "Max Fictif"])
    body = Sending.objects.get(key__startswith="governance.convocation").body
    assert "convoqué " not in body
    assert plain(body).count("« Bureau »") == 1


def test_a_decision_without_a_show_of_hands_says_so_everywhere(sitting: Meeting, founder: User) -> None:
    made = decisions.decide(
        sitting, decisions.GivenDecision("On le fait."), key=uuid4(), by=founder, at=at(18, 30)
    )
    slug, client = sitting.instance.structure.slug, client_of(founder)
    pages = [("governance:meeting", [slug, sitting.pk]), ("governance:decisions", [slug])]
    for name, args in pages:
        assert "Adoptée, sans vote compté" in client.get(reverse(name, args=args)).content.decode()
    for paper in (documents.decisions_sheet, documents.minutes):
        assert "Adoptée, sans vote compté" in str(paper(sitting))
    assert made.outcome == "Adoptée, sans vote compté"


def test_a_quorum_is_said_in_people(sitting: Meeting, founder: User) -> None:
    for name in ("Ada", "Max"):
        presences.arrive(sitting, someone(sitting, name), by=founder, at=at(18))
    made = vote(sitting, founder, decisions.Hands(2, 0, 0), at(18, 30))
    said = "2 présents ou représentés, il en fallait 2"
    assert f"quorum : {said}." in plain(made.rule)
    sheet = documents.decisions_sheet(sitting).sections[0].blocks[0]
    assert isinstance(sheet, Facts)
    assert plain(dict(sheet.rows)["Quorum"]) == f"atteint : {said}, sur 3 qui peuvent voter"


@pytest.mark.parametrize(
    ("written", "said"),
    [("60 %", None), ("60%", None), ("2/3", None), ("150 %", "plus grande que le tout"), ("60", "plus grande que le tout"),
     ("0", "pas une part"), ("beaucoup", "pas un nombre")],
)  # fmt: skip
def test_a_quorum_is_read_as_statutes_write_it(written: str, said: str | None) -> None:
    if said is None:
        assert share(written) in {Fraction(3, 5), Fraction(2, 3)}
        return
    with pytest.raises(ValueError, match=said):
        share(written)


def test_a_chair_without_a_card_leads_to_the_team(bureau: Instance, founder: User) -> None:
    slug = bureau.structure.slug
    sent = {"title": "Bureau", "day": "2027-01-05", "starts": "18:00", "ends": "20:00", "chair": "Zoé Fictif"}
    page = client_of(founder).post(reverse("governance:plan", args=[slug, bureau.pk]), sent)
    assert page.status_code == 422
    assert f'href="{reverse("people:team", args=[slug])}" target="_blank"' in page.content.decode()


def test_a_meeting_nobody_knows_of_goes_without_a_word(sitting: Meeting, founder: User) -> None:
    meetings.drop(sitting, by=founder)
    assert not Meeting.objects.filter(pk=sitting.pk).exists()
    assert not Sending.objects.filter(key__startswith="governance.").exists()


def test_nobody_writes_over_somebody(sitting: Meeting, founder: User) -> None:
    given = meetings.GivenMeeting("Autre titre", at(18), at(20))
    meetings.change(sitting, given, [], version=1, by=founder, at=at(9))
    with pytest.raises(BadInput, match="pendant que vous écriviez"):
        meetings.change(sitting, given, [], version=1, by=founder, at=at(9))


def test_an_agenda_that_is_put_in_another_order_keeps_its_notes(sitting: Meeting, founder: User) -> None:
    given = meetings.GivenMeeting("Bureau de juin", at(18), at(20))
    one, two = meetings.GivenItem("Un"), meetings.GivenItem("Deux", 10)
    meetings.change(sitting, given, [one, two], version=1, by=founder, at=at(9))
    meetings.note_item(sitting.items.get(title="Deux"), "On en a parlé.", by=founder)
    meetings.change(sitting, given, [two, meetings.GivenItem("Trois")], version=2, by=founder, at=at(9))
    kept = list(sitting.items.values_list("rank", "title", "notes"))
    assert kept == [(1, "Deux", "On en a parlé."), (2, "Trois", "")]


@pytest.mark.parametrize(("notice", "lacking"), [(None, 0), (15, 0), (20, 0), (21, 1)])
def test_the_notice_is_counted_from_the_statutes(sitting: Meeting, notice: int | None, lacking: int) -> None:
    sitting.instance.notice_days = notice
    assert short_notice(sitting, on=sitting.day - timedelta(days=20)) == lacking


def test_a_meeting_at_cayenne_is_at_its_own_hour(founder: User) -> None:
    structure = found(
        name="CPTS de Cayenne", codes=["97302"], by=founder, on=FOUNDED_ON, people=[GivenPerson("Eve Fictif", "infirmier")],
        meetings=[],
    )  # fmt: skip
    bureau = instances.add_instance(structure, instances.GivenInstance("bureau", "Bureau"), by=founder)
    form = {
        "title": "Bureau", "day": "2027-07-10", "starts": "18:00", "ends": "19:30", "version": "0",
    }  # fmt: skip
    client = client_of(founder)
    answer = client.post(reverse("governance:plan", args=[structure.slug, bureau.pk]), form)
    assert answer.status_code == 302
    meeting = bureau.meetings.get()
    assert meeting.starts_at == datetime(2027, 7, 10, 21, tzinfo=UTC)
    assert "18\N{NO-BREAK SPACE}h" in said_when(meeting)
    assert "18\N{NO-BREAK SPACE}h" in client.get(answer["Location"]).content.decode()


def test_a_meeting_past_midnight_lasts_what_it_lasts(bureau: Instance, founder: User) -> None:
    """C15: the difference of two instants, on the night when the clocks go back."""
    form = {"title": "Crise", "day": "2026-10-24", "starts": "22:45", "ends": "03:30", "version": "0"}
    answer = client_of(founder).post(
        reverse("governance:plan", args=[bureau.structure.slug, bureau.pk]), form
    )
    assert answer.status_code == 302
    assert bureau.meetings.get(title="Crise").lasts == timedelta(hours=5, minutes=45)


def test_a_task_is_done_once_and_taken_up_again(structure: Structure, founder: User) -> None:
    task = structure.tasks.get()
    decisions.finish(task, on=date(2026, 6, 1), by=founder, at=at(20))
    decisions.finish(task, on=date(2026, 6, 9), by=founder, at=at(20))
    assert Task.objects.get().done_on == date(2026, 6, 1)
    decisions.finish(task, on=None, by=founder, at=at(20))
    assert Task.objects.get().done_on is None


def test_what_leaves_says_who_was_there_and_what_was_decided(sitting: Meeting, founder: User) -> None:
    presences.arrive(sitting, someone(sitting, "Ada"), by=founder, at=at(18))
    vote(sitting, founder, decisions.Hands(1, 0, 0), at(18, 30))
    said = repr(documents.minutes(sitting))
    assert "Ada Fictif" in said
    assert "Max Fictif" not in said
    assert "non atteint" in said
    assert "1 pour, 0 contre" in repr(documents.decisions_sheet(sitting))
    assert "Max Fictif" in repr(documents.attendance(sitting))


def test_who_is_erased_was_there_all_the_same(sitting: Meeting, founder: User) -> None:
    lou = someone(sitting, "Lou")
    presences.arrive(sitting, lou, by=founder, at=at(18))
    lou.delete()
    sheet = sheet_of(sitting, at=at(18, 5))
    assert sheet.there == 1
    assert "Personne effacée" in repr(documents.minutes(sitting))
    assert (
        client_of(founder)
        .get(reverse("governance:attendance", args=[sitting.instance.structure.slug, sitting.pk]))
        .status_code
        == 200
    )


def is_a_title(text: str) -> bool:
    """No number of a point alone, nor a duration."""
    return bool(text) and all(
        read_agenda(written([each])) == [each] for each in (Point(text), Point(text, 5))
    )


titles = st.text(st.sampled_from("abé ( )1.:"), min_size=1, max_size=12).map(str.strip).filter(is_a_title)
minutes = st.none() | st.integers(1, 999)
resolutions = st.sampled_from(["", "Le budget est approuvé.", "Un.\nDeux."])
points = st.lists(st.builds(Point, titles, minutes, resolutions), unique_by=lambda point: point.title)


@given(points)
def test_an_agenda_is_typed_again_as_it_was_read(agenda: list[Point]) -> None:
    assert read_agenda(written(agenda)) == agenda


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Budget 2027 (15 min)", [Point("Budget 2027", 15)]),
        ("Budget\n\n  Élections ( 20 mn )", [Point("Budget"), Point("Élections", 20)]),
        ("Statuts\nRésolution : Adoptés.", [Point("Statuts", None, "Adoptés.")]),
        ("Point (suite)", [Point("Point (suite)")]),
    ],
)
def test_an_agenda_is_read_as_people_write_it(text: str, expected: list[Point]) -> None:
    assert read_agenda(text) == expected


@pytest.mark.parametrize(("text", "said"), [("Résolution : Oui.", "d’abord le point"), ("A\nA", "deux fois")])
def test_an_agenda_that_is_not_clear_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_agenda(text)


@pytest.mark.django_db(transaction=True)
def test_two_hosts_who_decide_at_once_give_two_numbers(
    sitting: Meeting, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    given, keys = decisions.GivenDecision("On le fait."), [uuid4() for _ in range(4)]
    calls = [
        lambda key=key: decisions.decide(sitting, given, key=key, by=founder, at=at(19)) for key in keys * 2
    ]
    made = at_once(*calls)
    assert not [each for each in made if isinstance(each, Exception)]
    assert len({each.pk for each in made}) == len({each.number for each in made}) == len(keys)


@pytest.mark.django_db(transaction=True)
def test_two_hosts_who_tick_at_once_note_one_presence(
    sitting: Meeting, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    ada = someone(sitting, "Ada")
    told = at_once(*[lambda: presences.arrive(sitting, ada, by=founder, at=at(18))] * 4)
    assert not [each for each in told if isinstance(each, Exception)]
    assert sitting.presences.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_hosts_who_convoke_at_once_convoke_once(
    bureau: Instance, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    """J02: one transition, one message each, one line of the trail."""
    begins = timezone.now() + timedelta(days=20)
    given = meetings.GivenMeeting("Bureau", begins, begins + timedelta(hours=2))
    made = meetings.plan(bureau, given, by=founder)
    bureau.structure.people.update(email="personne@example.org")

    def convoke() -> int:
        return meetings.convoke(made, by=founder, at=timezone.now(), site="https://maillage.example/")

    told = at_once(convoke, convoke, convoke)
    assert not [each for each in told if isinstance(each, Exception)]
    invited = made.invitations.count()
    assert Sending.objects.filter(key__startswith=f"governance.convocation {made.pk} ").count() == invited
    assert Entry.objects.filter(sentence__startswith="Convocation").count() == 1
