"""The pages of whoever comes, without account: reading changes nothing, and nobody learns who else comes."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from house import hostile
from maillage.accounts.models import User
from maillage.outreach.enums import Seat
from maillage.outreach.models import Event, Registration
from maillage.outreach.queries.diary import in_a_diary
from maillage.outreach.services import events as services
from maillage.structures.models import Structure
from outreach.events import BEFORE, DAY, EVENING, announced, come, given, move

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
    pages = []
    for _ in range(2):  # the second is not the first time that this person registers
        response = Client().post(url, sent(evening), follow=True)
        pages.append((response.redirect_chain, response.content.split(b"<main")[1]))
    assert pages[0] == pages[1]
    assert evening.registrations.count() == 1
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
