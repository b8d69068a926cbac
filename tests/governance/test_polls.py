"""Dates that are proposed, answered without account, and the meeting they lead to."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.governance.apps import GovernanceConfig
from maillage.governance.enums import MeetingState
from maillage.governance.forms.polls import PollForm
from maillage.governance.models import Instance, Meeting, Poll, PollReply
from maillage.governance.queries.own import own_lines
from maillage.governance.queries.polls import dates_of, lines_of, replies_to, said_date
from maillage.governance.rules import Tally, best_of
from maillage.governance.services import instances, polls
from maillage.kernel import BadInput
from maillage.links.models import Link
from maillage.mail.models import Sending
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import told
from maillage.structures.services import erase
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
SITE = "https://maillage.example/"
ROOM = GovernanceConfig.create("maillage.governance")
NOW = timezone.now().replace(microsecond=0)
FIRST = NOW + timedelta(days=30)
TWO_HOURS = timedelta(hours=2)


@pytest.fixture
def bureau(structure: Structure, founder: User) -> Instance:
    """Ada and Max sit there, and have an address."""
    kept, max_ = structure.instances.get(), structure.people.get(name="Max Fictif")
    instances.seat(kept, max_, instances.GivenMandate("membre", FOUNDED_ON), by=founder)
    structure.people.update(email="personne@example.org")
    return kept


def proposed(bureau: Instance, by: User, dates: int = 3, **more: Any) -> Poll:
    hours = [
        (FIRST + timedelta(days=each), FIRST + timedelta(days=each) + TWO_HOURS) for each in range(dates)
    ]
    told = polls.GivenPoll("Bureau d’hiver", hours, NOW + timedelta(days=10), **more)
    return polls.propose(bureau, told, key=uuid4(), by=by, at=NOW, site=SITE)


@pytest.fixture
def poll(bureau: Instance, founder: User) -> Poll:
    return proposed(bureau, founder)


def line_of(poll: Poll, name: str) -> PollReply:
    return poll.replies.select_related("link", "poll__instance").get(person__name=f"{name} Fictif")


def says(poll: Poll, *said: str) -> dict[str, str]:
    """What a form sends: of each date in order."""
    return {f"date_{each.pk}": suits for each, suits in zip(poll.dates.all(), said, strict=False)}


def send(line: PollReply, *said: str, name: str = "") -> Any:
    data = {"name": name or line.name, "key": str(uuid4()), **says(line.poll, *said)}
    return Client().post(line.link.get_absolute_url(), data, follow=True)


def tallies(poll: Poll) -> list[tuple[int, int, int]]:
    found = (each.tally for each in dates_of(poll, at=NOW).columns)
    return [(each.yes, each.maybe, each.no) for each in found]


def shared(poll: Poll, by: User) -> str:
    polls.share(poll, is_shared=True, by=by, at=NOW)
    return poll.shared.get_absolute_url()


TALLIES = st.lists(
    st.builds(Tally, st.uuids().map(lambda key: key.int), *[st.integers(0, 5)] * 3), max_size=12
)


@given(TALLIES)
def test_the_best_date_is_beaten_by_none(found: list[Tally]) -> None:
    best = best_of(found)
    by_date = {each.date: each for each in found}
    for chosen in best:
        won = by_date[chosen]
        assert won.yes
        assert not [each for each in found if (each.yes, -each.no) > (won.yes, -won.no)]
    assert bool(best) == any(each.yes for each in found)


def test_each_is_written_a_link_of_their_own(poll: Poll) -> None:
    sent = [each.body for each in Sending.objects.filter(key__startswith="governance.dates")]
    for name in ("Ada", "Max"):
        where = f"{SITE.rstrip('/')}{line_of(poll, name).link.get_absolute_url()}"
        assert sum(where in body for body in sent) == 1
    assert len(sent) == 2


def test_a_form_sent_twice_proposes_once(bureau: Instance, founder: User) -> None:
    told = polls.GivenPoll(
        "Bureau", [(FIRST, FIRST + TWO_HOURS), (FIRST + TWO_HOURS, FIRST + 2 * TWO_HOURS)], FIRST
    )
    key = uuid4()
    one, two = (polls.propose(bureau, told, key=key, by=founder, at=NOW, site=SITE) for _ in range(2))
    assert one == two
    assert Sending.objects.filter(key__startswith="governance.dates").count() == 2


@pytest.mark.parametrize("count", [1, 13])
def test_dates_are_from_two_to_twelve(bureau: Instance, founder: User, count: int) -> None:
    with pytest.raises(BadInput, match="deux à douze"):
        proposed(bureau, founder, count)


def test_it_closes_before_its_first_date(bureau: Instance, founder: User) -> None:
    hours = [(FIRST, FIRST + TWO_HOURS), (FIRST + TWO_HOURS, FIRST + 2 * TWO_HOURS)]
    late = polls.GivenPoll("Bureau", hours, FIRST + timedelta(seconds=1))
    with pytest.raises(BadInput, match="après la première"):
        polls.propose(bureau, late, key=uuid4(), by=founder, at=NOW, site=SITE)


def test_hours_are_those_of_the_territory_through_a_change_of_clocks(structure: Structure) -> None:
    """C02: 20:30 before and after the change; 09:00 on its very day."""
    data = {
        "title": "Bureau", "length": "90", "closes_on": "2027-01-05", "key": str(uuid4()), "shows_results": "on",
        "day_1": "2027-01-12", "starts_1": "20:30", "day_2": "2027-06-29", "starts_2": "20:30",
        "day_3": "2027-03-28", "starts_3": "09:00",
    }  # fmt: skip
    form = PollForm(structure, data)
    assert form.is_valid(), form.errors
    assert [each[0] for each in form.hours] == [
        datetime(2027, 1, 12, 19, 30, tzinfo=UTC),
        datetime(2027, 6, 29, 18, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 7, tzinfo=UTC),
    ]
    assert {each[1] - each[0] for each in form.hours} == {timedelta(minutes=90)}
    paris = ZoneInfo("Europe/Paris")
    assert form.given().closes_at == datetime.combine(date(2027, 1, 6), time(), paris)


def test_an_hour_that_never_comes_and_a_day_without_hour_are_said(structure: Structure) -> None:
    data = {"day_1": "2027-03-28", "starts_1": "02:30", "day_2": "2027-04-01", "length": "60"}
    form = PollForm(structure, data)
    assert not form.is_valid()
    assert "horloges avancent" in str(form.errors["starts_1"])
    assert "donnez les deux" in str(form.errors["starts_2"])


def test_a_link_that_is_opened_answers_nothing(poll: Poll) -> None:
    for _ in range(3):
        assert Client().get(line_of(poll, "Max").link.get_absolute_url()).status_code == 200
    assert line_of(poll, "Max").replied_at is None
    assert tallies(poll) == [(0, 0, 0)] * 3


def test_the_last_answer_holds(poll: Poll) -> None:
    for said in (("oui", "oui", "oui"), ("non", "besoin")):
        assert send(line_of(poll, "Max"), *said).status_code == 200
    assert tallies(poll) == [(0, 0, 1), (0, 1, 0), (0, 0, 0)]


def test_another_name_by_the_same_link_replaces_and_says_so(poll: Poll, founder: User) -> None:
    """One link is one line, whoever holds it; the host sees that it was lent."""
    send(line_of(poll, "Max"), "oui")
    page = send(line_of(poll, "Max"), "non", name="Lou Fictif").content.decode()
    assert "remplace celle de Max Fictif" in page
    assert tallies(poll)[0] == (0, 0, 1)
    line = lines_of(replies_to(poll), [])[0]
    assert (line.reply.name, line.is_lent) == ("Lou Fictif", True)
    url = reverse("governance:poll", args=[poll.instance.structure.slug, poll.pk])
    assert "par le lien de Max Fictif" in client_of(founder).get(url).content.decode()


def test_answers_are_told_by_pages_and_counted_whole(
    poll: Poll, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maillage.ui.queries.ROWS", 1)
    for name in ("Ada", "Max"):
        send(line_of(poll, name), "oui")
    url = reverse("governance:poll", args=[poll.instance.structure.slug, poll.pk])
    pages = [client_of(founder).get(url, {"page": page}).content.decode() for page in (1, 2)]
    assert [page.count(">Oui</td>") for page in pages] == [1, 1]
    assert all("2 oui, 0 si besoin, 0 non" in page and "Page" in page for page in pages)


def test_a_name_is_no_key(poll: Poll, founder: User) -> None:
    """C07: two people of one name are two lines, and the second is told; each changes only its own."""
    door = shared(poll, founder)
    pages = []
    for said, name in (("oui", "Dr Martin"), ("non", "dr  martin")):
        data = {"name": name, "key": str(uuid4()), **says(poll, said)}
        pages.append(Client().post(door, data, follow=True))
    assert "déjà répondu sous ce nom" not in pages[0].content.decode()
    assert "déjà répondu sous ce nom" in pages[1].content.decode()
    assert tallies(poll)[0] == (1, 0, 1)
    own = pages[1].redirect_chain[0][0]
    assert own != door
    Client().post(own, {"name": "Dr Martin", "key": str(uuid4()), **says(poll, "besoin")})
    assert tallies(poll)[0] == (1, 1, 0)


def test_two_lines_of_one_person_are_joined_and_say_so(poll: Poll, founder: User) -> None:
    """C07: a line by the shared link goes into another; what that one says of a date stands."""
    door = shared(poll, founder)
    for said, name in ((("oui", "non"), "Max F."), (("oui",), "Eve")):
        Client().post(door, {"name": name, "key": str(uuid4()), **says(poll, *said)})
    send(line_of(poll, "Max"), "non")
    own, typed = line_of(poll, "Max"), poll.replies.get(name="Max F.")
    its_door = typed.link.get_absolute_url()
    client, slug = client_of(founder), poll.instance.structure.slug
    url = reverse("governance:join_reply", args=[slug, poll.pk, typed.pk])
    assert (
        "de la même personne" in client.get(reverse("governance:poll", args=[slug, poll.pk])).content.decode()
    )
    for wrong in ("", "x", "0", str(typed.pk), "9" * 40):
        client.post(url, {"into": wrong})
    assert poll.replies.filter(pk=typed.pk).exists()
    client.post(url, {"into": str(own.pk)})
    assert list(own.answers.order_by("date").values_list("suits", flat=True)) == ["non", "non"]
    assert not poll.replies.filter(pk=typed.pk).exists()
    assert Client().get(its_door).status_code == 404
    assert Entry.objects.filter(sentence__contains="Réponses jointes").count() == 1
    with pytest.raises(BadInput, match="ne se joint pas"):
        polls.join_replies(poll.replies.get(name="Eve"), own, by=founder)


@pytest.mark.parametrize("viewer", ["Indian/Reunion", "America/Guadeloupe", "UTC"])
def test_a_date_is_the_same_wherever_it_is_read(poll: Poll, viewer: str) -> None:
    """C01: on the clocks of the territory, whatever those of who opens the page; a date always has its hours."""
    date_ = poll.dates.all()[0]
    here = said_date(poll, date_)
    with timezone.override(ZoneInfo(viewer)):
        assert said_date(Poll.objects.get(pk=poll.pk), date_) == here


def test_by_the_shared_link_twice_the_same_form_is_one_line(poll: Poll, founder: User) -> None:
    door, data = shared(poll, founder), {"name": "Dr Martin", "key": str(uuid4()), **says(poll, "oui")}
    for _ in range(2):
        Client().post(door, data)
    assert poll.replies.filter(person=None).count() == 1


def test_the_shared_link_is_closed_until_somebody_opens_it(poll: Poll, founder: User) -> None:
    door = poll.shared.get_absolute_url()
    assert Client().get(door).status_code == 404
    shared(poll, founder)
    assert Client().get(door).status_code == 200
    polls.share(poll, is_shared=False, by=founder, at=NOW)
    data = {"name": "Dr Martin", "key": str(uuid4()), **says(poll, "oui")}
    assert Client().post(door, data).status_code == 404
    assert not poll.replies.filter(person=None).exists()


def test_who_sits_there_is_not_told_to_whoever_holds_a_link(poll: Poll, founder: User) -> None:
    send(line_of(poll, "Ada"), "oui")
    for where in (shared(poll, founder), line_of(poll, "Max").link.get_absolute_url()):
        assert "Ada" not in Client().get(where).content.decode()
    assert "1 oui" not in Client().get(line_of(poll, "Max").link.get_absolute_url()).content.decode()
    assert "1 oui" in send(line_of(poll, "Max"), "non").content.decode()


def test_results_may_be_kept_for_the_host(bureau: Instance, founder: User) -> None:
    kept = proposed(bureau, founder, shows_results=False)
    assert "Ce que disent les autres" not in send(line_of(kept, "Max"), "oui").content.decode()


def test_changing_a_date_keeps_what_was_said_of_the_others(poll: Poll, founder: User) -> None:
    """C08: one is taken back, one added; answers stay, and one message says what changed."""
    send(line_of(poll, "Max"), "oui", "oui", "non")
    gone = poll.dates.all()[0]
    later = (FIRST + timedelta(days=9), FIRST + timedelta(days=9) + TWO_HOURS)
    polls.change_dates(poll, added=[later], withdrawn=[gone.pk], by=founder, at=NOW)
    assert tallies(poll) == [(1, 0, 0), (0, 0, 1), (0, 0, 0)]
    sent = Sending.objects.filter(key__startswith="governance.dates_changed")
    assert sent.count() == 1  # Ada, who said nothing, learns nothing of it
    assert "Ajoutée" in sent.get().body
    assert "Retirée" in sent.get().body
    polls.change_dates(poll, added=[(gone.starts_at, gone.ends_at)], withdrawn=[], by=founder, at=NOW)
    assert tallies(poll)[0] == (1, 0, 0)


def test_a_date_taken_back_meanwhile_is_left_out(poll: Poll, founder: User) -> None:
    line, gone = line_of(poll, "Max"), poll.dates.all()[0]
    said = says(poll, "oui", "oui")
    polls.change_dates(poll, added=[], withdrawn=[gone.pk], by=founder, at=NOW)
    Client().post(line.link.get_absolute_url(), {"name": "Max", "key": str(uuid4()), **said})
    assert tallies(poll)[0] == (1, 0, 0)
    assert not line.answers.filter(date=gone).exists()


def test_it_closes_by_itself_and_writes_the_meeting_once(poll: Poll) -> None:
    send(line_of(poll, "Max"), "oui", "oui", "non")
    send(line_of(poll, "Ada"), "non", "oui", "oui")
    ROOM.do_due(poll.closes_at - timedelta(seconds=1))
    assert not Meeting.objects.filter(title=poll.title).exists()
    for _ in range(2):
        ROOM.do_due(poll.closes_at)
    meeting = Meeting.objects.get(title=poll.title)
    assert (meeting.state, meeting.starts_at) == (MeetingState.DRAFT, FIRST + timedelta(days=1))
    poll.refresh_from_db()
    assert poll.meeting == meeting
    sent = Sending.objects.filter(key__startswith="governance.dates_closed")
    assert [("La date retenue" in each.body) for each in sent] == [True]


@pytest.mark.parametrize("said", [(), ("oui", "oui"), ("besoin",)])
def test_when_none_wins_the_host_chooses(poll: Poll, founder: User, said: tuple[str, ...]) -> None:
    if said:
        send(line_of(poll, "Max"), *said)
    ROOM.do_due(poll.closes_at)
    assert not Meeting.objects.filter(title=poll.title).exists()
    url = reverse("governance:poll", args=[poll.instance.structure.slug, poll.pk])
    assert "choisissez" in client_of(founder).get(url).content.decode()
    meeting = polls.choose(poll, poll.dates.all()[2], by=founder, at=poll.closes_at)
    assert meeting.starts_at == FIRST + timedelta(days=2)


def test_nobody_answers_once_it_is_closed(poll: Poll, founder: User) -> None:
    line = line_of(poll, "Max")
    with pytest.raises(BadInput, match="fermé"):
        polls.reply(line, "Max", {poll.dates.all()[0].pk: "oui"}, at=poll.closes_at)
    polls.choose(poll, poll.dates.all()[0], by=founder, at=NOW)
    page = send(line, "oui")
    assert page.status_code == 422
    assert tallies(poll)[0] == (0, 0, 0)


def test_a_date_that_has_passed_is_not_chosen(poll: Poll, founder: User) -> None:
    """A worker that was away for a month proposes nothing of the past."""
    send(line_of(poll, "Max"), "oui")
    ROOM.do_due(FIRST + timedelta(hours=1))
    assert not Meeting.objects.filter(title=poll.title).exists()
    with pytest.raises(BadInput, match="passée"):
        polls.choose(poll, poll.dates.all()[0], by=founder, at=FIRST + timedelta(hours=1))


def test_links_go_with_the_structure_with_a_card_and_after_a_year(
    bureau: Instance, poll: Poll, founder: User
) -> None:
    before = Link.objects.filter(purpose__in=[polls.DOOR, polls.SHARED_DOOR])
    own = polls.links_of(Poll.objects.filter(pk=poll.pk))
    links = before.filter(pk__in=own)
    assert links.count() == 3
    line_of(poll, "Max").delete()
    ROOM.daily_work(timezone.localdate())
    assert links.count() == 2
    polls.close(poll, now=poll.closes_at)
    polls.forget_past(poll.closes_at + polls.KEPT_FOR + timedelta(days=1))
    assert not links.exists()
    assert not Poll.objects.filter(pk=poll.pk).exists()
    erase(bureau.structure, by=founder)
    assert not before.exists()


@pytest.mark.django_db(transaction=True)
def test_at_once_no_answer_is_counted_twice_and_one_meeting_is_written(
    poll: Poll, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    line, dates = line_of(poll, "Max"), list(poll.dates.all())
    key, said = uuid4(), {dates[0].pk: "oui"}
    polls.share(poll, is_shared=True, by=founder, at=NOW)
    told = at_once(
        *[lambda: polls.reply(line, "Max Fictif", said, at=NOW)] * 2,
        *[lambda: polls.reply_by_name(poll, "Dr Martin", said, key=key, at=NOW)] * 2,
    )
    assert not [each for each in told if isinstance(each, Exception)]
    assert tallies(poll)[0] == (2, 0, 0)
    told = at_once(
        *[lambda: polls.choose(poll, dates[1], by=founder, at=NOW)] * 2,
        *[lambda: polls.close(poll, now=poll.closes_at)] * 2,
    )
    assert not [each for each in told if isinstance(each, Exception)]
    assert Meeting.objects.filter(title=poll.title).count() == 1


def test_nothing_said_is_refused_in_words(poll: Poll, founder: User) -> None:
    for door in (line_of(poll, "Max").link.get_absolute_url(), shared(poll, founder)):
        answer = Client().post(door, {"name": "Max Fictif", "key": str(uuid4())})
        assert answer.status_code == 422
        assert "une date au moins" in answer.content.decode()
    assert tallies(poll) == [(0, 0, 0)] * 3


def test_who_answered_the_dates_is_not_asked_again(poll: Poll) -> None:
    def asked(person: Person) -> list[str]:
        return [each.verb for each in told([own_lines(person)]) if poll.title in each.sentence]

    line = poll.replies.select_related("person").all()[0]
    assert line.person
    assert asked(line.person) == ["Répondre"]
    polls.reply(line, line.name, {poll.dates.all()[0].pk: "oui"}, at=NOW)
    assert asked(line.person) == ["Changer ma réponse"]


def test_an_answer_says_of_which_date_it_is(poll: Poll, founder: User) -> None:
    """On a telephone the table has no heads: each answer carries its date."""
    line, dates = poll.replies.all()[0], poll.dates.all()
    polls.reply(line, line.name, {dates[1].pk: "oui"}, at=NOW)
    when = [each.when for each in dates_of(poll, at=NOW).columns]
    page = client_of(founder).get(reverse("governance:poll", args=[poll.instance.structure.slug, poll.pk]))
    assert f'<td data-label="{when[1]}">Oui</td>' in page.content.decode()
    assert page.content.decode().count("<td data-label=") == len(when)


def test_a_refusal_is_read_on_the_page_and_what_was_typed_is_kept(bureau: Instance, founder: User) -> None:
    data = {"title": "Bureau", "length": "90", "closes_on": "2030-01-01", "key": str(uuid4())}
    url = reverse("governance:propose", args=[bureau.structure.slug, bureau.pk])
    page = client_of(founder).post(
        url, {**data, "day_1": "2030-05-02", "starts_1": "20:00", "place": "Montauban"}
    )
    assert page.status_code == 422
    assert "de deux à douze dates" in page.content.decode()
    assert 'value="2030-05-02"' in page.content.decode()
    poll = proposed(bureau, founder, 2)
    where = reverse("governance:change_dates", args=[bureau.structure.slug, poll.pk])
    page = client_of(founder).post(where, {"length": "90", "withdrawn": [poll.dates.all()[0].pk]})
    assert page.status_code == 422
    assert "de deux à douze dates" in page.content.decode()
