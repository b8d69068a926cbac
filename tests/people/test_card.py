"""The card of somebody, for who runs the structure: all that is known of them is read there, from whatever room."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.mail.models import Recipient
from maillage.outreach.enums import Wish
from maillage.outreach.models import DoNotContact, Subscription
from maillage.people import services
from maillage.people.models import CardDoor, Fee, Person
from maillage.people.services import GivenPerson
from maillage.structures.models import Structure
from maillage.structures.services import switch_modules
from outreach import calls
from outreach import events as doings

pytestmark = pytest.mark.django_db
MAX = "Max Fictif"


@pytest.fixture
def max_(structure: Structure) -> Person:
    """Adhérent of the cast, reachable."""
    Person.objects.filter(name=MAX).update(
        email="max@example.org", rpps="10100000017", commune="Bressols", profession="infirmier"
    )
    return structure.people.get(name=MAX)


def address_of(person: Person) -> str:
    return reverse("people:card", args=[person.structure.slug, person.pk])


def card_of(person: Person, by: User) -> str:
    page = client_of(by).get(address_of(person)).content.decode()
    return page.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def told(person: Person, by: User, **given: str) -> None:
    client_of(by).post(reverse("people:own_page", args=[person.structure.slug, person.pk]), given)


# Fees


def test_a_card_says_what_its_person_owes_then_the_receipt_of_what_they_paid(
    structure: Structure, max_: Person, founder: User
) -> None:
    today = timezone.localdate()
    Fee.objects.filter(person=max_).delete()
    fee = Fee.objects.create(person=max_, since=today, until=today + timedelta(days=365), amount=Decimal(20))
    assert "Doit 20 €." in card_of(max_, founder)
    payment = services.receive(
        structure, [fee.pk], paid_on=date(2026, 3, 5), means="virement", payer="Cabinet Fictif", by=founder
    )
    page = card_of(max_, founder)
    assert "Doit" not in page
    assert "À jour le" in page
    assert "reçue le 5 mars 2026, de Cabinet Fictif" in page
    assert reverse("people:receipt", args=[structure.slug, payment.pk]) in page


def test_a_card_says_nothing_of_fees_where_none_is_asked(
    structure: Structure, max_: Person, founder: User
) -> None:
    Fee.objects.filter(person=max_).delete()
    structure.fee_rule.delete()
    assert "Cotisation</h2>" not in card_of(max_, founder)


# What rooms above know


def test_a_card_says_the_events_its_person_came_to(structure: Structure, max_: Person, founder: User) -> None:
    evening = doings.announced(structure, founder)
    registration = doings.come(evening, email="max@example.org", rpps=max_.rpps)
    type(registration).objects.filter(pk=registration.pk).update(person=max_, minutes=90)
    page = card_of(max_, founder)
    assert "Antibiotiques, " in page
    assert "était là 1 h 30." in page
    assert reverse("outreach:event", args=[structure.slug, evening.pk]) in page


def test_a_card_says_the_last_events_and_how_many_came_before(
    structure: Structure, max_: Person, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maillage.outreach.queries.card_lines.MOST_EVENTS", 2)
    for rank, title in enumerate(("Une", "Deux", "Trois", "Quatre")):
        on = doings.EVENING + rank * doings.DAY
        evening = doings.announced(structure, founder, title=title, starts_at=on)
        registration = doings.come(evening, email="max@example.org")
        type(registration).objects.filter(pk=registration.pk).update(person=max_)
    page = card_of(max_, founder)
    assert [title for title in ("Une,", "Deux,", "Trois,", "Quatre,") if title in page] == [
        "Trois,",
        "Quatre,",
    ]
    assert "Et 2 autres, avant." in page


def test_a_card_says_that_bulletins_are_refused(structure: Structure, max_: Person, founder: User) -> None:
    Subscription.objects.filter(structure=structure, address="max@example.org").update(
        person=max_, wish=Wish.REFUSED, asked_at=timezone.now()
    )
    assert "max@example.org : Ne les reçoit plus, depuis le " in card_of(max_, founder)


def test_a_card_says_whom_its_person_calls_for_and_that_they_want_no_call(
    structure: Structure, max_: Person, founder: User
) -> None:
    campaign = calls.launched(structure, founder)
    (caller,) = calls.callers(campaign, founder, 1)
    page = card_of(caller.person, founder)
    assert "Infirmiers : appelle depuis le 5 mars 2026." in page
    assert "ne l’appelle plus" not in page
    DoNotContact.objects.create(national=f"8{max_.rpps}", asked_on=date(2026, 3, 5))
    assert "ne l’appelle plus" in card_of(max_, founder)


def test_a_card_never_says_what_its_person_answered_a_peer_but_that_they_join(
    structure: Structure, max_: Person, founder: User
) -> None:
    campaign = calls.launched(structure, founder)
    (caller,) = calls.callers(campaign, founder, 1)
    call = campaign.calls.create(
        caller=caller,
        national=f"8{max_.rpps}",
        name=MAX,
        profession="infirmier",
        commune="82025",
        reserved_on=calls.NOON.date(),
        answer="non",
        answered_at=calls.NOON,
    )
    assert "« " not in card_of(max_, founder).partition("Campagnes</h2>")[2].partition("</ul>")[0]
    type(call).objects.filter(pk=call.pk).update(answer="adhere")
    assert f"A dit « adhère » à {caller} le 5 mars 2026." in card_of(max_, founder)


def test_a_module_switched_off_says_nothing_on_cards(
    structure: Structure, max_: Person, founder: User
) -> None:
    registration = doings.come(doings.announced(structure, founder), email="max@example.org")
    type(registration).objects.filter(pk=registration.pk).update(person=max_)
    assert "Antibiotiques" in card_of(max_, founder)
    switch_modules(structure, ["bulletins"], by=founder)
    assert "Antibiotiques" not in card_of(max_, founder)


# Their own page


def test_a_manager_sends_somebody_the_link_of_their_page(max_: Person, founder: User) -> None:
    CardDoor.objects.filter(person=max_).delete()
    assert "Aucun lien n’est ouvert." in card_of(max_, founder)
    told(max_, founder, send="1")
    told(max_, founder, send="1")
    (message,) = Recipient.objects.filter(address="max@example.org").select_related("sending")
    door = CardDoor.objects.get(person=max_).link.get_absolute_url()
    assert door in message.sending.body
    assert Client().get(door).status_code == 200
    assert door in card_of(max_, founder)


@pytest.mark.parametrize("address", ["", "max", "kim@example.org"])
def test_no_personal_link_leaves_for_an_address_that_is_not_theirs_alone(
    address: str, structure: Structure, max_: Person, founder: User
) -> None:
    services.welcome(structure, [GivenPerson("Kim Fictif", "infirmier")], by=founder)
    structure.people.filter(name="Kim Fictif").update(email="Kim@example.org")
    Person.objects.filter(pk=max_.pk).update(email=address)
    told(max_, founder, send="1")
    assert not Recipient.objects.filter(sending__key__startswith="people.door").exists()
    page = card_of(max_, founder)
    assert "donnez le lien autrement" in page
    assert "Lui envoyer le lien" not in page


def test_a_link_to_hand_over_is_replaced_when_it_went_astray(max_: Person, founder: User) -> None:
    told(max_, founder, open="1")
    before = CardDoor.objects.get(person=max_).link.get_absolute_url()
    assert before in card_of(max_, founder)
    told(max_, founder, replace="1")
    after = CardDoor.objects.get(person=max_).link.get_absolute_url()
    assert Client().get(before).status_code == 404
    assert Client().get(after).status_code == 200
