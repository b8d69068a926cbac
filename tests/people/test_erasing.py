"""Erase me, but keep the books: what goes, what stays under a name alone, what the passing of time does."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grounds import structure_on
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.jobs.services import daily_work
from maillage.links.models import Link
from maillage.mail.models import Recipient
from maillage.outreach import services as outreach
from maillage.outreach.models import Registration, Subscription
from maillage.outreach.types import Reached
from maillage.people import services
from maillage.people.documents import copy_of_card, receipt
from maillage.people.models import Absence, Adhesion, Fee, JoinRequest, Payment, Person
from maillage.people.queries.fees import fees_on, told
from maillage.people.queries.retention import retention, to_forget
from maillage.people.services import GivenDemand, GivenPerson, merging
from maillage.portal.commands import cli
from maillage.structures.models import Structure
from maillage.structures.services import erase
from maillage.ui.queries import card_data, contents_of, personal_data

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 15)
LEFT = date(2026, 3, 20)


@pytest.fixture
def max_(structure: Structure) -> Person:
    """Adhérent, who paid by one transfer, with an address of his own, a link, an absence and a theme."""
    person: Person = structure.people.get(name="Max Fictif")
    Person.objects.filter(pk=person.pk).update(email="max@example.org", rpps="10003461033")
    person.refresh_from_db()
    services.note_absence(person, since=TODAY, last_day=TODAY, by=None, on=TODAY)
    services.say_interests(person, ["prevention"], by=None)
    registered = Registration.objects.filter(event__structure=structure, name=person.name)
    registered.update(person=person, email=person.email)
    return person


@pytest.fixture
def door(max_: Person) -> str:
    return services.doors_to([max_], on=timezone.localdate())[max_.pk].get_absolute_url()


def naming(name: str) -> dict[str, list[str]]:
    """Table → the values that hold this name, in the whole database."""
    from django.apps import apps

    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        if not model._meta.managed or model._meta.label.startswith("accounts."):
            continue
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
        ]
        for row in model._base_manager.values_list(*columns) if columns else ():
            held = [value for value in row if isinstance(value, str) and name in value]
            if held:
                found.setdefault(model._meta.label, []).extend(held)
    return found


def test_only_the_books_name_who_was_erased(
    structure: Structure, max_: Person, founder: User, door: str
) -> None:
    sums = told(fees_on(structure, TODAY))
    erased = services.erase_person(max_, by=founder)
    assert naming("Max Fictif") == {"people.Fee": ["Max Fictif"], "people.Payment": ["Max Fictif"]}
    assert naming("max@example.org") == {}
    assert told(fees_on(structure, TODAY)) == sums
    assert (erased.fees, Fee.objects.get().amount) == (1, Decimal(20))
    said = Entry.objects.filter(subject=structure.pk).values_list("sentence", flat=True)
    assert any(f"personne effacée n° {erased.number}" in sentence for sentence in said)
    assert not Link.objects.filter(purpose="fiche").exists()
    assert not Absence.objects.exists()


def test_the_receipt_stays_exact_and_no_list_has_the_name(
    structure: Structure, max_: Person, founder: User
) -> None:
    payment = Payment.objects.get()
    before = receipt(payment)
    services.erase_person(max_, by=founder)
    assert receipt(Payment.objects.get()) == before
    client = client_of(founder)
    pages = [(name, ()) for name in ("members", "team", "doubles", "check")]
    for name, suffix in (*pages, ("export", ("csv",))):
        page = client.get(
            reverse(f"people:{name}", args=[structure.slug, *suffix]), {"state": "tous"}
        ).content.decode()
        assert "Max Fictif" not in page, name
    table = client.get(reverse("people:fees", args=[structure.slug])).content.decode()
    assert "Personne effacée" in table.split("Paiements reçus")[0]
    json.dumps(contents_of(structure), default=str)


def test_what_is_owed_is_owed_no_more(structure: Structure, founder: User, max_: Person) -> None:
    services.take_back(Payment.objects.get(), by=founder)
    assert services.erase_person(max_, by=founder).fees == 0
    assert not Fee.objects.exists()


def test_a_payment_taken_back_since_names_nobody_and_is_owed_by_nobody(
    structure: Structure, founder: User, max_: Person
) -> None:
    """Noted by mistake, nothing was paid: the books have no reason to keep the name."""
    services.erase_person(max_, by=founder)
    services.take_back(Payment.objects.get(), by=founder)
    assert "people.Fee" not in naming("Max Fictif")
    assert told(fees_on(structure, TODAY)).awaited == 0
    assert "annulé" in Entry.objects.filter(subject=structure.pk).latest("pk").sentence


def test_erased_twice_is_erased_once(structure: Structure, founder: User, max_: Person) -> None:
    services.erase_person(max_, by=founder)
    count = Entry.objects.count()
    services.erase_person(max_, by=founder)
    assert Entry.objects.count() == count


def test_cards_that_were_made_one_go_together(structure: Structure, founder: User, max_: Person) -> None:
    given = [GivenPerson(f"{title} Max Fictif", "medecin_generaliste") for title in ("Dr", "Docteur")]
    second, third = services.welcome(structure, given, by=founder)
    for gone, kept in ((third, second), (second, max_)):
        merging.merge(kept, gone, by=founder, at=timezone.now())
    services.erase_person(max_, by=founder)
    assert [card.name for card in Person.everybody.filter(structure=structure)] == ["Ada Fictif"]
    assert naming("Max Fictif").keys() == {"people.Fee", "people.Payment"}


def test_another_structure_keeps_its_own_card(structure: Structure, founder: User, max_: Person) -> None:
    other = structure_on(["82121"], by=founder)
    (there,) = services.welcome(
        other, [GivenPerson("Max Fictif", "medecin_generaliste", email="max@example.org")], by=founder
    )
    adhesion = services.enter(there, "adherent", by=founder, on=LEFT)
    outreach.doors_to(other, [Reached("max@example.org", there)])
    before = Person.objects.values().get(pk=there.pk)
    services.erase_person(max_, by=founder)
    assert Person.objects.values().get(pk=there.pk) == before
    assert Adhesion.objects.filter(pk=adhesion.pk).exists()
    assert Subscription.objects.get().structure == other


def test_a_namesake_keeps_their_name_in_the_trail(structure: Structure, founder: User, max_: Person) -> None:
    services.welcome(structure, [GivenPerson("Max Fictif", "infirmier")], by=founder)
    before = Entry.objects.filter(sentence__contains="Max Fictif").count()
    services.erase_person(max_, by=founder)
    assert Entry.objects.filter(sentence__contains="Max Fictif").count() == before > 0


def test_an_address_shared_by_others_is_still_theirs(
    structure: Structure, founder: User, max_: Person
) -> None:
    services.welcome(structure, [GivenPerson("Kim Fictif", "infirmier", email="max@example.org")], by=founder)
    sending = structure.bulletins.model._meta.get_field("sending").related_model.objects.create(
        key="x", subject="Bonjour", about=structure.pk, made_at=timezone.now()
    )
    row = Recipient.objects.create(sending=sending, address="max@example.org", next_try_at=timezone.now())
    services.erase_person(max_, by=founder)
    row.refresh_from_db()
    assert row.address == "max@example.org"


def test_a_refusal_stays_and_an_address_that_receives_goes(
    structure: Structure, founder: User, max_: Person
) -> None:
    other = Person.objects.create(structure=structure, name="Kim Fictif", profession="infirmier")
    doors = outreach.doors_to(structure, [Reached("kim@example.org", other)])
    outreach.stop(doors["kim@example.org"], at=timezone.now())
    services.dismiss(structure, [max_.pk, other.pk], by=founder)
    for person in (max_, other):
        services.erase_person(person, by=founder)
    assert [(each.address, each.person) for each in Subscription.objects.all()] == [("kim@example.org", None)]


def test_by_ones_own_link_it_is_a_choice_between_two(
    structure: Structure, door: str, max_: Person, client: Client
) -> None:
    page = client.get(f"{door}effacer/").content.decode()
    assert "reçu n°" in page
    for choice in ({}, {"choice": "garder"}, {"choice": "autre"}):
        client.post(f"{door}effacer/", choice)
        assert Person.objects.filter(pk=max_.pk).exists()
    assert "effacée" in client.post(f"{door}effacer/", {"choice": "effacer"}).content.decode()
    assert client.get(door).status_code == 404
    assert not Person.everybody.filter(pk=max_.pk).exists()


def test_whoever_runs_the_structure_erases_on_request(
    structure: Structure, founder: User, max_: Person
) -> None:
    url = reverse("people:erase_card", args=[structure.slug, max_.pk])
    assert "Ce qui reste" in client_of(founder).get(url).content.decode()
    assert Person.objects.filter(pk=max_.pk).exists()
    client_of(founder).post(url)
    assert not Person.everybody.filter(pk=max_.pk).exists()


# The passing of time


def left(person: Person, on: date) -> None:
    person.adhesions.update(since=on - timedelta(days=9), until=on)
    Person.objects.filter(pk=person.pk).update(engagement="")


@pytest.mark.parametrize(("on", "goes"), [(date(2028, 3, 19), False), (date(2028, 3, 20), True)])
def test_who_left_is_erased_after_the_delay_of_the_table(
    structure: Structure, max_: Person, on: date, goes: bool
) -> None:
    left(max_, LEFT)
    for _ in range(2):
        daily_work(on)
    assert Person.everybody.filter(pk=max_.pk).exists() is not goes


def test_nobody_else_is(structure: Structure, max_: Person, founder: User) -> None:
    daily_work(date(2046, 1, 1))
    assert structure.people.count() == 2
    left(max_, LEFT)
    services.enter(max_, "adherent", by=founder, on=date(2027, 1, 1))  # came back
    assert not to_forget(on=date(2046, 1, 1)).exists()
    structure.people.filter(name="Ada Fictif").update(engagement="")  # known, never belonged
    assert not to_forget(on=date(2046, 1, 1)).exists()


def test_refused_demands_and_past_absences_go_too(structure: Structure, founder: User, max_: Person) -> None:
    demand = structure.join_requests.get()
    services.refuse(demand, "Hors du territoire.", by=founder, on=LEFT)
    given = GivenDemand("Kim Fictif", "infirmier", "liberal", "Bressols", "kim@example.org")
    services.ask_to_join(structure.joining_rules, given, college=None, key=uuid4(), on=LEFT)
    services.erase_over(on=date(2027, 3, 19))
    assert JoinRequest.objects.filter(pk=demand.pk).exists()
    services.erase_over(on=date(2027, 9, 15))
    assert [each.name for each in JoinRequest.objects.all()] == ["Kim Fictif"]
    assert not Absence.objects.exists()


def test_past_the_term_of_the_books_the_name_goes_and_the_sums_stay(
    structure: Structure, max_: Person, founder: User
) -> None:
    services.erase_person(max_, by=founder)
    services.erase_over(on=date(2036, 3, 1))
    assert Fee.objects.get().who == "Max Fictif"
    services.erase_over(on=date(2036, 3, 2))
    assert naming("Max Fictif") == {}
    assert Fee.objects.get().who == Payment.objects.get().payer == "Personne effacée"


def test_each_term_says_who_chose_it(structure: Structure, founder: User) -> None:
    page = client_of(founder).get(reverse("people:retention", args=[structure.slug])).content.decode()
    assert page.count("choisi par nous") == len(retention())


def test_the_worker_does_it_once_a_day(structure: Structure, max_: Person) -> None:
    left(max_, timezone.localdate() - timedelta(days=800))
    assert CliRunner().invoke(cli, ["worker", "--once"]).exit_code == 0
    assert not Person.everybody.filter(pk=max_.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_once_it_is_done_once(
    structure: Structure, max_: Person, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    results = at_once(*[lambda: services.erase_person(max_, by=founder)] * 2)
    assert sorted(each.fees for each in results) == [0, 1]
    assert Fee.objects.count() == 1


def test_a_structure_that_is_erased_takes_its_books_along(
    structure: Structure, max_: Person, founder: User
) -> None:
    services.erase_person(max_, by=founder)
    erase(structure, by=founder)
    assert not Fee.objects.exists()


# Taken along


def test_what_one_takes_away_says_all_that_the_rooms_keep(door: str, max_: Person, client: Client) -> None:
    told = json.loads(client.get(f"{door}donnees/").content)
    assert told["rooms"]["Bulletins"][0]["Courriel"] == "max@example.org"
    headings = card_data(max_)
    assert headings["Vos cotisations"][0]["État"].startswith("reçu n° 1")
    assert headings["Ce qui vous intéresse"] == [{"Thème": "Prévention"}]
    document = copy_of_card(max_, headings, on=TODAY)
    assert [section.title for section in document.sections] == [*headings, "Combien de temps"]


def test_it_is_read_as_a_pdf(door: str, client: Client) -> None:
    answer = client.get(f"{door}copie/")
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")


def test_every_column_of_a_card_is_taken_away_or_ours(max_: Person) -> None:
    """A column that is added is added to the copy too."""
    ours = {"id", "structure", "is_fictitious", "directory_seen", "is_merged", "called", "alike"}
    filled = {
        field.name: f"x-{field.name}"
        for field in Person._meta.concrete_fields
        if isinstance(field, models.CharField) and not field.choices and field.name not in ours
    }
    for name, value in filled.items():
        setattr(max_, name, value)
    said = " ".join(str(lines) for lines in card_data(max_).values())
    assert [name for name, value in filled.items() if value not in said] == []


def test_an_account_exports_the_cards_that_its_address_alone_opens(
    structure: Structure, max_: Person, member: User, founder: User
) -> None:
    Person.objects.filter(pk=max_.pk).update(email="Membre@example.org")
    (told_,) = personal_data(member)["fiches"]
    assert (told_["Structure"], told_["Votre fiche"][0]["Nom"]) == ("CPTS du Tescou", "Max Fictif")
    services.welcome(structure, [GivenPerson("Kim Fictif", "infirmier", email=member.email)], by=founder)
    assert personal_data(member)["fiches"] == []
