"""The pages of whoever comes, without account: reading changes nothing, and nobody learns who else comes."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from diaries import read_elsewhere
from house import hostile
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.directory.models import Person
from maillage.links.models import Link
from maillage.mail.models import Recipient
from maillage.outreach.enums import Seat
from maillage.outreach.models import Event, Registration
from maillage.outreach.queries.diary import in_a_diary
from maillage.outreach.rules import when
from maillage.outreach.services import events as services
from maillage.people.services import erase_person
from maillage.structures.models import Structure
from outreach.events import BEFORE, DAY, EVENING, announced, come, given, move, seats
from tables.books import plain

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
SENT = {"name": "Lou Fictif", "profession": "infirmier", "email": "lou@example.org", "phone": ""}


@pytest.fixture
def evening(structure: Structure, founder: User) -> Event:
    """To come, whatever the day of the test."""
    Event.objects.all().delete()
    now = timezone.now()
    return announced(
        structure, founder, at=now, starts_at=now + 40 * DAY, capacity=1, access_url="https://visio.example/x"
    )


def sent(event: Event, **fields: str) -> dict[str, str]:
    return {**SENT, "key": str(uuid4()), **fields}


def state() -> list[tuple[object, ...]]:
    return [*Registration.objects.values_list(), *Event.objects.values_list()]


def test_reading_a_link_as_a_mail_filter_does_changes_nothing(evening: Event) -> None:
    lou = come(evening, at=timezone.now())
    before = state()
    for link in (evening.link, lou.link):
        assert link
        for step in ("", "merci/", "agenda/", "attestation/"):
            for _ in range(2):
                Client().get(f"{link.get_absolute_url()}{step}")
                Client().head(f"{link.get_absolute_url()}{step}")
    assert state() == before


def test_a_machine_that_presses_the_one_button_of_a_registration_changes_nothing(evening: Event) -> None:
    lou = come(evening, at=timezone.now())
    assert lou.link
    before = state()
    assert Client().post(lou.link.get_absolute_url()).status_code == 422
    assert state() == before
    for choice, seat in (("non", Seat.CANCELLED), ("oui", Seat.SEATED)):
        Client().post(lou.link.get_absolute_url(), {"comes": choice})
        assert Registration.objects.get(pk=lou.pk).seat == seat


def test_a_stranger_registers_and_cannot_tell_who_was_registered_already(
    evening: Event, client: Client
) -> None:
    url = evening.link.get_absolute_url()
    lou = come(evening, at=timezone.now())  # the one seat
    pages = []
    for name in ("Lou", "Kim"):  # the second is nobody that one knows
        said = sent(
            evening, name=f"{name} Fictif", email="l@example.org" if name == "Kim" else "lou@example.org"
        )
        pages.append(Client().post(url, said, follow=True).content.split(b"<main")[1])
    assert pages[0] == pages[1]
    assert "Liste d’attente, rang 1" in pages[1].decode()
    assert seats(evening) == {"lou": Seat.SEATED, "kim": Seat.WAITING}
    assert Registration.objects.get(pk=lou.pk).turn == lou.turn
    other = Client().get(url).content.decode()
    assert "Lou" not in other
    assert "visio.example" not in other


def test_what_is_refused_says_where(evening: Event, client: Client) -> None:
    url = evening.link.get_absolute_url()
    response = client.post(url, sent(evening, name="123", email="lou", phone="12", profession="dompteur"))
    assert response.status_code == 422
    assert response.content.decode().count("field-error") >= 4


def test_a_registration_shows_its_name_first_and_how_to_connect_only_to_who_has_a_seat(
    evening: Event, client: Client
) -> None:
    lou, jo = come(evening, at=timezone.now()), come(evening, "jo", at=timezone.now())
    assert lou.link
    assert jo.link
    seated = client.get(lou.link.get_absolute_url()).content.decode()
    waiting = client.get(jo.link.get_absolute_url()).content.decode()
    assert "<h1>Lou Fictif</h1>" in seated
    assert "visio.example" in seated
    assert "au rang 1" in waiting
    assert "visio.example" not in waiting


def test_the_organiser_reads_what_somebody_was_written(
    structure: Structure, founder: User, evening: Event, client: Client
) -> None:
    lou = come(evening, at=timezone.now())
    come(evening, "jo", email=lou.email, at=timezone.now())
    client.force_login(founder)
    page = client.get(
        reverse("outreach:registration", args=[structure.slug, evening.pk, lou.pk])
    ).content.decode()
    assert page.count("Votre place est retenue") == 1
    assert "liste d’attente\N{NO-BREAK SPACE}:" not in page


def test_a_draft_is_nowhere_and_a_cancelled_event_says_why(
    structure: Structure, founder: User, evening: Event, client: Client
) -> None:
    draft = services.plan_event(structure, given(), by=founder)
    assert client.get(draft.link.get_absolute_url()).status_code == 404
    services.cancel_event(evening, "Intervenant absent", by=founder, at=timezone.now())
    page = client.get(evening.link.get_absolute_url()).content.decode()
    assert "Intervenant absent" in page
    assert 'name="email"' not in page


def test_too_many_from_one_connection_keep_what_was_typed(
    evening: Event, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maillage.outreach.views.coming.seconds_to_wait", lambda *_, **__: 60)
    response = client.post(evening.link.get_absolute_url(), sent(evening))
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "Lou Fictif" in response.content.decode()


@pytest.mark.parametrize("field", ["name", "profession", "email", "phone", "key"])
def test_nothing_that_is_typed_at_the_doors_breaks_them(evening: Event, field: str) -> None:
    lou = come(evening, at=timezone.now())
    assert lou.link
    for value in hostile.near("sent"):
        typed = sent(evening) | {field: value}
        assert Client().post(
            evening.link.get_absolute_url(), urlencode(typed, errors="surrogatepass"), FORM
        ).status_code in {302, 422}
        body = urlencode({"comes": value}, errors="surrogatepass")
        assert Client().post(lou.link.get_absolute_url(), body, FORM).status_code == 422


# Diaries


def in_diary(event: Event, *, seated: bool = False) -> tuple[str, Calendar]:
    content = in_a_diary(event, "https://maillage.example/l/x/", at=BEFORE, seated=seated)
    return content.decode(), Calendar.from_ical(content)


def test_a_diary_reads_the_same_hour_without_a_table_of_zones(structure: Structure, founder: User) -> None:
    event = announced(structure, founder, starts_at=datetime(2027, 7, 10, 16, tzinfo=UTC))
    text, calendar = in_diary(event)
    assert "DTSTART:20270710T160000Z" in text
    assert "DTSTAMP:20261102T090000Z" in text
    assert "TZID" not in text
    (entry,) = calendar.walk("VEVENT")
    assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(hours=2)


def test_a_diary_replaces_what_moved_and_keeps_what_is_called_off(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder)
    first = in_diary(event)[1].walk("VEVENT")[0]
    moved = move(event, founder, at=BEFORE, starts_at=EVENING + DAY)
    second = in_diary(moved)[1].walk("VEVENT")[0]
    off = services.cancel_event(event, "Neige", by=founder, at=BEFORE)
    third = in_diary(off)[1].walk("VEVENT")[0]
    assert first["uid"] == second["uid"] == third["uid"]
    assert first["sequence"] < second["sequence"] < third["sequence"]
    assert (third["status"], third.decoded("dtstart")) == ("CANCELLED", EVENING + DAY)
    assert str(third["summary"]).startswith("ANNULÉ")


def test_another_reader_finds_the_evening_that_moved(structure: Structure, founder: User) -> None:
    """Read by a library that did not write it."""
    event = announced(structure, founder)
    moved = move(event, founder, at=BEFORE, starts_at=EVENING + DAY)
    off = services.cancel_event(event, "Neige", by=founder, at=BEFORE)
    read = [read_elsewhere(in_diary(each)[0].encode()).events[0] for each in (event, moved, off)]
    assert len({each.uid for each in read}) == 1
    assert [each.sequence for each in read] == [event.version, moved.version, off.version]
    assert [each.dtstart for each in read] == [EVENING, EVENING + DAY, EVENING + DAY]
    assert [each.status for each in read] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_no_title_writes_another_line_of_a_diary(structure: Structure, founder: User) -> None:
    event = announced(structure, founder, title="A\r\nATTENDEE:x; b, c\\n " + "é" * 100, place="Salle\nX-Y:1")
    text, calendar = in_diary(event)
    assert not [line for line in text.splitlines() if line.startswith(("ATTENDEE", "X-Y"))]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "é" * 100 in str(calendar.walk("VEVENT")[0]["summary"])


def test_how_to_connect_is_in_the_diary_of_who_has_a_seat_alone(evening: Event, client: Client) -> None:
    lou = come(evening, at=timezone.now())
    assert lou.link
    own = client.get(reverse("links:step", args=[lou.link.token, "agenda"]))
    everyone = client.get(reverse("links:step", args=[evening.link.token, "agenda"]))
    assert own["Content-Type"].startswith("text/calendar")
    assert b"visio.example" in own.content
    assert b"visio.example" not in everyone.content


def test_erasing_who_came_leaves_no_link_that_leads_nowhere(
    evening: Event, structure: Structure, founder: User
) -> None:
    others = set(Link.objects.values_list("pk", flat=True))
    card = structure.people.get(name="Max Fictif")
    type(card).objects.filter(pk=card.pk).update(email="max@example.org")
    max_ = come(evening, "max", at=timezone.now())
    assert (max_.person_id, max_.link is not None) == (card.pk, True)
    lou = come(evening, at=timezone.now())
    erase_person(card, by=founder)
    assert set(Link.objects.filter(purpose=services.OWN_DOOR).exclude(pk__in=others)) == {lou.link}
    max_.refresh_from_db()
    assert (max_.name, max_.link_id, max_.profession) == ("", None, "infirmier")


# Another link, because the first was lost, or lent


def ask_for_a_link(event: Event, email: str) -> int:
    return Client().post(f"{event.link.get_absolute_url()}lien/", {"email": email}).status_code


def test_a_link_asked_anew_comes_by_mail_and_the_old_one_dies(evening: Event) -> None:
    lou = come(evening, at=timezone.now())
    assert lou.link
    old = lou.link.get_absolute_url()
    assert ask_for_a_link(evening, "LOU@example.org") == 302
    lou = Registration.objects.get(pk=lou.pk)
    assert lou.link
    new = lou.link.get_absolute_url()
    assert [Client().get(url).status_code for url in (old, new)] == [404, 200]
    row = Recipient.objects.order_by("-pk")[0]
    assert (row.address, new in row.sending.body, old in row.sending.body) == ("lou@example.org", True, False)


def test_the_link_of_a_message_leads_though_one_clicked_twice(evening: Event) -> None:
    now = timezone.now()
    come(evening, at=now)
    assert [services.renew_own(evening, "lou@example.org", at=now) for _ in range(2)] == [1, 1]
    sent = Recipient.objects.order_by("-pk")[0].sending
    lou = Registration.objects.get(email="lou@example.org")
    assert lou.link
    assert lou.link.get_absolute_url() in sent.body


def test_whoever_asks_learns_nothing_and_nobody_is_flooded(evening: Event) -> None:
    come(evening, at=timezone.now())
    before = Recipient.objects.count()
    page = (
        Client()
        .post(f"{evening.link.get_absolute_url()}lien/", {"email": "kim@example.org"}, follow=True)
        .content.decode()
    )
    assert "Si une inscription porte" in page
    assert Recipient.objects.count() == before
    assert [ask_for_a_link(evening, "lou@example.org") for _ in range(5)] == [302, 302, 302, 429, 429]
    assert ask_for_a_link(evening, "lou") == 422


def test_reading_the_page_that_renews_renews_nothing(evening: Event) -> None:
    lou = come(evening, at=timezone.now())
    before = Link.objects.get(pk=lou.link_id).token
    for _ in range(3):
        assert Client().get(f"{evening.link.get_absolute_url()}lien/").status_code == 302
    assert Link.objects.get(pk=lou.link_id).token == before


# A number


def numbered(evening: Event, structure: Structure, name: str) -> Registration:
    card = structure.people.get(name="Max Fictif")
    type(card).objects.filter(pk=card.pk).update(rpps="10003461033", email="")
    said = services.GivenRegistration(name, "infirmier", "nouvelle@example.org", rpps="10003461033")
    return services.register(evening, said, key=uuid4(), at=timezone.now())


def test_a_number_finds_the_card_whatever_the_address(evening: Event, structure: Structure) -> None:
    assert numbered(evening, structure, "FICTIF Max").person == structure.people.get(name="Max Fictif")


def test_the_number_of_somebody_else_finds_nobody(evening: Event, structure: Structure) -> None:
    assert numbered(evening, structure, "Kim Fictif").person is None


def test_a_number_that_the_directory_knows_under_another_name_is_refused(evening: Event) -> None:
    known = Person.objects.exclude(number="").filter(national__startswith="8")[0]
    url = evening.link.get_absolute_url()
    wrong = Client().post(url, sent(evening, rpps=known.number, name="Zzz Yyyy"))
    assert wrong.status_code == 422
    assert "d’une autre personne" in wrong.content.decode()
    right = Client().post(url, sent(evening, rpps=known.number, name=f"{known.family} {known.given}"))
    assert right.status_code == 302
    assert evening.registrations.get().rpps == known.number


@pytest.mark.parametrize("number", ["123", "abc", "1,00035E+10"])
def test_a_number_that_is_none_is_said(number: str, evening: Event) -> None:
    answer = Client().post(evening.link.get_absolute_url(), sent(evening, rpps=number))
    assert (answer.status_code, evening.registrations.count()) == (422, 0)


# Several days


def test_what_lasts_several_days_is_said_with_both_dates_and_read_by_a_diary(
    structure: Structure, founder: User
) -> None:
    client = client_of(founder)
    form = {
        "kind": "formation", "title": "Deux jours", "day": "2027-03-27", "starts": "09:00", "ends": "17:00",
        "last_day": "2027-03-28", "presence_hours": "7 ; 6,5", "remind_days": "2", "version": "0",
    }  # fmt: skip
    assert client.post(reverse("outreach:new_event", args=[structure.slug]), form).status_code == 302
    event = Event.objects.get(title="Deux jours")
    assert when(event.starts_at, event.ends_at).replace("\N{NO-BREAK SPACE}", " ") == (
        "du samedi 27 mars 2027, 9 h, au dimanche 28 mars 2027, 17 h"
    )
    entry = next(iter(Calendar.from_ical(in_a_diary(event, "x", at=BEFORE)).walk("VEVENT")))
    paris = timezone.get_default_timezone()
    read = [entry[each].dt.astimezone(paris).strftime("%d %H:%M") for each in ("DTSTART", "DTEND")]
    assert read == ["27 09:00", "28 17:00"]  # clocks go forward that night
    assert event.minutes == 13 * 60 + 30
    again = client.get(reverse("outreach:change_event", args=[structure.slug, event.pk])).content.decode()
    assert 'value="2027-03-28"' in again
    assert "7 h ; 6 h 30" in plain(again)


@pytest.mark.parametrize(
    "fields",
    [
        {"last_day": "2027-03-01"},
        {"last_day": "2027-03-09"},
        {"last_day": "2027-03-05", "presence_hours": "100"},
        {"last_day": "2027-03-05", "presence_hours": "7 ; 7 ; 7"},
        {"last_day": "2027-03-05", "presence_hours": "7 ; 17,5"},
        {"last_day": "2027-03-05", "presence_hours": "sept"},
        {"last_day": "2027-03-05", "presence_hours": "0"},
    ],
)
def test_days_that_cannot_be_are_refused_in_place(
    fields: dict[str, str], structure: Structure, founder: User
) -> None:
    form = {
        "kind": "formation", "title": "Deux jours", "day": "2027-03-04", "starts": "09:00", "ends": "17:00",
        "remind_days": "2", "version": "0", **fields,
    }  # fmt: skip
    answer = client_of(founder).post(reverse("outreach:new_event", args=[structure.slug]), form)
    assert answer.status_code == 422
    assert not Event.objects.filter(title="Deux jours").exists()


def test_an_evening_past_midnight_is_still_one_evening() -> None:
    assert " le vendredi" in when(EVENING, EVENING + timedelta(hours=7))


@pytest.mark.parametrize("rank", ["", "12", "12:abc"])
def test_a_rank_that_we_did_not_say_is_not_shown(evening: Event, rank: str) -> None:
    page = Client().get(f"{evening.link.get_absolute_url()}merci/", {"rang": rank}).content.decode()
    assert "rang 12" not in page
    assert "place est retenue" not in page


def test_who_gets_the_last_seat_is_told_so_and_the_next_one_their_rank(
    structure: Structure, founder: User, evening: Event
) -> None:
    url = evening.link.get_absolute_url()
    pages = [
        Client()
        .post(url, sent(evening, name=f"{name} Fictif", email=f"{name}@example.org"), follow=True)
        .content.decode()
        for name in ("lou", "kim", "max")
    ]
    assert "Votre place est retenue" in pages[0]
    assert "Liste d’attente, rang 1" in pages[1]
    assert "Liste d’attente, rang 2" in pages[2]
    assert "C’est noté" not in pages[2]
    kim = evening.registrations.select_related("link").get(email="kim@example.org")
    assert kim.link
    for comes in ("non", "oui"):
        page = Client().post(kim.link.get_absolute_url(), {"comes": comes}, follow=True).content.decode()
    assert "Vous êtes en liste d’attente, rang 2." in page
    by_host = client_of(founder).post(
        reverse("outreach:event", args=[structure.slug, evening.pk]),
        sent(evening, email="zoe@example.org"),
        follow=True,
    )
    assert "liste d’attente, rang 3" in by_host.content.decode()
