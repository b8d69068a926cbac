"""An event over several days: each is there on the days they were, for the hours of these days and no others."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given as assume
from hypothesis import strategies as st
from pypdf import PdfReader

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.outreach.documents.events import attestation, sheet
from maillage.outreach.models import DayPresence, Event, Registration
from maillage.outreach.queries.events import contents, in_rows, named, presence_in_words
from maillage.outreach.rules import MOST_DAYS, hours_by_day, minutes_by_day
from maillage.outreach.services import events as services
from maillage.outreach.services.events import GivenRegistration
from maillage.structures.models import Structure
from outreach.events import DAY, EVENING, announced, come, move
from tables.books import plain

pytestmark = pytest.mark.django_db
FIRST = date(2026, 12, 3)
SECOND = FIRST + DAY
HOUR = timedelta(hours=1)
#: From Thursday evening to Friday evening, five hours then six and a half.
DAYS = {FIRST: 300, SECOND: 390}


@pytest.fixture
def training(structure: Structure, founder: User) -> Event:
    Event.objects.all().delete()
    return announced(structure, founder, kind="formation", ends_at=EVENING + DAY, days=DAYS)


def again(registration: Registration) -> Registration:
    return Registration.objects.select_related("event__structure").get(pk=registration.pk)


def tick(registration: Registration, by: User, on: date, *, is_there: bool = True) -> Registration:
    at = EVENING + 2 * DAY
    return services.note_presence(registration, is_there=is_there, by=by, at=at, on=on)


def test_who_was_there_one_day_has_the_hours_of_that_day(training: Event, founder: User) -> None:
    lou, jo = come(training), come(training, "jo")
    assert tick(lou, founder, SECOND).minutes == 390
    tick(jo, founder, FIRST)
    assert tick(jo, founder, SECOND).minutes == 690
    assert tick(jo, founder, SECOND).minutes == 690  # twice, once
    assert tick(jo, founder, FIRST, is_there=False).minutes == 390
    assert tick(jo, founder, SECOND, is_there=False).minutes is None


def test_its_page_says_the_hours_and_the_days_of_each(training: Event, founder: User) -> None:
    lou, jo = come(training), come(training, "jo")
    assert presence_in_words(lou) == ""
    for day in (FIRST, SECOND):
        lou = tick(lou, founder, day)
    assert plain(presence_in_words(lou)) == "11 h 30 (3 décembre et 4 décembre)"
    assert plain(presence_in_words(tick(jo, founder, FIRST))) == "5 h (3 décembre)"


def test_the_day_is_the_one_it_is_unless_said_and_no_other(training: Event, founder: User) -> None:
    lou = come(training)
    services.note_presence(lou, is_there=True, by=founder, at=EVENING + DAY)
    assert [each.day.on for each in again(lou).days_there.all()] == [SECOND]
    with pytest.raises(BadInput, match="l’un des jours"):
        tick(lou, founder, SECOND + DAY)


def test_less_than_a_day_is_noted_for_that_day(training: Event, founder: User) -> None:
    lou = come(training)
    tick(lou, founder, FIRST)
    tick(lou, founder, SECOND)
    services.note_minutes(lou, 200, by=founder, at=EVENING + 2 * DAY, on=FIRST)
    assert again(lou).minutes == 590
    with pytest.raises(BadInput, match="de 1 à 300 minutes"):
        services.note_minutes(lou, 301, by=founder, at=EVENING + 2 * DAY, on=FIRST)


def test_nobody_is_ticked_before_the_hour_that_comes_before(training: Event, founder: User) -> None:
    lou = come(training)
    opens = EVENING - HOUR
    with pytest.raises(BadInput) as refusal:
        services.note_presence(lou, is_there=True, by=founder, at=opens - timedelta(minutes=1), on=FIRST)
    assert plain(str(refusal.value)) == "Le pointage s’ouvre le jeudi 3 décembre 2026 à 17 h 30."
    assert services.note_presence(lou, is_there=True, by=founder, at=opens, on=FIRST).minutes == 300
    with pytest.raises(BadInput, match="vendredi"):
        services.note_presence(lou, is_there=True, by=founder, at=EVENING, on=SECOND)


def test_the_attestation_says_the_days_and_the_hours_really_there(
    structure: Structure, training: Event, founder: User, client: Client
) -> None:
    lou, jo = come(training), come(training, "jo")
    tick(lou, founder, SECOND)
    tick(jo, founder, FIRST)
    tick(jo, founder, SECOND)
    services.finish_event(training, by=founder, at=EVENING + DAY)
    said = plain(repr(attestation(again(lou))).replace("\\xa0", " "))
    assert "vendredi 4 décembre 2026 (6 h 30)" in said
    assert "jeudi 3 décembre 2026 (" not in said
    pages = client_of(founder).get(reverse("outreach:attestations", args=[structure.slug, training.pk]))
    one, two = (plain(page.extract_text()) for page in PdfReader(BytesIO(pages.content)).pages)
    assert "11 h 30" in one
    assert "11 h 30" not in two


def test_the_sheet_has_a_column_to_sign_each_day(
    structure: Structure, training: Event, founder: User
) -> None:
    come(training)
    assert "columns=('jeudi" in repr(sheet(training))
    content = client_of(founder).get(reverse("outreach:sheet", args=[structure.slug, training.pk])).content
    text = plain(PdfReader(BytesIO(content)).pages[0].extract_text())
    heads = text[text.index("Profession") :]
    assert "jeudi 3" in heads
    assert "vendredi 4" in heads
    assert "Date et signature" not in text


def test_a_training_ends_on_its_last_day_and_not_before(training: Event, founder: User) -> None:
    with pytest.raises(BadInput, match="Il reste le vendredi"):
        services.finish_event(training, by=founder, at=EVENING)
    services.finish_event(training, by=founder, at=EVENING + DAY)


def test_a_day_with_somebody_there_stays_and_follows_its_hours(training: Event, founder: User) -> None:
    lou, jo, at = come(training), come(training, "jo"), EVENING + DAY
    tick(lou, founder, SECOND)
    tick(jo, founder, SECOND)
    services.note_minutes(jo, 60, by=founder, at=at, on=SECOND)
    with pytest.raises(BadInput, match="gardez ce jour"):
        move(training, founder, at=at, ends_at=EVENING + DAY, days={FIRST: 300})
    move(training, founder, at=at, ends_at=EVENING + DAY, days={SECOND: 420})
    assert (again(lou).minutes, again(jo).minutes) == (420, 60)
    assert [day.on for day in training.days.all()] == [SECOND]


def test_an_evening_with_somebody_there_does_not_become_several_days(
    structure: Structure, founder: User
) -> None:
    evening = announced(structure, founder)
    services.note_presence(come(evening), is_there=True, by=founder, at=EVENING)
    with pytest.raises(BadInput, match="déjà pointées"):
        move(evening, founder, at=EVENING, ends_at=EVENING + DAY, days=DAYS)


def test_who_comes_without_having_registered_is_there_that_day_alone(training: Event, founder: User) -> None:
    zoe = GivenRegistration("Zoé Fictif", "pharmacien")
    made = services.walk_in(training, zoe, key=uuid4(), by=founder, at=EVENING + DAY, on=SECOND)
    assert again(made).minutes == 390
    known = GivenRegistration("Lou Fictif", "infirmier", "lou@example.org")
    lou = come(training)
    services.walk_in(training, known, key=uuid4(), by=founder, at=EVENING + DAY, on=SECOND)
    assert again(lou).minutes == 390


def test_the_list_shows_a_day_at_a_time_and_comes_back_to_it(
    structure: Structure, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    begins, today = now - 36 * HOUR, timezone.localdate(now)  # an hour of both days, whatever the hour
    days = {today - DAY: 60, today: 60}
    training = announced(structure, founder, at=begins - DAY, starts_at=begins, ends_at=now + HOUR, days=days)
    lou = come(training, at=begins - HOUR)
    client, url = client_of(founder), reverse("outreach:attendance", args=[structure.slug, training.pk])
    page = plain(client.get(url).content.decode())
    assert f'<input type="hidden" name="jour" value="{today}">' in page
    note = reverse("outreach:note_presence", args=[structure.slug, training.pk, lou.pk])
    answer = client.post(note, {"there": "oui", "jour": str(today - DAY)})
    assert answer["Location"] == f"{url}?jour={today - DAY}#inscription-{lou.pk}"
    assert [each.day.on for each in again(lou).days_there.all()] == [today - DAY]
    assert "1 sur 1" in plain(client.get(f"{url}?jour={today - DAY}").content.decode())
    assert "0 sur 1" in plain(client.get(url).content.decode())
    one = reverse("outreach:registration", args=[structure.slug, training.pk, lou.pk])
    field = f"minutes_{today - DAY:%Y%m%d}"
    assert field in client.get(one).content.decode()
    client.post(one, {"person": "", field: "45"})
    assert again(lou).minutes == 45
    assert client.post(one, {"person": "", field: "61"}).status_code == 422


def test_before_the_hour_the_list_says_when_it_opens(structure: Structure, founder: User) -> None:
    now = timezone.now()
    soon = announced(structure, founder, at=now, starts_at=now + 2 * HOUR)
    come(soon, at=now)
    url = reverse("outreach:attendance", args=[structure.slug, soon.pk])
    page = plain(client_of(founder).get(url).content.decode())
    assert "Le pointage s’ouvre le" in page
    assert "Pointer" not in page.partition("<main")[2]
    Event.objects.filter(pk=soon.pk).update(starts_at=now + HOUR)
    assert "Pointer" in client_of(founder).get(url).content.decode().partition("<main")[2]


def test_what_leaves_has_a_column_for_each_day(structure: Structure, training: Event, founder: User) -> None:
    lou = come(training)
    tick(lou, founder, SECOND)
    titles, row = in_rows(named(training), list(training.days.all()))
    assert dict(zip(titles, row, strict=True))["04/12/2026"] == 390
    assert dict(zip(titles, row, strict=True))["03/12/2026"] is None
    (kept,) = contents(structure)
    assert [each["minutes"] for each in kept["days"]] == [300, 390]
    assert kept["registrations"][0]["days_there"] == [{"on": SECOND, "minutes": 390}]


def test_what_goes_takes_its_days(structure: Structure, training: Event, founder: User) -> None:
    tick(come(training), founder, FIRST)
    services.erase_events(structure)
    assert not DayPresence.objects.exists()


# What is typed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("7", [420, 420]),
        ("7 ; 3,5", [420, 210]),
        ("7 h / 3 h 30", [420, 210]),
        ("7h;3h05", [420, 185]),
        ("7.25 ; 0", [435]),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, told: list[int]) -> None:
    assert list(minutes_by_day(text, FIRST, SECOND).values()) == told


@pytest.mark.parametrize("text", ["7 ; 7 ; 7", "sept", "-7", "7 ; x", "0", "0 ; 0", "7 h 75", "²", "7" * 30])
def test_what_is_no_hour_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadInput):
        minutes_by_day(text, FIRST, SECOND)


def test_a_month_is_the_longest() -> None:
    with pytest.raises(BadInput, match="un mois"):
        minutes_by_day("7", FIRST, FIRST + MOST_DAYS * DAY)


@assume(st.lists(st.integers(0, 23 * 60), min_size=1, max_size=MOST_DAYS).filter(any))
def test_the_form_shows_what_it_reads_back(minutes: list[int]) -> None:
    last = FIRST + (len(minutes) - 1) * DAY
    days = {FIRST + rank * DAY: each for rank, each in enumerate(minutes) if each}
    assert minutes_by_day(hours_by_day(days, FIRST, last), FIRST, last) == days
