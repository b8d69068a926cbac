"""Whom a request that is freed, or over, is told to: nobody at night, nobody who stopped, and always who held it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from care.taker import FRIDAY, ask, desk_of, nurse
from care.taker import written_to as subjects
from maillage.accounts.models import User
from maillage.care.enums import RequestKind, RequestState
from maillage.care.models import CareRequest, Search, Watch
from maillage.care.services import requests as services
from maillage.care.services import ringing, watching
from maillage.care.services.due import do_due
from maillage.mail.models import Sending
from maillage.people.models import Absence, Person
from maillage.people.services import doors_to
from maillage.structures.models import ModuleChoice, Structure

pytestmark = pytest.mark.django_db
#: What is after the queue has had its pass.
SOON = timedelta(minutes=1)
#: Friday 4 December 2026, eleven at night, then Monday at eight, at Montauban.
NIGHT, MONDAY = FRIDAY + timedelta(hours=5, minutes=10), FRIDAY + timedelta(days=2, hours=14, minutes=10)


def written_to(person: Person) -> int:
    return len(subjects(f"{person.name.split(maxsplit=1)[0].lower()}@example.org"))


@pytest.fixture
def lou(structure: Structure) -> Person:
    return nurse(structure, "Lou Fictif")


@pytest.fixture
def kim(structure: Structure) -> Person:
    return nurse(structure, "Kim Fictif")


def taken(structure: Structure, by: Person, **said: Any) -> CareRequest:
    request = ask(structure, **said)
    return ringing.take(request.offers.get(person=by), at=FRIDAY + SOON)


def test_a_taker_gives_back_whatever_became_of_the_address_of_another(
    structure: Structure, lou: Person, kim: Person, client: Client
) -> None:
    request = taken(structure, lou)
    for address in ("", "pas-une-adresse"):
        Person.objects.filter(pk=kim.pk).update(email=address)
        page = doors_to([lou], on=timezone.localdate())[lou.pk]
        here = page.step(f"besoin-{request.offers.get(person=lou).pk}")
        client.post(here, {"do": "rendre", "reason": "empeche"})
        request.refresh_from_db()
        assert (request.state, request.taker) == (RequestState.OPEN, None)
        ringing.take(request.offers.get(person=lou), at=FRIDAY + SOON)


def test_what_is_given_back_at_night_wakes_nobody_and_is_told_in_the_morning(
    structure: Structure, lou: Person, kim: Person
) -> None:
    request = taken(structure, lou)
    ringing.give_back(request, at=NIGHT, reason="empeche")
    ringing.ring_due(NIGHT + SOON)
    assert written_to(kim) == 1
    next_at = Search.objects.get(request=request).next_at
    assert next_at
    assert next_at > NIGHT + timedelta(hours=50)
    ringing.ring_due(MONDAY)
    ringing.ring_due(MONDAY + SOON)
    assert [written_to(each) for each in (lou, kim)] == [1, 2]
    assert request.offers.count() == 2
    ringing.take(request.offers.get(person=kim), at=MONDAY + SOON)
    request.refresh_from_db()
    ringing.give_back(request, at=MONDAY + 2 * SOON, reason="empeche")
    ringing.ring_due(MONDAY + timedelta(hours=1))
    assert [written_to(each) for each in (lou, kim)] == [1, 2]


@pytest.mark.parametrize("gone", ["stopped", "left", "away"])
def test_what_is_given_back_is_told_to_nobody_who_stopped_or_is_not_there(
    structure: Structure, lou: Person, kim: Person, gone: str
) -> None:
    request, on = taken(structure, lou), FRIDAY.date()
    if gone == "stopped":
        watching.stop(kim)
    elif gone == "left":
        Person.objects.filter(pk=kim.pk).update(engagement="")
        kim.adhesions.create(kind="adherent", since=on - timedelta(days=30), until=on)
    else:
        Absence.objects.create(person=kim, since=on, last_day=on)
    ringing.give_back(request, at=FRIDAY + 2 * SOON, reason="empeche")
    ringing.ring_due(FRIDAY + timedelta(hours=1))
    assert written_to(kim) == 1


def test_who_held_what_is_withdrawn_joined_or_given_to_another_reads_it(
    structure: Structure, lou: Person, founder: User
) -> None:
    withdrawn, joined, freed = (taken(structure, lou) for _ in range(3))
    ringing.withdraw(withdrawn, at=FRIDAY + 2 * SOON, by=founder)
    ringing.withdraw(withdrawn, at=FRIDAY + 2 * SOON, by=founder)
    services.join(joined, ask(structure), at=FRIDAY + 2 * SOON, by=founder)
    ringing.give_back(freed, at=FRIDAY + 2 * SOON, by=founder)
    told = subjects("lou@example.org")
    for request in (withdrawn, joined, freed):
        about = [subject for subject in told if request.code in subject]
        assert len(about) == 1, about


def test_what_ends_twice_is_told_twice(structure: Structure, lou: Person, founder: User) -> None:
    desk = desk_of(structure)
    request = taken(structure, lou, desk=desk)
    for turn in (1, 2):
        ringing.withdraw(request, at=FRIDAY + turn * SOON, by=founder)
        assert [request.code in each for each in subjects("lou@example.org")].count(True) == turn
        ringing.reopen(request, at=FRIDAY + turn * SOON, by=founder)
        if turn == 1:
            services.take(request.offers.get(person=lou), at=FRIDAY + turn * SOON)
    for turn in (1, 2):
        ringing.end_unmet(request, at=FRIDAY + turn * SOON, reason="personne", by=founder)
        assert len([each for each in subjects(desk.email) if each.startswith("Sans réponse")]) == turn
        ringing.reopen(request, at=FRIDAY + turn * SOON, by=founder)


def test_who_took_it_since_the_page_was_read_is_told_all_the_same(
    structure: Structure, lou: Person, founder: User
) -> None:
    seen = ask(structure)
    ringing.take(seen.offers.get(person=lou), at=FRIDAY + SOON)
    ringing.withdraw(CareRequest(pk=seen.pk, structure=structure, code=seen.code), at=FRIDAY, by=founder)
    assert len([each for each in subjects("lou@example.org") if seen.code in each]) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_a_withdrawal_and_a_taker_at_once_nobody_believes_that_they_hold_it(
    structure: Structure, lou: Person, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    for _ in range(8):
        request = ask(structure)
        offer, seen = request.offers.get(person=lou), CareRequest.objects.get(pk=request.pk)
        at_once(
            lambda offer=offer: ringing.take(offer, at=FRIDAY),
            lambda seen=seen: ringing.withdraw(seen, at=FRIDAY, by=founder),
        )
        request.refresh_from_db()
        assert request.state == RequestState.WITHDRAWN
        told = [each for each in subjects("lou@example.org") if request.code in each]
        assert len(told) == bool(request.taker_id)


def test_a_module_switched_off_and_an_example_on_a_real_site_disturb_nobody(
    structure: Structure, lou: Person, kim: Person, settings: Settings
) -> None:
    request = ask(structure)
    held = taken(structure, kim, kind=RequestKind.HOME)
    Search.objects.filter(request=request).update(next_at=FRIDAY)
    Watch.objects.update(km=31)
    late = nurse(structure, "Eve Fictif")
    before, later = Sending.objects.count(), FRIDAY + timedelta(days=3)

    choice = ModuleChoice.objects.create(structure=structure, module="soins", is_on=False)
    do_due(later)
    assert Sending.objects.count() == before
    choice.delete()

    Structure.objects.filter(pk=structure.pk).update(is_fictitious=True)
    settings.DEMO = False
    do_due(later)
    assert Sending.objects.count() == before

    settings.DEMO = True
    do_due(later)
    assert written_to(late) == 1
    assert [held.code in each for each in subjects("kim@example.org")].count(True) == 1
