"""One's own card by a link: seen first, said exact, mended, taken away, left; by its holder and nobody else's hand."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.links.models import Link
from maillage.mail.models import Recipient, Sending
from maillage.people import services
from maillage.people.models import CardDoor, Person
from maillage.people.queries.members import in_order, to_check
from maillage.people.services import GivenDemand, GivenPerson, doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import said_of
from maillage.structures.services import erase

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def max_(structure: Structure) -> Person:
    """Adhérent of the cast, with an address of his own."""
    person = structure.people.get(name="Max Fictif")
    Person.objects.filter(pk=person.pk).update(email="max@example.org")
    person.refresh_from_db()
    return person


@pytest.fixture
def door(max_: Person) -> str:
    link = doors_to([max_], on=date.today())[max_.pk]  # noqa: DTZ011 -- a civil day
    return link.get_absolute_url()


def ask(structure: Structure, by: User, on: date = TODAY) -> list[str]:
    asked = services.ask_to_check(structure, by=by, on=on, at=NOW, address_of=Link.get_absolute_url)
    return [person.name for person in in_order(structure.people.all(), asked.written)]


def sent(**fields: str) -> dict[str, str]:
    return {
        "commune": "Bressols",
        "workplace": "",
        "email": "max@example.org",
        "phone": "",
        "preferred": "",
        **fields,
    }


def test_the_name_comes_first_and_reading_changes_nothing(door: str, max_: Person, client: Client) -> None:
    before, entries = Person.objects.values().get(pk=max_.pk), Entry.objects.count()
    for _ in range(3):
        page = client.get(door).content.decode()
        client.head(door)
        client.get(f"{door}partir/")
    assert page.index("Max Fictif") < page.index("max@example.org")
    assert Person.objects.values().get(pk=max_.pk) == before
    assert max_.adhesions.get().until is None
    assert Entry.objects.count() == entries


def test_one_tap_says_that_all_is_exact(door: str, max_: Person, client: Client) -> None:
    assert client.post(door, {"exact": "1"}).status_code == 302
    max_.refresh_from_db()
    assert max_.checked_on is not None
    assert max_.commune == "Bressols"


def test_what_was_said_exact_is_taken_back_from_the_same_link_for_days(
    door: str, max_: Person, client: Client
) -> None:
    client.post(door, {"exact": "1"})
    Person.objects.filter(pk=max_.pk).update(checked_on=date(2026, 3, 1))
    assert "Annuler" in client.get(door).content.decode()
    client.post(door, {"undo": "1"})
    max_.refresh_from_db()
    assert max_.checked_on is None
    client.post(door, {"undo": "1"})
    assert Entry.objects.filter(sentence__contains="retire").count() == 1
    assert "Annuler" not in client.get(door).content.decode().replace("Annuler cette absence", "")


def test_whose_card_it_is_learns_that_its_link_left(door: str, max_: Person, client: Client) -> None:
    """A link may have been forwarded: its owner is told, once, and how to undo it."""
    for _ in range(2):
        client.post(f"{door}partir/", {"choice": "partir"})
    row = Recipient.objects.get(sending__key__startswith="people.gone ")
    assert row.address == "max@example.org"
    assert "Pour annuler" in row.sending.body


def test_a_departure_is_not_told_at_an_address_that_others_read(
    structure: Structure, door: str, client: Client
) -> None:
    Person.objects.create(
        structure=structure, name="Jo", profession="infirmier", engagement="", email="Max@example.org"
    )
    client.post(f"{door}partir/", {"choice": "partir"})
    assert not Sending.objects.exists()


def test_what_one_corrects_is_kept_and_noted(door: str, max_: Person, client: Client) -> None:
    client.post(door, sent(commune="Montauban", phone="06 12 34 56 78", shows_phone="on"))
    max_.refresh_from_db()
    assert (max_.commune, max_.phone, max_.shows_phone) == ("Montauban", "0612345678", True)
    assert max_.checked_on
    assert "Par son lien, Max Fictif corrige sa fiche." in Entry.objects.values_list("sentence", flat=True)


@pytest.mark.parametrize("fields", [{"phone": "12"}, {"email": "x"}, {"commune": ""}, {"commune": "82300"}])
def test_what_is_not_understood_is_said_and_kept(
    door: str, max_: Person, client: Client, fields: dict[str, str]
) -> None:
    answer = client.post(door, sent(workplace="Chez moi", **fields))
    max_.refresh_from_db()
    if answer.status_code == 302:  # a code of one commune is its name
        assert max_.commune.isalpha() or " " in max_.commune or "-" in max_.commune
    else:
        assert answer.status_code == 422
        assert 'value="Chez moi"' in answer.content.decode()
        assert max_.workplace == ""


def test_leaving_is_a_choice_between_two(door: str, max_: Person, client: Client) -> None:
    for choice in ({}, {"choice": "rester"}, {"choice": "autre"}):
        client.post(f"{door}partir/", choice)
        assert max_.adhesions.get().until is None
    client.post(f"{door}partir/", {"choice": "partir"})
    client.post(f"{door}partir/", {"choice": "partir"})
    assert max_.adhesions.get().until is not None


def test_all_that_is_kept_of_one_is_taken_away(door: str, client: Client) -> None:
    told = json.loads(client.get(f"{door}donnees/").content)
    assert (told["name"], told["adhesions"][0]["kind"], told["fees"][0]["receipt"]["number"]) == (
        "Max Fictif", "adherent", 1,
    )  # fmt: skip


def test_a_link_that_is_over_or_of_a_card_gone_leads_nowhere(door: str, max_: Person, client: Client) -> None:
    assert client.get(f"{door}ailleurs/").status_code == 404
    Link.objects.filter(card_door__person=max_).update(expires_on=date(2026, 1, 1))
    assert client.get(door).status_code == 404


# Asking


def test_each_is_written_to_once_a_month_with_a_link_of_their_own(
    structure: Structure, max_: Person, founder: User
) -> None:
    assert ask(structure, founder) == ["Max Fictif"]
    ask(structure, founder)
    (row,) = Recipient.objects.all()
    assert row.address == "max@example.org"
    assert max_.door.link.get_absolute_url() in row.sending.body
    ask(structure, founder, on=date(2026, 9, 5))
    assert Sending.objects.count() == 2
    assert Link.objects.filter(purpose="fiche").count() == 1


@pytest.mark.parametrize(("said_on", "written"), [(date(2025, 9, 5), []), (date(2025, 9, 4), ["Max Fictif"])])
def test_who_said_it_less_than_six_months_ago_is_left_alone(
    structure: Structure, max_: Person, founder: User, said_on: date, written: list[str]
) -> None:
    Person.objects.filter(pk=max_.pk).update(checked_on=said_on)
    assert ask(structure, founder) == written
    assert to_check(structure, on=TODAY).recent == (not written)


def test_the_home_reminds_of_it_twice_a_year(structure: Structure, max_: Person, founder: User) -> None:
    today, at = timezone.localdate(), timezone.now()

    def is_told() -> bool:
        return any("toujours exacte" in task.text for task in said_of(structure, {"run"}).tasks)

    max_.adhesions.update(since=today - timedelta(days=30))
    assert not is_told()
    max_.adhesions.update(since=today - timedelta(days=300))
    assert is_told()
    Person.objects.filter(pk=max_.pk).update(checked_on=today)
    assert not is_told()
    Person.objects.filter(pk=max_.pk).update(checked_on=today - timedelta(days=300))
    assert is_told()
    services.ask_to_check(structure, by=founder, on=today, at=at, address_of=Link.get_absolute_url)
    assert not is_told()  # asked, and silent
    Sending.objects.update(made_at=at - timedelta(days=190))
    assert is_told()


@pytest.mark.django_db(transaction=True)
def test_two_who_make_the_same_link_at_once_make_one(
    structure: Structure, at_once: Callable[..., list[Any]]
) -> None:
    ada = structure.people.get(name="Ada Fictif")
    before = Link.objects.count()
    made = at_once(*[lambda: doors_to([ada], on=TODAY)] * 4)
    assert {each[ada.pk].token for each in made} == {CardDoor.objects.get(person=ada).link.token}
    assert Link.objects.count() == before + 1


def test_a_shared_address_receives_no_personal_link(
    structure: Structure, max_: Person, founder: User
) -> None:
    services.welcome(structure, [GivenPerson("Kim Fictif", "infirmier", email="MAX@example.org")], by=founder)
    asked = services.ask_to_check(structure, by=founder, on=TODAY, at=NOW, address_of=Link.get_absolute_url)
    assert ([person.name for person in asked.shared], asked.written) == (["Max Fictif"], ())
    assert not Sending.objects.exists()
    page = client_of(founder).get(reverse("people:check", args=[structure.slug])).content.decode()
    assert "À interroger autrement" in page


def test_whoever_is_let_in_is_told(structure: Structure, founder: User) -> None:
    demand = structure.join_requests.get()
    client_of(founder).post(reverse("people:demand", args=[structure.slug, demand.pk]), {"card": "new"})
    (row,) = Recipient.objects.all()
    assert (row.address, row.sending.about) == ("lou@example.org", structure.pk)


def test_a_demand_whose_name_was_pasted_on_two_lines_is_answered(structure: Structure, founder: User) -> None:
    given = GivenDemand("Kim\nFictif", "infirmier", "liberal", "Bressols", "kim@example.org")
    demand = services.ask_to_join(structure.joining_rules, given, college=None, key=uuid4(), on=TODAY)
    services.accept(demand, None, by=founder, on=TODAY)
    services.tell_accepted(demand, at=NOW)
    assert Recipient.objects.get(address="kim@example.org").name == "Kim Fictif"


def test_the_links_of_cards_go_with_the_structure(structure: Structure, door: str, founder: User) -> None:
    erase(structure, by=founder)
    assert not Link.objects.filter(purpose__in=["fiche", "adhesion"]).exists()
