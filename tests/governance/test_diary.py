"""The dates of somebody, as their own diary follows them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from ical.event import Event, EventStatus
from icalendar import Calendar

from diaries import read_elsewhere
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.governance.models import Instance, Meeting
from maillage.governance.services import instances, meetings
from maillage.people.models import Person
from maillage.people.services.erasing import erase_person
from maillage.people.services.own_card import doors_to, open_diary
from maillage.structures.models import Structure
from maillage.ui.queries import card_data
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db


@pytest.fixture
def max_(structure: Structure, founder: User) -> Person:
    """Max, who holds the link of his card and sits in the bureau; what care puts in diaries is tried in its own tests."""
    structure.module_choices.create(module="soins", is_on=False)
    card = structure.people.get(name="Max Fictif")
    doors_to([card], on=timezone.localdate())
    open_diary(card)
    card = structure.people.get(name="Max Fictif")
    instances.seat(structure.instances.get(), card, instances.GivenMandate("membre", FOUNDED_ON), by=founder)
    return card


def followed(person: Person) -> dict[str, dict[str, object]]:
    """What a diary reads at the address, by title."""
    answer = Client().get(f"{person.door.diary.get_absolute_url()}agenda.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(each["SUMMARY"]): dict(each) for each in Calendar.from_ical(answer.content).walk("VEVENT")}


def convoked(instance: Instance, by: User) -> Meeting:
    begins = timezone.now().replace(microsecond=0) + timedelta(days=30)
    given = meetings.GivenMeeting("Bureau d’hiver", begins, begins + timedelta(hours=2))
    meeting = meetings.plan(instance, given, [meetings.GivenItem("Budget")], by=by)
    meetings.convoke(meeting, by=by, at=timezone.now(), site="https://maillage.example/")
    meeting.refresh_from_db()
    return meeting


def test_nobody_sees_in_their_diary_what_is_only_prepared(max_: Person) -> None:
    assert max_.structure.instances.get().meetings.count() == 2
    assert followed(max_) == {}


def test_a_date_moves_and_is_called_off_under_one_name(max_: Person, founder: User) -> None:
    """C03, C06: instants in UTC, one identifier, a version that grows, and a cancellation that travels."""
    meeting, now = convoked(max_.structure.instances.get(), founder), timezone.now()
    first = followed(max_)["Bureau d’hiver"]
    assert first["DTSTART"].dt == meeting.starts_at
    later = meeting.starts_at + timedelta(days=1)
    given = meetings.GivenMeeting("Bureau d’hiver", later, later + timedelta(hours=2))
    meetings.change(meeting, given, [], version=meeting.version, by=founder, at=now)
    moved = followed(max_)["Bureau d’hiver"]
    meetings.cancel(meeting, "Salle fermée", by=founder, at=now)
    off = followed(max_)["ANNULÉ\N{NO-BREAK SPACE}: Bureau d’hiver"]
    assert first["UID"] == moved["UID"] == off["UID"]
    assert first["SEQUENCE"] < moved["SEQUENCE"] < off["SEQUENCE"]
    assert off["STATUS"] == "CANCELLED"
    assert off["DTSTART"].dt == later


def test_another_reader_follows_a_date_that_moves_and_is_called_off(max_: Person, founder: User) -> None:
    """Read by a library that did not write it: the same event, each time newer."""
    meeting, now = convoked(max_.structure.instances.get(), founder), timezone.now()
    later = meeting.starts_at + timedelta(days=1)

    def event() -> Event:
        answer = Client().get(f"{max_.door.diary.get_absolute_url()}agenda.ics")
        (found,) = read_elsewhere(answer.content).events
        return found

    first = event()
    given = meetings.GivenMeeting("Bureau d’hiver", later, later + timedelta(hours=2))
    meetings.change(meeting, given, [], version=meeting.version, by=founder, at=now)
    moved = event()
    meetings.cancel(meeting, "Salle fermée", by=founder, at=now)
    off = event()
    assert first.uid == moved.uid == off.uid
    assert (first.sequence, moved.sequence, off.sequence) == (0, 1, 2)
    assert (first.dtstart, moved.dtstart, off.dtstart) == (later - timedelta(days=1), later, later)
    assert (first.status, moved.status, off.status) == (
        EventStatus.CONFIRMED, EventStatus.CONFIRMED, EventStatus.CANCELLED,
    )  # fmt: skip


def test_the_feed_needs_no_table_of_time_zones(max_: Person, founder: User) -> None:
    """C04: read by hand, without any library."""
    meeting = convoked(max_.structure.instances.get(), founder)
    raw = Client().get(f"{max_.door.diary.get_absolute_url()}agenda.ics").content.decode()
    lines = dict(line.split(":", 1) for line in raw.split("\r\n") if line.startswith(("DTSTART", "DTEND")))
    read = {
        key: datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for key, value in lines.items()
    }
    assert read == {"DTSTART": meeting.starts_at, "DTEND": meeting.ends_at}
    assert "VTIMEZONE" not in raw


def test_the_home_of_somebody_says_their_meetings_and_tasks(max_: Person, founder: User) -> None:
    convoked(max_.structure.instances.get(), founder)
    task = max_.structure.tasks.get()
    task.owner = max_
    task.save()
    page = Client().get(max_.door.link.get_absolute_url()).content.decode()
    assert "Bureau d’hiver" in page
    assert "Envoyer le budget" in page


def test_a_module_switched_off_fills_no_diary(max_: Person, founder: User) -> None:
    convoked(max_.structure.instances.get(), founder)
    max_.structure.module_choices.create(module="gouvernance", is_on=False)
    assert followed(max_) == {}


def test_the_address_of_a_diary_opens_nothing_else(max_: Person) -> None:
    assert Client().get(max_.door.diary.step("copie")).status_code == 404
    assert Client().get(f"{max_.door.link.get_absolute_url()}agenda.ics").status_code == 404


def test_asked_twice_it_is_the_same_address(max_: Person) -> None:
    page = max_.door.link.get_absolute_url()
    url = f"{Client().get(page).wsgi_request.build_absolute_uri('/')[:-1]}{max_.door.diary.get_absolute_url()}agenda.ics"
    assert Client().post(max_.door.link.step("suivre")).status_code == 302
    assert url in Client().get(page).content.decode()


def test_it_leads_nowhere_once_the_card_is_erased(max_: Person, founder: User) -> None:
    address = max_.door.diary.get_absolute_url()
    erase_person(max_, by=founder)
    assert Client().get(address).status_code == 404


def test_the_card_of_somebody_says_where_they_sit_and_what_they_are_to_do(
    max_: Person, founder: User
) -> None:
    ada = max_.structure.people.get(name="Ada Fictif")
    page = client_of(founder).get(reverse("people:card", args=[ada.structure.slug, ada.pk])).content.decode()
    assert "présidence" in page
    assert "1 réunion en un an" in page.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")
    assert "Envoyer le budget" in page


def test_presences_leave_with_their_minutes(max_: Person, founder: User) -> None:
    url = reverse("governance:presences_file", args=[max_.structure.slug, "csv"])
    said = client_of(founder).get(url).content.decode("utf-8-sig")
    assert "Ada Fictif" in said
    assert ";120;" in said


def test_the_copy_of_a_card_says_meetings_in_words(max_: Person, founder: User) -> None:
    """As a document, and for another program."""
    task = max_.structure.tasks.get()
    task.owner = max_
    task.save()
    link = max_.door.link
    assert Client().get(link.step("copie"))["Content-Type"] == "application/pdf"
    told = Client().get(link.step("donnees")).content.decode()
    assert "Envoyer le budget" in told
    for lines in card_data(max_).values():
        assert all(isinstance(words, str) for line in lines for words in line.values())
