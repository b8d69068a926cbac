"""An event is prepared, announced, moved, called off; each who comes has a seat or a rank, and is told once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given as drawn
from hypothesis import strategies as st

from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.mail.models import Recipient
from maillage.outreach.enums import EventState, Seat
from maillage.outreach.models import Event, Registration
from maillage.outreach.rules import duration, instants, when
from maillage.outreach.services import events as services
from maillage.outreach.services.events import GivenRegistration
from maillage.people.models import Person
from maillage.people.services import merge
from maillage.structures.models import Structure
from maillage.structures.queries import said_of
from maillage.structures.services import erase
from maillage.ui.queries import contents_of, news, personal_data
from outreach.events import BEFORE, DAY, EVENING, announced, come, given, move, seats, told

pytestmark = pytest.mark.django_db


# Hours


@pytest.mark.parametrize(
    ("day", "starts", "ends", "minutes"),
    [
        (date(2026, 12, 3), time(22, 45), time(1, 15), 150),  # past midnight
        (date(2026, 10, 25), time(1, 30), time(3, 30), 180),  # clocks go back: three real hours
        (date(2027, 3, 28), time(1, 30), time(3, 30), 60),  # clocks go forward
        (date(2027, 7, 10), time(18), time(19, 30), 90),
    ],
)
def test_what_it_lasts_is_the_difference_of_two_instants(
    day: date, starts: time, ends: time, minutes: int
) -> None:
    begun, over = instants(day, starts, ends)
    assert Event(starts_at=begun, ends_at=over).minutes == minutes


def test_an_hour_of_here_is_stored_as_its_instant_in_winter_as_in_summer() -> None:
    assert instants(date(2027, 1, 12), time(20, 30), time(22))[0] == datetime(2027, 1, 12, 19, 30, tzinfo=UTC)
    assert instants(date(2027, 6, 29), time(20, 30), time(22))[0] == datetime(2027, 6, 29, 18, 30, tzinfo=UTC)
    assert instants(date(2027, 3, 28), time(9), time(10))[0] == datetime(2027, 3, 28, 7, tzinfo=UTC)


def test_an_hour_that_never_comes_and_an_event_without_length_are_refused() -> None:
    with pytest.raises(BadInput, match="horloges avancent"):
        instants(date(2027, 3, 28), time(2, 30), time(4))
    with pytest.raises(BadInput, match="à l’heure du début"):
        instants(date(2027, 3, 27), time(20), time(20))


@drawn(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.times(), st.times())
def test_no_event_ends_before_it_begins(day: date, starts: time, ends: time) -> None:
    try:
        begun, over = instants(day, starts.replace(microsecond=0), ends.replace(microsecond=0))
    except BadInput:
        return
    assert timedelta() < over - begun <= timedelta(hours=25)


def test_hours_are_said_as_people_say_them() -> None:
    said = when(*instants(date(2026, 12, 3), time(22, 45), time(1))).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "jeudi 3 décembre 2026, de 22 h 45 à 1 h le vendredi"
    assert duration(150).replace("\N{NO-BREAK SPACE}", " ") == "2 h 30"


# Announcing


def test_a_draft_takes_nobody_and_is_announced_once(structure: Structure, founder: User) -> None:
    draft = services.plan_event(structure, given(), by=founder)
    with pytest.raises(BadInput, match="fermées"):
        come(draft)
    services.open_event(draft, by=founder, at=BEFORE, site="https://un.example/")
    again = services.open_event(draft, by=founder, at=BEFORE + DAY, site="https://deux.example/")
    assert (again.site, again.announced_on) == ("https://un.example/", BEFORE.date())


def test_registrations_close_on_their_day_and_when_it_begins(structure: Structure, founder: User) -> None:
    event = announced(structure, founder, closes_on=date(2026, 11, 30))
    assert come(event, at=datetime(2026, 11, 30, 22, tzinfo=UTC)).seat == Seat.SEATED  # 23:00 here
    with pytest.raises(BadInput, match="fermées"):
        come(event, "jo", at=datetime(2026, 11, 30, 23, tzinfo=UTC))
    late = announced(structure, founder)
    with pytest.raises(BadInput, match="fermées"):
        come(late, at=EVENING)


def test_what_cannot_be_is_refused(structure: Structure, founder: User) -> None:
    with pytest.raises(BadInput, match="finirait avant"):
        services.plan_event(structure, given(ends_at=EVENING), by=founder)
    with pytest.raises(BadInput, match="fermeraient après"):
        services.plan_event(structure, given(closes_on=date(2026, 12, 4)), by=founder)


def test_who_saved_meanwhile_is_not_written_over(structure: Structure, founder: User) -> None:
    event = announced(structure, founder)
    services.change_event(event, given(title="Un"), version=1, by=founder, at=BEFORE)
    with pytest.raises(BadInput, match="Quelqu’un a modifié"):
        services.change_event(event, given(title="Deux"), version=1, by=founder, at=BEFORE)


def test_an_event_for_some_professions_takes_no_other_but_by_its_host(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder, invited=["pharmacien"])
    with pytest.raises(BadInput, match="réservé"):
        come(event)
    lou = GivenRegistration("Lou Fictif", "infirmier")
    assert services.register(event, lou, key=uuid4(), at=BEFORE, by=founder).seat == Seat.SEATED


# Seats


def test_seats_go_in_order_then_ranks_and_each_is_told_at_once(structure: Structure, founder: User) -> None:
    event = announced(structure, founder, capacity=2)
    for name in ("lou", "jo", "zoe", "ana"):
        come(event, name)
    assert seats(event) == {"lou": Seat.SEATED, "jo": Seat.SEATED, "zoe": Seat.WAITING, "ana": Seat.WAITING}
    assert told("lou@example.org") == ["Votre place est retenue"]
    assert told("ana@example.org") == ["Vous êtes sur la liste d’attente"]
    written = Recipient.objects.get(address="ana@example.org").sending.body
    assert "ne venez pas encore" in written
    assert "au rang 2" in written
    assert "vous ne venez plus" not in written  # whoever waits was not coming


def test_one_person_with_two_tabs_and_a_form_sent_twice_registers_once(
    structure: Structure, founder: User
) -> None:
    event, key = announced(structure, founder), uuid4()
    first = come(event, key=key)
    assert come(event, key=key).pk == come(event).pk == come(event, email="LOU@example.org ").pk == first.pk
    turned = GivenRegistration("FICTIF Lou", "infirmier", "lou@example.org")
    assert services.register(event, turned, key=uuid4(), at=BEFORE).pk == first.pk
    assert event.registrations.count() == 1


def test_two_people_of_one_practice_share_an_address_and_have_a_seat_each(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder)
    come(event, "lou", email="cabinet@example.org")
    come(event, "jo", email="cabinet@example.org")
    assert event.registrations.count() == 2


def test_a_seat_given_back_goes_to_the_first_who_waits_who_is_told_once(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder, capacity=1)
    lou, _, _ = come(event, "lou"), come(event, "jo"), come(event, "zoe")
    services.say_coming(lou, comes=False, at=BEFORE)
    services.say_coming(lou, comes=False, at=BEFORE)
    assert seats(event) == {"lou": Seat.CANCELLED, "jo": Seat.SEATED, "zoe": Seat.WAITING}
    assert told("jo@example.org") == ["Vous êtes sur la liste d’attente", "Votre place est retenue"]
    assert told("lou@example.org") == ["Votre place est retenue", "Vous ne venez plus"]
    services.say_coming(lou, comes=True, at=BEFORE + DAY)
    assert seats(event)["lou"] == Seat.WAITING
    assert told("lou@example.org")[-1] == "Vous êtes sur la liste d’attente"


def test_more_seats_seat_those_who_wait_and_fewer_than_are_held_are_refused(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder, capacity=1)
    for name in ("lou", "jo", "zoe"):
        come(event, name)
    move(event, founder, at=BEFORE, capacity=2)
    assert list(seats(event).values()) == [Seat.SEATED, Seat.SEATED, Seat.WAITING]
    with pytest.raises(BadInput, match="gardez-en 2 au moins"):
        move(event, founder, at=BEFORE, capacity=1)
    move(event, founder, at=BEFORE, capacity=None)
    assert set(seats(event).values()) == {Seat.SEATED}


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_goes_to_one_of_ten_who_ask_at_once(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    event = announced(structure, founder, capacity=3)
    come(event, "lou")
    come(event, "jo")
    names = ["ana", "ben", "cal", "dan", "eve", "fay"]
    done = at_once(*((lambda name=name: come(event, name)) for name in names))
    assert [each for each in done if isinstance(each, Exception)] == []
    counts = list(seats(event).values())
    assert (counts.count(Seat.SEATED), counts.count(Seat.WAITING)) == (3, 5)


@pytest.mark.django_db(transaction=True)
def test_one_person_who_sends_from_two_tabs_at_once_registers_once(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    event = announced(structure, founder, capacity=3)
    done = at_once(*(lambda: come(event, "lou") for _ in range(4)))
    assert {each.pk for each in done} == {event.registrations.get().pk}


def test_nobody_fills_a_mailbox_with_names(structure: Structure, founder: User) -> None:
    event = announced(structure, founder)
    for number in range(10):
        come(event, chr(ord("a") + number) * 3, email="cabinet@example.org")
    with pytest.raises(BadInput, match="Trop de personnes"):
        come(event, "zoe", email="cabinet@example.org")
    come(event, "aaa", email="cabinet@example.org")  # who is there already


def test_a_date_in_the_past_is_refused_and_an_evening_that_began_may_be_put_off(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder)
    come(event)
    with pytest.raises(BadInput, match="passée"):
        move(event, founder, at=BEFORE, starts_at=BEFORE - DAY)
    move(event, founder, at=EVENING, starts_at=EVENING + DAY)
    assert told()[-1] == "La date change"


# Cards


def test_a_card_is_found_by_address_and_name_and_none_is_made(structure: Structure, founder: User) -> None:
    event = announced(structure, founder)
    card = Person.objects.create(
        structure=structure, name="FICTIF Lou", profession="infirmier", email="lou@example.org"
    )
    before = Person.objects.count()
    assert come(event).person == card
    assert come(event, "jo", email="lou@example.org").person is None  # the address of somebody else
    assert Person.objects.count() == before
    stranger = come(event, "zoe")
    services.link_card(stranger, card, by=founder)
    assert Registration.objects.get(pk=stranger.pk).person == card


def test_merging_two_cards_keeps_their_registrations(structure: Structure, founder: User) -> None:
    event = announced(structure, founder)
    kept, gone = (
        Person.objects.create(structure=structure, name=name, profession="infirmier") for name in ("A", "B")
    )
    registration = come(event)
    services.link_card(registration, gone, by=founder)
    merge(kept, gone, by=founder, at=BEFORE)
    assert Registration.objects.get(pk=registration.pk).person == kept


# What other rooms read


def test_a_bulletin_tells_what_is_to_come_and_an_export_holds_it(structure: Structure, founder: User) -> None:
    structure.events.all().delete()
    event = announced(structure, founder, at=datetime.now(UTC), starts_at=datetime.now(UTC) + 40 * DAY)
    come(event, at=datetime.now(UTC))
    today = datetime.now(UTC).date() - DAY
    (item,) = [each for each in news(structure, today) if "Antibiotiques" in each.sentence]
    assert item.path == event.link.get_absolute_url()
    held = contents_of(structure)["outreach"]["events"]
    assert [each["name"] for each in held[0]["registrations"]] == ["Lou Fictif"]
    account = User.objects.create_user("lou@example.org")
    assert personal_data(account)["événements"][0]["événement"] == "Antibiotiques"
    erase(structure, by=founder)
    assert not Event.objects.exists()
    assert not Registration.objects.exists()


def test_what_is_over_is_told_by_its_own_day_even_when_it_was_said_so_after_a_bulletin(
    structure: Structure, founder: User
) -> None:
    structure.events.all().delete()
    now = datetime.now(UTC)
    event = announced(structure, founder, at=now - 40 * DAY, starts_at=now - 9 * DAY)
    lou = come(event, at=now - 30 * DAY)
    services.note_presence(lou, is_there=True, by=founder, at=now - 9 * DAY)
    services.finish_event(event, by=founder, at=now)
    own_day = timezone.localdate(event.ends_at)
    since = (
        timezone.localdate(now) - 2 * DAY
    )  # the day of the last bulletin: the event was before, its end after
    (item,) = [each for each in news(structure, since) if "Antibiotiques" in each.sentence]
    assert item.day == own_day
    assert not [
        each for each in news(structure, timezone.localdate(now) + DAY) if "Antibiotiques" in each.sentence
    ]


def test_an_event_that_has_begun_awaits_its_list(structure: Structure, founder: User) -> None:
    Event.objects.update(starts_at=EVENING - 3000 * DAY, ends_at=EVENING - 2999 * DAY)
    (task,) = [each for each in said_of(structure, {"run_events"}).tasks if "pointer" in each.text]
    assert task.url.endswith("/presences/")
    assert Event.objects.get().state == EventState.OPEN
