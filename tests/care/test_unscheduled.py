"""What each can take, said without a diary; what became of people, counted in two taps."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from maillage.accounts.models import User
from maillage.care.enums import AskerKind, Outcome, RequestKind, Unit
from maillage.care.models import Capacity, RegulatedCase, RegulationPost
from maillage.care.queries.roster_counts import unscheduled_year
from maillage.care.queries.unscheduled import Room, cases_by_day, taken_on
from maillage.care.services import requests
from maillage.care.services import unscheduled as services
from maillage.kernel import BadInput
from maillage.people.models import Absence, Person
from maillage.people.services import doors_to, erase_person
from maillage.structures.models import Structure
from maillage.structures.queries import SENT

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
WEEK = {0: Decimal(3), 1: Decimal("1.5")}


@pytest.fixture
def max_alone(structure: Structure, max_: Person) -> Person:
    structure.care_capacities.all().delete()
    return max_


@pytest.fixture
def post(structure: Structure) -> RegulationPost:
    found: RegulationPost = structure.regulation_posts.select_related("structure__territory", "link").get()
    found.cases.all().delete()
    return found


def totals(structure: Structure, day: date) -> list[str]:
    return [room.total.replace("\N{NO-BREAK SPACE}", " ") for room in Room(structure, day).read().trades()]


def test_a_week_an_exception_and_an_absence_make_the_day(structure: Structure, max_alone: Person) -> None:
    services.say_capacity(max_alone, Unit.SLOTS, WEEK, on=MONDAY)
    assert totals(structure, MONDAY) == ["3 créneaux"]
    assert totals(structure, MONDAY + timedelta(days=1)) == ["1,5 créneaux"]
    assert totals(structure, MONDAY + timedelta(days=2)) == []
    services.say_day(max_alone, MONDAY + timedelta(days=2), Decimal(4), on=MONDAY)
    assert totals(structure, MONDAY + timedelta(days=2)) == ["4 créneaux"]
    Absence.objects.create(person=max_alone, since=MONDAY, last_day=MONDAY)
    assert totals(structure, MONDAY) == []
    Absence.objects.update(replaced_by="Kim Fictif")
    assert totals(structure, MONDAY) == ["3 créneaux"]


def test_nothing_is_offered_by_somebody_from_the_day_they_leave(
    structure: Structure, max_alone: Person
) -> None:
    services.say_capacity(max_alone, Unit.SLOTS, {0: Decimal(3), 1: Decimal(2)}, on=MONDAY)
    Person.objects.update(engagement="")
    max_alone.adhesions.all().delete()
    max_alone.adhesions.create(kind="adherent", since=date(2020, 1, 1), until=MONDAY + timedelta(days=1))
    assert [totals(structure, MONDAY + timedelta(days=number)) for number in (0, 1)] == [["3 créneaux"], []]
    week = Room(structure, MONDAY, MONDAY + timedelta(days=6)).read()
    assert [(each.day, each.amount) for each in week.offered()] == [(MONDAY, Decimal(3))]
    max_alone.adhesions.create(kind="adherent", since=MONDAY + timedelta(days=1))
    assert totals(structure, MONDAY + timedelta(days=1)) == ["2 créneaux"]


def test_months_sum_up_what_the_days_offer_one_by_one(structure: Structure, max_alone: Person) -> None:
    services.say_capacity(max_alone, Unit.SLOTS, WEEK, on=MONDAY)
    for number, amount in ((0, 0), (2, 4), (30, 1), (31, 2), (60, 5)):
        services.say_day(max_alone, MONDAY + timedelta(days=number), Decimal(amount), on=MONDAY)
    services.say_capacity(max_alone, Unit.SLOTS, {6: Decimal(2)}, on=MONDAY + timedelta(days=50))
    for since, days, stands_in in ((20, 12, ""), (30, 9, ""), (58, 4, "Kim Fictif")):
        first = MONDAY + timedelta(days=since)
        Absence.objects.create(
            person=max_alone, since=first, last_day=first + timedelta(days=days), replaced_by=stands_in
        )
    for begins, ends in product((-40, 0, 3, 29), (3, 31, 75, 400)):
        room = Room(structure, MONDAY + timedelta(days=begins), MONDAY + timedelta(days=ends)).read()
        days = defaultdict[tuple[int, date], Decimal](Decimal)
        for each in room.offered():
            days[each.capacity.pk, each.day.replace(day=1)] += each.amount
        assert {(of.pk, month): amount for of, month, amount in room.by_month()} == days


def test_a_card_taken_into_another_offers_nothing_any_more(structure: Structure, max_alone: Person) -> None:
    services.say_capacity(max_alone, Unit.SLOTS, WEEK, on=MONDAY)
    Person.everybody.filter(pk=max_alone.pk).update(is_merged=True)
    assert totals(structure, MONDAY) == []


def test_who_cares_for_nobody_declares_no_capacity(structure: Structure) -> None:
    usager = structure.people.create(name="Usa Fictif", profession="usager", email="usa@example.org")
    page = doors_to([usager], on=timezone.localdate())[usager.pk].step("capacite")
    week = {"unit": "creneaux", **{f"day_{number}": "5" for number in range(7)}}
    assert [Client().get(page).status_code, Client().post(page, week).status_code] == [404, 404]
    assert not usager.offered_capacities.exists()


def test_what_changes_today_leaves_what_was_offered_before_counted(
    structure: Structure, max_alone: Person, founder: User
) -> None:
    services.say_capacity(max_alone, Unit.SLOTS, WEEK, on=MONDAY)
    services.say_capacity(max_alone, Unit.HOURS, {0: Decimal(2)}, on=MONDAY + timedelta(days=7))
    services.say_capacity(max_alone, Unit.HOURS, {0: Decimal(1)}, on=MONDAY + timedelta(days=7))
    counted = unscheduled_year(structure, 2026, on=MONDAY + timedelta(days=13))
    march = {key[2]: amount for key, amount in counted.offered.items() if key[0] == 3}
    assert march == {Unit.SLOTS: Decimal("4.5"), Unit.HOURS: Decimal(1)}
    assert counted.slots_by_month == {3: Decimal("4.5")}
    erase_person(max_alone, by=founder)
    assert unscheduled_year(structure, 2026, on=MONDAY + timedelta(days=13)).slots == Decimal("4.5")


def test_a_capacity_is_not_lowered_under_what_is_taken_today(structure: Structure, max_alone: Person) -> None:
    services.say_capacity(max_alone, Unit.SLOTS, WEEK, on=MONDAY)
    noon = datetime(2026, 3, 2, 11, tzinfo=UTC)
    words = requests.Asked(RequestKind.UNSCHEDULED, max_alone.profession, "46042", AskerKind.PROFESSIONAL)
    for _ in range(2):
        (offer,) = requests.offer(requests.ask(structure, words, key=uuid4(), at=noon), [max_alone], at=noon)
        requests.take(offer, at=noon)
    with pytest.raises(BadInput, match="2 demandes sont déjà prises".replace(" ", ".", 1)):
        services.say_day(max_alone, MONDAY, Decimal(1), on=MONDAY)
    services.say_day(max_alone, MONDAY, Decimal(2), on=MONDAY)
    assert unscheduled_year(structure, 2026, on=MONDAY).took_part >= 1


def test_two_taps_count_one_and_the_third_takes_it_back(post: RegulationPost) -> None:
    address = post.link.get_absolute_url()
    first = Client().get(address).content.decode()
    assert "Médecin généraliste" in first
    assert not RegulatedCase.objects.filter(post=post).exists()
    page = f"{address}infirmier/"
    key = Client().get(page).content.decode().split('name="key" value="')[1][:36]
    for _ in range(3):
        assert Client().post(page, {"key": key, "outcome": Outcome.DIRECTED}).status_code == 302
    (case,) = RegulatedCase.objects.filter(post=post)
    assert (case.profession, case.outcome) == ("infirmier", Outcome.DIRECTED)
    for wrong in (
        {"key": key, "outcome": "autre"},
        {"outcome": Outcome.REFUSED},
        {"key": "x", "outcome": "refuse"},
    ):
        Client().post(page, wrong)
    assert RegulatedCase.objects.filter(post=post).count() == 1
    assert Client().get(f"{address}astrologue/").status_code == 404
    for _ in range(2):
        Client().post(address, {"undo": str(case.pk)})
    assert not RegulatedCase.objects.filter(post=post).exists()


def test_a_closed_post_counts_no_more_and_what_it_counted_stays(post: RegulationPost, founder: User) -> None:
    at = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # the 3rd, in Paris
    for outcome in (Outcome.TAKEN_SOON, Outcome.TAKEN_SOON, Outcome.REFUSED):
        services.count_case(post, "infirmier", outcome, key=uuid4(), at=at)
    services.close_post(post, at=at, by=founder)
    assert Client().get(post.link.get_absolute_url()).status_code == 404
    (day,) = cases_by_day(post.structure, MONDAY, MONDAY + timedelta(days=5))
    assert (day.day, day.cells, day.total) == (date(2026, 3, 3), [2, 0, 0, 1], 3)
    counted = unscheduled_year(post.structure, 2026, on=date(2026, 3, 31))
    assert (counted.directed, counted.seen_within_a_day) == (3, 2)
    assert counted.cases[3, Outcome.REFUSED] == 1


def test_capacity_is_said_by_the_link_of_ones_card(structure: Structure, max_alone: Person) -> None:
    page = f"{doors_to([max_alone], on=timezone.localdate())[max_alone.pk].get_absolute_url()}capacite/"
    assert Client().get(page).status_code == 200
    assert Client().post(page, {"unit": "creneaux", "day_0": "deux"}).status_code == 422
    assert Client().post(page, {"unit": "cas", "day_0": "2,5", "day_4": "1"}).status_code == 302
    held = Capacity.objects.get(person=max_alone)
    assert (held.unit, [str(day.amount) for day in held.week.all()]) == (Unit.CASES, ["2.5", "1.0"])
    past = (timezone.localdate() - timedelta(days=3)).isoformat()
    assert Client().post(page, {"day": past, "amount": "1"}).status_code == 422
    coming = timezone.localdate() + timedelta(days=1)
    assert Client().post(page, {"day": coming.isoformat(), "amount": "0"}).status_code == 302
    (single,) = held.exceptions.all()
    Client().post(page, {"forget": str(single.pk)})
    assert not held.exceptions.exists()


def test_a_tap_of_another_post_counts_nothing_here(
    structure: Structure, post: RegulationPost, founder: User, client: Client
) -> None:
    key = uuid4()
    other = services.add_post(structure, "Poste voisin", key=uuid4(), by=founder)
    services.count_case(other, "infirmier", Outcome.TAKEN_SOON, key=key, at=timezone.now())
    before = post.cases.count()
    tapped = client.post(
        post.link.step("infirmier"), {"outcome": Outcome.TAKEN_SOON, "key": str(key)}, follow=True
    )
    assert SENT in tapped.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert post.cases.count() == before


def test_what_is_left_is_said_once_something_is_taken_and_hours_are_not_compared(
    structure: Structure, max_alone: Person
) -> None:
    services.say_capacity(max_alone, Unit.SLOTS, WEEK, on=MONDAY)
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def left(day: date = MONDAY) -> list[str]:
        rooms = Room(structure, day).read().trades(taken_on(structure, day))
        return [room.total.replace("\N{NO-BREAK SPACE}", " ") for room in rooms]

    for said in ("3 créneaux, il en reste 2", "3 créneaux, il en reste 1", "3 créneaux, tout est pris"):
        asked = requests.Asked(RequestKind.UNSCHEDULED, max_alone.profession, "82121", AskerKind.STRUCTURE)
        made = requests.ask(structure, asked, key=uuid4(), at=at)
        requests.take(requests.offer(made, [max_alone], at=at)[0], at=at)
        assert left() == [said]
    requests.give_back(made, at=at)
    assert left() == ["3 créneaux, il en reste 1"]
    assert left(MONDAY + timedelta(days=1)) == ["1,5 créneaux"]
    Capacity.objects.update(unit=Unit.HOURS)
    assert left() == ["3 heures"]
