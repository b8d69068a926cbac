"""Turns are drawn, published, handed over; page, paper, diary and mail say the same person."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from care.evenings import EVENING, FIRST, LAST, NOW, SITE, door, evenings, named, on, sent, three
from house.visiting import tasks_of
from maillage.accounts.models import User
from maillage.care.documents.rosters import month as month_document
from maillage.care.enums import SwapState
from maillage.care.models import Duty, Roster, Swap
from maillage.care.queries.own import own_lines
from maillage.care.queries.roster_awaiting import awaiting
from maillage.care.queries.roster_counts import unscheduled_year
from maillage.care.queries.roster_month import days_of, month_of
from maillage.care.queries.roster_own import diary
from maillage.care.queries.roster_turn import FairTurn, shares_of
from maillage.care.queries.rosters import NEXT, Gap, OnDuty, Reading, reading_at
from maillage.care.services import duties, roster_watch, rosters, swaps
from maillage.kernel import BadInput
from maillage.people.models import Absence, Person
from maillage.people.services import erase_person
from maillage.structures.models import Structure
from maillage.structures.queries import told
from maillage.structures.services.erasing import erase as erase_structure
from maillage.ui.slots import Task

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def team(structure: Structure) -> list[Person]:
    return three(structure)


@pytest.fixture
def roster(structure: Structure, team: list[Person], founder: User) -> Roster:
    return evenings(structure, team, founder, FIRST, LAST, at=NOW)


def at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, PARIS).astimezone(UTC)


def on_duty(structure: Structure, *, at: datetime) -> list[OnDuty]:
    return reading_at(structure, at, within=NEXT).read().on_duty(at=at)


def gaps(structure: Structure, days: int) -> list[Gap]:
    return reading_at(structure, NOW, within=timedelta(days=days)).read().gaps(after=NOW)


def ask(roster: Roster, day: date, hours: tuple[time, time] = EVENING, **said: Any) -> Swap:
    duty = on(roster, day)
    assert duty.published
    return swaps.ask_swap(
        duty, duty.published, hours, asked_of=said.get("asked_of"), key=uuid4(), at=NOW, site=SITE
    )


def others(roster: Roster, swap: Swap) -> list[Person]:
    return [each.person for each in roster.members.all() if each.person_id != swap.giver_id]


def test_a_turn_handed_over_from_21_to_1_is_said_everywhere_alike(
    roster: Roster, structure: Structure
) -> None:
    """K06: page, paper, diary and mail."""
    day = FIRST + timedelta(days=4)
    swap = ask(roster, day, (time(21), time(1)))
    giver, taker = swap.giver, others(roster, swap)[0]
    assert giver
    swaps.take_swap(swap, taker, at=NOW, site=SITE)
    for clock, who in ((time(20, 59), giver), (time(21), taker)):
        (line,) = on_duty(structure, at=at(day, clock))
        assert line.now
        assert line.now.person == who
    printed = month_document(
        roster, days_of(Reading(roster.structure, day, day).read(), roster, at=NOW), FIRST, on=day
    )
    lines = [row[1:3] for row in printed.sections[0].blocks[0].rows]  # type: ignore[union-attr]
    assert [who for _, who in lines] == [giver.name, taker.name]
    assert [entry.ends_at for entry in diary(giver) if entry.starts_at == at(day, time(13))] == [
        at(day, time(21))
    ]
    assert [entry.ends_at for entry in diary(taker) if entry.starts_at == at(day, time(21))]
    assert set(sent("care.swapped ")) == {
        giver.email,
        taker.email,
        roster.warned.email if roster.warned else "",
    }


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 50), st.integers(0, 11), st.integers(1, 12), st.booleans(), st.booleans(), st.integers(0, 719)
)  # fmt: skip
def test_at_any_instant_the_page_the_paper_and_the_diaries_name_the_same(
    roster: Roster,
    structure: Structure,
    team: list[Person],
    ahead: int,
    start: int,
    length: int,
    is_swapped: bool,
    is_first: bool,
    minutes: int,
) -> None:
    """What earlier examples handed over stays: later ones hand over parts of parts."""
    day = FIRST + timedelta(days=ahead)
    hours = time((13 + start) % 24), time((13 + min(start + length, 12)) % 24)
    (held, *_) = [each for each in Reading(structure, day, day).read().held if each.duty.day == day]
    if is_swapped and held.person:
        try:
            swap = swaps.ask_swap(
                on(roster, day), held.person, hours, asked_of=None, key=uuid4(), at=NOW, site=SITE
            )
            swaps.take_swap(swap, others(roster, swap)[0 if is_first else 1], at=NOW, site=SITE)
        except BadInput:
            pass  # hours that are no more theirs
    moment = at(day, time(13)) + timedelta(minutes=minutes)
    (line,) = on_duty(structure, at=moment)
    now = line.now.person if line.now else None
    rows = [
        row
        for each in days_of(Reading(roster.structure, day, day).read(), roster, at=NOW)
        for row in each.rows
    ]
    on_page = [s.person for row in rows for s in row.stretches if s.start <= moment < s.end]
    in_diaries = [
        person
        for person in team
        for entry in diary(person)
        if not entry.is_off and entry.starts_at <= moment < entry.ends_at
    ]
    assert on_page == [now]
    assert in_diaries == ([now] if now else [])


def test_two_who_say_yes_one_after_the_other_are_one(roster: Roster) -> None:
    swap = ask(roster, FIRST + timedelta(days=9))
    first, second = others(roster, swap)
    swaps.take_swap(swap, first, at=NOW, site=SITE)
    swaps.take_swap(swap, first, at=NOW, site=SITE)
    with pytest.raises(swaps.TakenAlready):
        swaps.take_swap(swap, second, at=NOW, site=SITE)
    with pytest.raises(BadInput, match="vient de prendre"):
        swaps.withdraw_swap(swap, at=NOW)
    assert len(sent(f"care.swapped {swap.pk} ")) == 3 - (roster.warned in {swap.giver, first})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_say_yes_in_the_same_second_are_one(
    roster: Roster, at_once: Callable[..., list[Any]]
) -> None:
    swap = ask(roster, FIRST + timedelta(days=9))
    found = at_once(
        *[
            lambda person=person: swaps.take_swap(swap, person, at=NOW, site=SITE)
            for person in others(roster, swap)
        ]
    )
    assert sorted(type(each).__name__ for each in found) == ["Swap", "TakenAlready"]
    assert Swap.objects.filter(duty=swap.duty, state=SwapState.TAKEN).count() == 1


def test_no_turn_is_drawn_given_nor_offered_to_who_leaves_from_that_day(
    roster: Roster, team: list[Person], founder: User
) -> None:
    gone, leaving = team[2], LAST + timedelta(days=20)
    Person.objects.update(engagement="")
    gone.adhesions.create(kind="adherent", since=date(2020, 1, 1), until=leaving)
    duties.draw_turns(roster, LAST + timedelta(days=1), LAST + timedelta(days=40), at=NOW, by=founder)
    drawn = roster.duties.filter(day__gt=LAST)
    assert drawn.filter(person=gone, day__lt=leaving - timedelta(days=1)).exists()
    assert not drawn.filter(person=gone, day__gte=leaving).exists()
    assert drawn.exclude(person=None).count() == 40
    after = drawn.get(day=leaving)
    with pytest.raises(BadInput, match="prend son tour"):
        duties.give(after, gone, by=founder)
    duties.publish(roster, at=NOW, by=founder, site=SITE)
    after.refresh_from_db()
    with pytest.raises(BadInput, match="quelqu’un d’autre"):
        swaps.ask_swap(after, after.published, EVENING, asked_of=gone, key=uuid4(), at=NOW, site=SITE)
    swap = swaps.ask_swap(after, after.published, EVENING, asked_of=None, key=uuid4(), at=NOW, site=SITE)
    assert gone.email not in sent(f"care.swap {swap.pk} ")
    assert len(sent(f"care.swap {swap.pk} ")) == 1
    with pytest.raises(BadInput):
        swaps.take_swap(swap, gone, at=NOW, site=SITE)


def test_what_is_not_mine_is_not_handed_over_and_the_same_form_asks_once(
    roster: Roster, team: list[Person]
) -> None:
    day, key = FIRST + timedelta(days=3), uuid4()
    duty = on(roster, day)
    stranger = next(person for person in team if person != duty.published)
    with pytest.raises(BadInput, match="plus à vous"):
        swaps.ask_swap(duty, stranger, EVENING, asked_of=None, key=key, at=NOW, site=SITE)
    assert duty.published
    asked = [
        swaps.ask_swap(duty, duty.published, EVENING, asked_of=stranger, key=key, at=NOW, site=SITE)
        for _ in range(3)
    ]
    assert len({swap.pk for swap in asked}) == 1
    with pytest.raises(BadInput, match="servi ailleurs"):
        swaps.ask_swap(
            on(roster, day + timedelta(days=3)),
            duty.published,
            EVENING,
            asked_of=None,
            key=key,
            at=NOW,
            site=SITE,
        )
    assert sent(f"care.swap {asked[0].pk} ") == [stranger.email]
    with pytest.raises(BadInput, match="déjà quelqu’un"):
        swaps.ask_swap(
            duty, duty.published, (time(21), time(1)), asked_of=None, key=uuid4(), at=NOW, site=SITE
        )
    with pytest.raises(BadInput, match="passées"):
        swaps.take_swap(asked[0], stranger, at=NOW + timedelta(days=30), site=SITE)
    assert Swap.objects.get(pk=asked[0].pk).state == SwapState.ASKED


def test_each_is_written_to_once_and_a_second_publication_says_only_what_changed(
    roster: Roster, team: list[Person], founder: User
) -> None:
    assert sent("care.roster ") == sorted(person.email for person in team)
    with pytest.raises(BadInput, match="Rien n’est à publier"):
        duties.publish(roster, at=NOW, by=founder, site=SITE)
    day = FIRST + timedelta(days=20)
    duty = on(roster, day)
    swap = ask(roster, day)
    swaps.take_swap(swap, others(roster, swap)[0], at=NOW, site=SITE)
    before = duty.published
    after = next(person for person in team if person != before)
    duties.give(duty, after, by=founder)
    (line,) = on_duty(roster.structure, at=at(day, time(14)))
    assert line.now  # until it is published, what was said stands
    assert line.now.person == others(roster, swap)[0]
    changes = duties.publish(roster, at=NOW, by=founder, site=SITE)
    assert [(len(change.gained), len(change.lost)) for change in changes if change.person == after] == [
        (1, 0)
    ]
    assert {change.person for change in changes} == {before, after}
    assert Swap.objects.get(pk=swap.pk).state == SwapState.VOID
    (line,) = on_duty(roster.structure, at=at(day, time(14)))
    assert line.now
    assert line.now.person == after
    assert before
    assert [entry.is_off for entry in diary(before) if entry.starts_at == at(day, time(13))] == [True]


def test_an_absence_said_after_publication_is_a_gap_told_a_week_before_once(
    roster: Roster, structure: Structure, team: list[Person]
) -> None:
    duty = on(roster, FIRST + timedelta(days=5))
    assert duty.published
    absent = duty.published
    Absence.objects.create(person=absent, since=duty.day, last_day=duty.day)
    (gap,) = gaps(structure, 7)
    assert (gap.absent, gap.start, gap.end) == (
        absent,
        at(duty.day, time(13)),
        at(duty.day + timedelta(days=1), time(0)),
    )
    for hours in (0, 1, 24):
        roster_watch.watch_due(NOW + timedelta(hours=hours))
    assert sent("care.gaps ") == [team[2].email]


def test_nobody_is_told_at_night_nor_on_sunday(roster: Roster) -> None:
    Duty.objects.filter(roster=roster).update(published=None, person=None)
    for moment in (datetime(2027, 3, 1, 3, tzinfo=UTC), datetime(2027, 3, 7, 10, tzinfo=UTC)):
        roster_watch.watch_due(moment)
    assert sent("care.gaps ") == []
    roster_watch.watch_due(datetime(2027, 3, 8, 10, tzinfo=UTC))
    assert len(sent("care.gaps ")) == 1


def test_a_draw_leaves_what_a_hand_or_a_publication_put(
    roster: Roster, team: list[Person], founder: User
) -> None:
    later = date(2027, 5, 1), date(2027, 5, 31)
    duties.draw_turns(roster, *later, at=NOW, by=founder)
    drawn = {duty.day: duty.person_id for duty in roster.duties.filter(day__range=later)}
    duties.draw_turns(roster, *later, at=NOW, by=founder)
    assert {duty.day: duty.person_id for duty in roster.duties.filter(day__range=later)} == drawn
    moved = on(roster, date(2027, 5, 10))
    other = next(person for person in team if person.pk != moved.person_id)
    duties.give(moved, other, by=founder)
    drawn_again = duties.draw_turns(roster, *later, at=NOW, by=founder)
    assert (drawn_again.turns, drawn_again.empty) == (31, 0)
    assert on(roster, date(2027, 5, 10)).person == other
    stranger = named(roster.structure, "Dan Fictif")
    with pytest.raises(BadInput, match="prend son tour"):
        duties.give(moved, stranger, by=founder)


def test_shares_say_what_was_served_and_sum_to_nothing(roster: Roster, structure: Structure) -> None:
    turn = FairTurn(roster, LAST, LAST)
    turn.read()
    shares = shares_of(turn)
    assert sum(share.balance for share in shares) == 0
    assert max(abs(share.balance) for share in shares) <= 12
    counted = unscheduled_year(structure, 2027, on=LAST)
    assert counted.took_part >= 3
    assert counted.is_organized


def test_who_took_part_is_who_held_a_turn_or_a_part_of_one(
    roster: Roster, structure: Structure, team: list[Person]
) -> None:
    structure.care_capacities.all().delete()
    structure.care_requests.all().delete()

    def took_part() -> int:
        held = Reading(structure, FIRST, LAST).read().held
        found = unscheduled_year(structure, 2027, on=LAST).took_part
        assert found == len({each.person for each in held if each.person})
        return found

    assert took_part() == 3
    theirs = roster.duties.filter(published=team[2]).order_by("day")[0]
    swaps.take_swap(ask(roster, theirs.day, (time(21), time(1))), team[1], at=NOW, site=SITE)
    Absence.objects.create(person=team[0], since=FIRST, last_day=LAST + timedelta(days=1))
    assert took_part() == 2
    Absence.objects.create(person=team[1], since=FIRST, last_day=theirs.day - timedelta(days=1))
    after = theirs.day + timedelta(days=2)
    away = Absence.objects.create(person=team[1], since=after, last_day=LAST + timedelta(days=1))
    assert took_part() == 2  # what was handed over to them
    Absence.objects.filter(pk=away.pk).update(since=theirs.day)
    assert took_part() == 1


# By link


@pytest.fixture
def soon(roster: Roster, team: list[Person], founder: User) -> Roster:
    """The same, from today on: links open today."""
    now = datetime.now(UTC) - timedelta(days=1)
    roster.duties.all().delete()
    duties.draw_turns(roster, now.date(), now.date() + timedelta(days=20), at=now, by=founder)
    duties.publish(roster, at=now, by=founder, site=SITE)
    return roster


def test_a_swap_is_asked_and_taken_by_links_and_a_page_that_is_opened_takes_nothing(
    soon: Roster, team: list[Person]
) -> None:
    duty = soon.duties.filter(day__gt=timezone.localdate()).select_related("published")[2]
    giver = duty.published
    assert giver
    taker, other = (person for person in team if person != giver)
    form = f"{door(giver)}garde-{duty.pk}/"
    key = Client().get(form).content.decode().split('name="key" value="')[1][:36]
    said = {"key": key, "starts": "21:00", "ends": "01:00", "asked_of": ""}
    assert Client().post(form, said | {"starts": "09:00"}).status_code == 422
    assert Client().post(form, said).status_code == 302
    swap = Swap.objects.get(duty=duty)
    page = f"{door(taker)}remplacement-{swap.pk}/"
    assert "Je prends ce tour" in Client().get(page).content.decode()
    assert Swap.objects.get(pk=swap.pk).state == SwapState.ASKED
    assert Client().post(page).status_code == 302
    late = Client().post(f"{door(other)}remplacement-{swap.pk}/")
    assert late.status_code == 422
    assert "vient de prendre ce tour" in late.content.decode()
    assert Client().get(f"{door(giver)}remplacement-{swap.pk}/").status_code == 404
    assert "C’est vous qui remplacez" in Client().get(page).content.decode()
    assert [line for line in told([own_lines(Person.objects.get(pk=taker.pk))]) if "Soirs" in line.sentence]
    assert "à la place de" in Client().get(f"{door(taker)}gardes/").content.decode()


def test_the_home_says_hours_without_anybody_a_week_before(soon: Roster, structure: Structure) -> None:
    def tasks() -> list[Task]:
        return tasks_of(awaiting(structure))

    assert tasks() == []
    near, far = (timezone.localdate() + timedelta(days=days) for days in (4, 12))
    for day in (near, far):
        held = on(soon, day).published
        assert held
        Absence.objects.create(person=held, since=day, last_day=day)
    (task,) = tasks()
    assert task.due == near
    assert task.detail.startswith("Soirs")


def test_the_page_opened_outside_shows_the_phone_of_who_agreed_alone(
    soon: Roster, structure: Structure, team: list[Person], founder: User
) -> None:
    structure.people.filter(pk__in=[person.pk for person in team]).update(phone="0612345678")
    board = rosters.open_board(structure, on=timezone.localdate(), by=founder)
    assert rosters.open_board(structure, on=timezone.localdate(), by=founder) == board
    address = board.link.get_absolute_url()
    page = Client().get(address).content.decode()
    assert "Soirs" in page
    assert "0612345678" not in page
    for person in team:
        Client().post(f"{door(person)}gardes/", {"telephone": "oui"})
    assert "06\N{NARROW NO-BREAK SPACE}12" in Client().get(address).content.decode().replace(
        "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
    )
    assert Client().post(address).status_code == 404
    rosters.close_board(structure, by=founder)
    assert Client().get(address).status_code == 404


def test_settings_written_over_by_another_are_refused_and_nothing_typed_is_lost(
    roster: Roster, founder: User
) -> None:
    client = Client()
    client.force_login(founder, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = reverse("care:roster_settings", args=[roster.structure.slug, roster.pk])
    said = {
        "name": "Soirs et nuits", "profession": "medecin_generaliste", "night_weight": "1,5", "night_from": "20:00",
        "night_until": "08:00", "weekend_weight": "1", "holiday_weight": "2", "version": "1", "day_0": "13-1",
    }  # fmt: skip
    refused = client.post(page, said)
    assert refused.status_code == 422
    assert "Soirs et nuits" in refused.content.decode()
    current = Roster.objects.get(pk=roster.pk).version
    assert client.post(page, said | {"version": current, "day_1": "0-14"}).status_code == 422
    assert client.post(page, said | {"version": current}).status_code == 302
    assert Roster.objects.get(pk=roster.pk).name == "Soirs et nuits"


def test_an_erased_card_leaves_its_turns_to_nobody_and_an_erased_structure_leaves_none(
    roster: Roster, structure: Structure, team: list[Person], founder: User
) -> None:
    erase_person(team[0], by=founder)
    assert gaps(structure, 10)
    assert roster.duties.filter(published=None).exists()
    rosters.open_board(structure, on=FIRST, by=founder)
    erase_structure(structure, by=founder)
    assert not Duty.objects.exists()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2027-02", date(2027, 2, 1)), ("2032-12", date(2032, 12, 1)), ("2033-01", FIRST), ("2027-13", FIRST),
        ("0000-01", FIRST), ("9" * 30 + "-1", FIRST), ("9" * 5_000 + "-1", FIRST), ("1-2-3", FIRST), ("", FIRST),
    ],
)  # fmt: skip
def test_whatever_is_typed_as_a_month_shows_one(typed: str, shown: date) -> None:
    assert month_of(typed, date(2027, 3, 31)) == shown
