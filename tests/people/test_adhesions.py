"""What was typed wrong of an adhésion is corrected: its days, its college, a departure, an entry that never was."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.kernel import BadInput
from maillage.people import services
from maillage.people.models import Adhesion, College, Fee, Payment, Person
from maillage.people.queries.joining import demands
from maillage.people.queries.members import Roll, Wanted
from maillage.people.services.importing import Options, foreseen, read_members
from maillage.structures.models import Structure
from maillage.tables import read_text

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)


@pytest.fixture
def ada(structure: Structure) -> Person:
    return structure.people.get(name="Ada Fictif")


@pytest.fixture
def noted(ada: Person, founder: User) -> Adhesion:
    """Of one who belongs since this spring, and paid nothing."""
    return services.enter(ada, "adherent", by=founder, on=TODAY)


def page_of(adhesion: Adhesion) -> str:
    return reverse("people:correct_adhesion", args=[adhesion.person.structure.slug, adhesion.pk])


def test_a_college_and_a_day_typed_wrong_are_corrected_from_the_card(noted: Adhesion, founder: User) -> None:
    structure = noted.person.structure
    other = College.objects.create(structure=structure, name="Salariés")
    client = client_of(founder)
    card = client.get(reverse("people:card", args=[structure.slug, noted.person_id])).content.decode()
    assert f'action="{page_of(noted)}"' in card
    sent = {"since": "2026-01-15", "until": "", "college": str(other.pk)}
    assert "c’est corrigé" in client.post(page_of(noted), sent, follow=True).content.decode()
    noted.refresh_from_db()
    assert (noted.since, noted.until, noted.college) == (date(2026, 1, 15), None, other)
    assert Entry.objects.filter(sentence="L’adhésion de Ada Fictif est corrigée.").exists()


def test_the_college_of_another_structure_is_refused(noted: Adhesion, founder: User) -> None:
    sent = {"since": "2026-01-15", "until": "", "college": "999999"}
    assert "choix" in client_of(founder).post(page_of(noted), sent, follow=True).content.decode()
    noted.refresh_from_db()
    assert noted.since == TODAY


def test_a_departure_noted_by_mistake_is_taken_back(noted: Adhesion, founder: User) -> None:
    structure = noted.person.structure
    services.leave(noted, by=founder, on=date(2026, 3, 20))
    services.correct_adhesion(noted, since=TODAY, until=None, college=None, by=founder)
    assert noted.person_id in Roll(structure, on=date(2026, 4, 1)).listed(Wanted())


def test_days_that_cannot_be_are_refused(noted: Adhesion, founder: User) -> None:
    services.leave(noted, by=founder, on=date(2026, 3, 20))
    later = services.enter(noted.person, "adherent", by=founder, on=date(2026, 4, 1))
    for since, until, said in (
        (TODAY, date(2026, 3, 4), "avant l’entrée"),
        (TODAY, None, "autre ligne"),
        (TODAY, date(2026, 4, 2), "autre ligne"),
    ):
        with pytest.raises(BadInput, match=said):
            services.correct_adhesion(noted, since=since, until=until, college=None, by=founder)
    services.correct_adhesion(noted, since=TODAY, until=date(2026, 4, 1), college=None, by=founder)
    with pytest.raises(BadInput, match="autre ligne"):
        services.correct_adhesion(later, since=date(2026, 3, 31), until=None, college=None, by=founder)


def test_an_entry_that_never_was_leaves_nothing(noted: Adhesion, founder: User) -> None:
    client, sent = client_of(founder), {"withdraw": "1"}
    assert "entrée est retirée" in client.post(page_of(noted), sent, follow=True).content.decode()
    assert not noted.person.adhesions.exists()
    assert client.post(page_of(noted), sent).status_code == 404
    with pytest.raises(BadInput, match="vient d’être retirée"):
        services.withdraw_adhesion(noted, by=founder)


def test_what_was_paid_for_or_asked_for_is_not_withdrawn(
    structure: Structure, noted: Adhesion, founder: User
) -> None:
    """Ada was entered by hand, and paid; somebody else asked to join."""
    services.ask_fees(structure, by=founder, on=TODAY)
    services.receive(structure, [noted.person.fees.get().pk], paid_on=TODAY, means="cheque", by=founder)
    with pytest.raises(BadInput, match="reçu"):
        services.withdraw_adhesion(noted, by=founder)
    services.take_back(Payment.objects.get(fees__person=noted.person), by=founder)
    services.withdraw_adhesion(noted, by=founder)
    assert not Fee.objects.filter(person=noted.person).exists()
    asked = services.accept(structure.join_requests.get(), None, by=founder, on=TODAY)
    with pytest.raises(BadInput, match="départ"):
        services.withdraw_adhesion(asked, by=founder)


def test_parts_of_a_company_have_their_own_page(noted: Adhesion, founder: User) -> None:
    Adhesion.objects.filter(pk=noted.pk).update(kind="associe", parts=10)
    with pytest.raises(BadInput, match="leur page"):
        services.correct_adhesion(noted, since=TODAY, until=None, college=None, by=founder)


# One that says on which day it ends runs as any other until then


@pytest.fixture
def yearly(structure: Structure, founder: User) -> Adhesion:
    """As lists of association tools have them: until the end of next year."""
    college = College.objects.create(structure=structure, name="Annuels")
    ada = structure.people.get(name="Ada Fictif")
    made = services.enter(ada, "adherent", college=college, by=founder, on=TODAY)
    Adhesion.objects.filter(pk=made.pk).update(until=timezone.localdate() + timedelta(days=300))
    made.refresh_from_db()
    return made


def test_its_college_lists_those_who_belong_and_those_who_left(yearly: Adhesion) -> None:
    structure, of_it = yearly.person.structure, Wanted(college=str(yearly.college_id))
    roll = Roll(structure, on=timezone.localdate())
    assert list(roll.listed(of_it)) == [yearly.person_id]
    Adhesion.objects.filter(pk=yearly.pk).update(until=timezone.localdate())
    assert list(roll.listed(of_it)) == []
    assert list(roll.listed(replace(of_it, state="partis"))) == [yearly.person_id]


def test_whoever_leaves_by_their_link_belongs_no_more(
    yearly: Adhesion, founder: User, client: Client
) -> None:
    today = timezone.localdate()
    door = services.doors_to([yearly.person], on=today)[yearly.person_id].get_absolute_url()
    later = Adhesion.objects.create(
        person=yearly.person, kind="adherent", since=today + timedelta(days=300)
    )  # the year after
    for _ in range(2):
        client.post(f"{door}partir/", {"choice": "partir"})
    for adhesion in (yearly, later):
        adhesion.refresh_from_db()
    assert (yearly.until, later.until) == (today, later.since)
    assert Entry.objects.filter(sentence__endswith="est parti.").count() == 1


def test_the_bureau_notes_a_departure_before_its_day(yearly: Adhesion, founder: User) -> None:
    structure, today = yearly.person.structure, timezone.localdate()
    client, url = client_of(founder), reverse("people:leave", args=[structure.slug, yearly.pk])
    card = reverse("people:card", args=[structure.slug, yearly.person_id])
    assert f'action="{url}"' in client.get(card).content.decode()
    client.post(url, {"until": today.isoformat()})
    yearly.refresh_from_db()
    assert yearly.until == today
    assert f'action="{url}"' not in client.get(card).content.decode()


def test_nobody_enters_beside_it(yearly: Adhesion, founder: User) -> None:
    with pytest.raises(BadInput, match="corrigez cette date"):
        services.enter(yearly.person, "adherent", by=founder, on=timezone.localdate())
    assert yearly.until
    services.enter(yearly.person, "adherent", by=founder, on=yearly.until)
    assert yearly.person.adhesions.count() == 2


def test_a_list_without_days_adds_none_beside_it(yearly: Adhesion, founder: User) -> None:
    structure, today = yearly.person.structure, timezone.localdate()
    reading = read_members(
        read_text("Nom;Profession\nAda Fictif;infirmier\n", name="l.csv"), Options(since=today)
    )
    assert foreseen(structure, reading, Options(since=today), on=today).plan.joined == []


def test_who_belongs_so_and_asks_again_is_said_to_belong(yearly: Adhesion, founder: User) -> None:
    structure, today = yearly.person.structure, timezone.localdate()
    Person.objects.filter(pk=yearly.person_id).update(rpps="10003461034")
    given = services.GivenDemand(
        "Ada Fictif", "infirmier", "liberal", "Bressols", "a@example.org", rpps="10003461034"
    )
    rules = structure.joining_rules
    made = services.ask_to_join(rules, given, college=None, key=uuid4(), on=today)
    (seen,) = demands(structure, rules, [made], on=today)
    assert seen.is_of_a_member
