"""What is urgent names who watches meanwhile, or whom to call; a page by link says what its structure keeps."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from care.doctoring import wanted
from care.evenings import FIRST, LAST, NOW, evenings, three
from care.taker import FRIDAY, ask, desk_of, nurse
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.care.enums import Mode
from maillage.care.models import CareRequest, CareSetting, DoctorsSetting, Roster, RosterMember
from maillage.care.queries.meanwhile import meanwhile
from maillage.care.services import helping, ringing, rosters, unscheduled
from maillage.care.services.doctors import open_page
from maillage.people.models import ContactDesk, Person
from maillage.people.services import doors_to
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
#: Of the evenings, a Monday at six in the evening; and in the morning, when nobody is on duty.
EVE, MORNING = NOW.replace(hour=17), NOW


@pytest.fixture
def roster(structure: Structure, founder: User) -> Roster:
    return evenings(structure, three(structure), founder, FIRST, LAST, at=NOW)


def holder(roster: Roster) -> Person:
    person = roster.duties.select_related("published").get(day=FIRST).published
    assert person
    return person


def urgent(structure: Structure, **said: Any) -> CareRequest:
    words = {"profession": "medecin_generaliste", "is_urgent": True, "at": MORNING, "due_at": EVE}
    return ask(structure, **(words | said))


def test_who_is_on_duty_watches_and_their_telephone_is_theirs_to_show(
    structure: Structure, roster: Roster
) -> None:
    request, person = urgent(structure), holder(roster)
    Person.objects.filter(pk=person.pk).update(phone="0639980002")

    def read(*, is_outside: bool = True) -> list[tuple[str, str, str]]:
        found = meanwhile(request, at=EVE, is_outside=is_outside)
        assert found
        return [(each.who, each.until, each.phone) for each in found.on_watch]

    until = "1\N{NO-BREAK SPACE}h"
    assert read() == [(person.name, until, "")]
    RosterMember.objects.filter(person=person).update(phone_agreed_on=FIRST)
    assert read() == [(person.name, until, "0639980002")]
    Roster.objects.update(is_shown=False)
    assert read() == []
    assert read(is_outside=False) == [(person.name, until, "0639980002")]


@pytest.mark.parametrize(
    ("said", "at", "watched"),
    [
        ({}, EVE, 1),
        ({}, MORNING, 0),
        ({"profession": "infirmier"}, EVE, 0),
        ({"is_urgent": False}, EVE, None),
    ],
)
def test_nobody_is_named_who_is_not_on_duty_for_it(
    structure: Structure, roster: Roster, said: dict[str, Any], at: datetime, watched: int | None
) -> None:
    found = meanwhile(urgent(structure, **said), at=at, is_outside=True)
    assert (len(found.on_watch) if found else None) == watched


def test_once_it_is_taken_its_taker_watches(structure: Structure) -> None:
    lou = nurse(structure, "Lou Fictif")
    request = urgent(structure, profession="infirmier")
    assert meanwhile(request, at=MORNING, is_outside=True)
    taken = ringing.take(request.offers.get(person=lou), at=MORNING)
    assert meanwhile(taken, at=MORNING, is_outside=True) is None


def test_who_asked_and_who_coordinates_read_it(
    structure: Structure, roster: Roster, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, name = desk_of(structure), holder(roster).name
    for_home, for_doctor = (
        urgent(structure, desk=desk),
        wanted(structure, at=MORNING, desk=desk, is_urgent=True),
    )
    here = [
        (founder, reverse("care:request", args=[structure.slug, for_home.number])),
        (founder, reverse("care:doctor", args=[structure.slug, for_doctor.number])),
        (None, desk.link.step(f"demande-{for_home.number}")),
        (None, desk.link.step(f"demande-{for_doctor.number}")),
    ]

    def pages(at: datetime) -> list[str]:
        monkeypatch.setattr(timezone, "now", lambda: at)
        return [client_of(who).get(url).content.decode() for who, url in here]

    for page in pages(EVE):
        assert f"<strong>{name}</strong> est de garde" in page
        assert "le\N{NO-BREAK SPACE}15" in page
    Structure.objects.filter(pk=structure.pk).update(contact="")
    ContactDesk.objects.filter(structure=structure).delete()
    inside, outside = "Dire qui répond", "pas dit qui appeler"
    assert [(inside in page, outside in page) for page in pages(MORNING)] == 2 * [(True, False)] + 2 * [
        (False, True)
    ]
    Structure.objects.filter(pk=structure.pk).update(contact="accueil@cpts.example")
    for page in pages(MORNING):
        assert "Personne n’est de garde" in page
        assert "accueil@cpts.example" in page


def test_a_telephone_is_dialled_without_spaces(structure: Structure, client: Client) -> None:
    desk, lou = desk_of(structure), nurse(structure, "Lou Fictif")
    request = ask(structure, desk=desk)
    ringing.take(request.offers.get(person=lou), at=FRIDAY)
    page = client.get(desk.link.step(f"demande-{request.number}")).content.decode()
    assert 'href="tel:0639980002"' in page


def _own(structure: Structure, _by: User) -> str:
    person = nurse(structure, "Lou Fictif")
    return doors_to([person], on=timezone.localdate())[person.pk].step("prevenir")


def _board(structure: Structure, by: User) -> str:
    return rosters.open_board(structure, on=timezone.localdate(), by=by).link.get_absolute_url()


def _post(structure: Structure, by: User) -> str:
    return unscheduled.add_post(structure, "Nuit", key=uuid4(), by=by).link.get_absolute_url()


def _public(structure: Structure, by: User) -> str:
    Structure.objects.filter(pk=structure.pk).update(contact="accueil@cpts.example")
    structure.contact = "accueil@cpts.example"
    open_page(structure, site="https://maillage.example/", by=by)
    return DoctorsSetting.objects.get(structure=structure).link.get_absolute_url()


@pytest.mark.parametrize(
    "opened",
    [
        _own,
        _board,
        _post,
        _public,
        lambda structure, by: helping.open_door(structure, by=by).get_absolute_url(),
        lambda structure, _by: desk_of(structure).link.get_absolute_url(),
        lambda structure, _by: desk_of(structure).link.step("confidentialite"),
    ],
)
def test_a_page_by_link_says_what_its_structure_keeps(
    structure: Structure, founder: User, client: Client, opened: Callable[[Structure, User], str]
) -> None:
    url, foot = opened(structure, founder), 'care-mode mt-4"><strong>'
    assert f"{foot}Sans identité." in client.get(url).content.decode()
    CareSetting.objects.update_or_create(structure=structure, defaults={"mode": Mode.HEALTH_DATA})
    page = client.get(url).content.decode()
    assert f"{foot}Données de santé." in page
    assert "Aucun nom, aucune date de naissance" not in page
