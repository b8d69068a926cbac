"""The home of somebody without account: whether they are up to date, what comes, and nothing that is another's."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.outreach.models import Bulletin
from maillage.outreach.services import events as evenings
from maillage.people import services
from maillage.people.models import Fee, Payment, Person
from maillage.people.services import GivenPerson, doors_to
from maillage.people.services.desk import GivenDesk, set_desk
from maillage.structures.models import Structure
from maillage.structures.services import switch_modules

pytestmark = pytest.mark.django_db


@pytest.fixture
def max_(structure: Structure) -> Person:
    """Adhérent of the cast, reachable, checked today."""
    Person.objects.filter(name="Max Fictif").update(
        email="max@example.org", commune="Bressols", checked_on=timezone.localdate()
    )
    return structure.people.get(name="Max Fictif")


@pytest.fixture
def door(max_: Person) -> str:
    return doors_to([max_], on=timezone.localdate())[max_.pk].get_absolute_url()


def page_at(door: str) -> str:
    return (
        Client()
        .get(door)
        .content.decode()
        .replace("\N{NO-BREAK SPACE}", " ")
        .replace("\N{NARROW NO-BREAK SPACE}", " ")
    )


def owing(person: Person, amount: int = 20) -> Fee:
    today = timezone.localdate()
    Fee.objects.filter(person=person).delete()
    return Fee.objects.create(
        person=person, since=today, until=today + timedelta(days=365), amount=Decimal(amount)
    )


def pay(structure: Structure, fees: list[Fee], payer: str, by: User) -> Payment:
    return services.receive(
        structure, [fee.pk for fee in fees], paid_on=date(2026, 3, 5), means="virement", payer=payer, by=by
    )


# Fees


def test_who_owes_reads_how_much_and_how_to_pay(
    structure: Structure, max_: Person, door: str, founder: User
) -> None:
    owing(max_)
    amounts = {None: Decimal(20)}
    services.set_fees(
        structure,
        basis="civile",
        next_year_from=None,
        amounts=amounts,
        how_to_pay="<b>Chèque</b>",
        by=founder,
    )
    page = page_at(door)
    assert "Votre cotisation est due." in page
    assert "20 €" in page
    assert "&lt;b&gt;Chèque&lt;/b&gt;" in page
    assert "Vous êtes à jour" not in page


def test_who_does_not_belong_reads_of_no_fee(max_: Person, door: str) -> None:
    max_.fees.all().delete()
    max_.adhesions.all().delete()
    assert "Votre cotisation" not in page_at(door)


def test_who_paid_takes_their_receipt(structure: Structure, max_: Person, door: str, founder: User) -> None:
    payment = pay(structure, [owing(max_)], "", founder)
    assert "Vous êtes à jour" in page_at(door)
    answer = Client().get(f"{door}recu-{payment.number}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_a_receipt_that_names_others_is_its_payer_s_alone(
    structure: Structure, max_: Person, door: str, founder: User
) -> None:
    (kim,) = services.welcome(structure, [GivenPerson("Kim Fictif", "infirmier")], by=founder)
    payment = pay(structure, [owing(max_), owing(kim, 30)], "Kim Fictif", founder)
    page = page_at(door)
    assert "payée par Kim Fictif, qui a le reçu" in page
    assert "30 €" not in page
    assert Client().get(f"{door}recu-{payment.number}/").status_code == 404
    theirs = doors_to([kim], on=timezone.localdate())[kim.pk].get_absolute_url()
    assert Client().get(f"{theirs}recu-{payment.number}/").status_code == 200


@pytest.mark.parametrize("number", ["0", "999999", "x", "", "²", "99999999999999999999"])
def test_no_other_number_leads_to_a_receipt(number: str, door: str) -> None:
    assert Client().get(f"{door}recu-{number}/").status_code == 404


def test_the_receipt_of_another_structure_is_not_there(
    structure: Structure, max_: Person, door: str, founder: User
) -> None:
    last = pay(structure, [owing(max_)], "", founder)
    other = services.found(
        name="Autre",
        codes=["31555"],
        by=founder,
        on=date(2026, 3, 2),
        people=[GivenPerson("Lou Fictif", "infirmier")],
    )
    lou = other.people.get()
    for _ in range(last.number + 1):
        theirs = pay(other, [owing(lou)], "", founder)
        lou.refresh_from_db()
    assert theirs.number > last.number
    assert Client().get(f"{door}recu-{theirs.number}/").status_code == 404


def test_where_nothing_is_asked_nothing_is_said_of_fees(
    structure: Structure, max_: Person, door: str
) -> None:
    Fee.objects.filter(person=max_).delete()
    structure.fee_rule.delete()
    assert "cotisation</h2>" not in page_at(door)


# The next gesture


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            {"commune": "", "email": ""},
            "Il manque à votre fiche votre commune d’exercice et un courriel ou un téléphone",
        ),
        ({"checked_on": None}, "toujours exacte"),
        ({"checked_on": date(2020, 1, 1)}, "toujours exacte"),
        ({}, "Rien ne vous attend"),
    ],
)
def test_the_next_gesture_is_the_one_that_misses(
    columns: dict[str, object], said: str, max_: Person, door: str
) -> None:
    Person.objects.filter(pk=max_.pk).update(**columns)
    page = page_at(door)
    assert said in page
    assert page.count("btn-primary") == (said != "Rien ne vous attend")


def test_what_others_see_is_what_the_list_shows(
    structure: Structure, max_: Person, door: str, member: User
) -> None:
    url = reverse("people:members", args=[structure.slug])
    for shows, says in ((False, "votre commune et vos absences"), (True, "votre courriel et vos absences")):
        Person.objects.filter(pk=max_.pk).update(shows_email=shows)
        assert says in page_at(door)
        assert ("max@example.org" in client_of(member).get(url).content.decode()) == shows


def test_the_desk_of_the_structure_is_there(
    structure: Structure, max_: Person, door: str, founder: User
) -> None:
    set_desk(
        structure, GivenDesk(phone="0563000000", hours="le matin"), answers=max_, backup=None, version=0, by=founder, on=date(2026, 3, 5)
    )  # fmt: skip
    assert "05 63 00 00 00 (le matin)" in page_at(door)


# What upper rooms bring


def test_events_to_come_are_there_with_how_to_register(
    structure: Structure, door: str, founder: User
) -> None:
    event = structure.events.get()
    begins = timezone.now() + timedelta(days=9)
    type(event).objects.filter(pk=event.pk).update(
        starts_at=begins, ends_at=begins + timedelta(hours=2), closes_on=None, capacity=None
    )
    page = page_at(door)
    assert escape(event.title) in page
    assert event.link.get_absolute_url() in page
    event.refresh_from_db()
    given = evenings.GivenRegistration("Max Fictif", "medecin_generaliste", "max@example.org")
    made = evenings.register(event, given, key=uuid4(), at=timezone.now())
    page = page_at(door)
    assert "votre place est retenue" in page
    assert made.link is not None
    assert made.link.get_absolute_url() in page


@pytest.mark.parametrize(("invited", "is_there"), [("medecin_generaliste", True), ("pharmacien", False)])
def test_an_evening_for_other_professions_is_not_proposed(
    invited: str, is_there: bool, structure: Structure, door: str
) -> None:
    event = structure.events.get()
    begins = timezone.now() + timedelta(days=9)
    type(event).objects.filter(pk=event.pk).update(
        starts_at=begins, ends_at=begins + timedelta(hours=2), closes_on=None, capacity=None
    )
    event.invited.all().delete()
    event.invited.create(profession=invited)
    assert (escape(event.title) in page_at(door)) == is_there


@pytest.mark.parametrize(
    ("audience", "is_there"),
    [
        ("", True),
        ("profession:medecin_generaliste", True),
        ("profession:infirmier", False),
        ("commune:bressols", True),
    ],
)
def test_a_bulletin_is_read_by_those_it_was_written_to(
    audience: str, is_there: bool, structure: Structure, door: str
) -> None:
    Bulletin.objects.filter(structure=structure).update(
        sent_at=timezone.now(), body="Des <nouvelles>.", title="Mars", audience=audience
    )
    assert ("Des &lt;nouvelles&gt;." in page_at(door)) == is_there


def test_a_draft_is_nobody_s_and_who_left_reads_no_bulletin(
    structure: Structure, max_: Person, door: str
) -> None:
    Bulletin.objects.filter(structure=structure).update(title="Mars", words="Rien encore")
    assert "Mars" not in page_at(door)
    Bulletin.objects.filter(structure=structure).update(sent_at=timezone.now(), body="Dit en mars")
    services.go(max_, on=timezone.localdate(), at=timezone.now())
    assert "Dit en mars" not in page_at(door)


def test_what_a_structure_switched_off_brings_nothing(structure: Structure, door: str, founder: User) -> None:
    Bulletin.objects.filter(structure=structure).update(sent_at=timezone.now(), body="Dit", title="Mars")
    switch_modules(structure, [], by=founder)
    page = page_at(door)
    assert "Derniers bulletins" not in page
    assert "Prochains événements" not in page
