"""Whom no message reaches stays on every list, is named to be told otherwise, and is put back by a gesture."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from mail import returns
from mail.letters import NOON, deliver, write
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.mail.enums import State
from maillage.mail.models import FailingAddress, Recipient
from maillage.mail.services import take_in
from maillage.mail.types import Returns
from maillage.people import services
from maillage.people.models import Adhesion, Person
from maillage.people.queries.members import Roll, Wanted, by_kind, counts_of, in_order, to_check
from maillage.people.queries.reaching import stopped_in, without_address
from maillage.people.services import OwnWords, doors_to, forget_addresses
from maillage.structures.models import Structure
from maillage.structures.queries import said_of
from maillage.structures.services import invite
from maillage.ui.queries import card_data, contents_of, news

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def lou(structure: Structure) -> Person:
    """Somebody who belongs, whose address is dead."""
    person = Person.objects.create(
        structure=structure, name="Lou Fictif", profession="infirmier", email="Lou@example.org", engagement=""
    )
    Adhesion.objects.create(person=person, kind="adherent", since=TODAY - timedelta(days=30))
    bounce(structure, "lou@example.org")
    return person


def bounce(structure: Structure, address: str, *, key: str = "k") -> Recipient:
    row = write(address, key=key, about=structure.pk).recipients.get()
    deliver()
    row.refresh_from_db()
    take_in(returns.postfix(row), Returns(), now=NOON + timedelta(hours=1))
    return row


def page_of(user: User, structure: Structure) -> Any:
    return client_of(user).get(reverse("people:unreached", args=[structure.slug]))


def test_a_dead_address_drops_nobody_from_any_list(structure: Structure, lou: Person, founder: User) -> None:
    roll = Roll(structure, on=TODAY)
    assert lou.pk in roll.listed(Wanted())
    assert lou.pk in roll.listed(Wanted(state="autrement"))
    assert next(iter(by_kind(structure, counts_of(structure, on=TODAY)).values())) >= 1
    lou.refresh_from_db()
    assert lou.email == "Lou@example.org"
    members = client_of(founder).get(reverse("people:members", args=[structure.slug]))
    assert "courriel à vérifier" in members.content.decode()


def test_those_to_tell_otherwise_are_those_without_an_address_that_receives(
    structure: Structure, lou: Person
) -> None:
    for name, email in (("Ada", ""), ("Jo", "jo@example.org"), ("Kim", "pas une adresse")):
        card = Person.objects.create(structure=structure, name=name, profession="infirmier", email=email)
        Adhesion.objects.create(person=card, kind="adherent", since=TODAY)
    listed = Roll(structure, on=TODAY).listed(Wanted(state="autrement"))
    names = list(Person.objects.filter(pk__in=listed).order_by("name").values_list("name", flat=True))
    assert names[:3] == ["Ada", "Kim", "Lou Fictif"]
    assert "Jo" not in names
    without = in_order(structure.people.all(), without_address(structure, on=TODAY))
    assert [person.name for person in without][:2] == ["Ada", "Kim"]


def test_the_manager_is_told_on_the_home_and_a_member_is_not(
    structure: Structure, lou: Person, founder: User, member: User
) -> None:
    assert any("Vérifier 1" in task.text for task in said_of(structure, {"edit"}).tasks)
    assert not any("Vérifier" in task.text for task in said_of(structure, set()).tasks)
    assert page_of(member, structure).status_code == 403
    page = page_of(founder, structure).content.decode()
    assert "lou@example.org" in page
    assert "n’existe pas" in page
    members = client_of(member).get(reverse("people:members", args=[structure.slug])).content.decode()
    assert "à vérifier" not in members
    assert "À prévenir autrement" not in members


def test_the_card_says_so_and_its_correction_ends_it(
    structure: Structure, lou: Person, founder: User
) -> None:
    client, url = client_of(founder), reverse("people:card", args=[structure.slug, lou.pk])
    assert "Courriel à vérifier" in client.get(url).content.decode()
    told = {"name": lou.name, "profession": lou.profession, "email": "lou.fictif@example.org"}
    assert client.post(url, told).status_code == 302
    assert "Courriel à vérifier" not in client.get(url).content.decode()
    assert not FailingAddress.objects.exists()
    assert stopped_in(structure) == []


def test_whoever_holds_the_card_reads_it_and_corrects_it(
    structure: Structure, lou: Person, client: Client
) -> None:
    door = doors_to([lou], on=timezone.localdate())[lou.pk].get_absolute_url()
    assert "Ce qu’on vous écrit" in client.get(door).content.decode()
    assert card_data(lou)["Courriels revenus"][0]["Adresse"] == "Lou@example.org"
    services.mend(lou, OwnWords("", email="lou.fictif@example.org"), on=TODAY)
    assert "Ce qu’on vous écrit" not in client.get(door).content.decode()


def test_one_of_two_cards_that_share_it_is_corrected_and_the_other_still_says_so(
    structure: Structure, lou: Person
) -> None:
    Person.objects.create(structure=structure, name="Max", profession="infirmier", email="lou@example.org")
    services.mend(lou, OwnWords("", email="lou.fictif@example.org"), on=TODAY)
    (stopped,) = stopped_in(structure)
    assert [card.name for card in stopped.cards] == ["Max"]


def test_it_is_put_back_once_and_leaves_a_trace_without_the_address(
    structure: Structure, lou: Person, founder: User
) -> None:
    failing = FailingAddress.objects.get()
    client, url = client_of(founder), reverse("people:put_back", args=[structure.slug])
    for wrong in ("", "x", "0", "²"):
        client.post(url, {"address": wrong})
    assert stopped_in(structure)
    for _ in range(2):
        client.post(url, {"address": failing.pk})
    assert stopped_in(structure) == []
    traces = Entry.objects.filter(subject=structure.pk, sentence__contains="remise en service")
    assert [trace.sentence for trace in traces] == ["Une adresse arrêtée est remise en service."]


def test_another_structure_neither_sees_nor_puts_it_back(structure: Structure, lou: Person) -> None:
    failing = FailingAddress.objects.get()
    FailingAddress.objects.filter(pk=failing.pk).update(about="0" * 32)
    assert stopped_in(structure) == []
    assert services.put_back(structure, failing.pk, by=User.objects.all()[0]) == ""


def test_nobody_is_asked_at_an_address_that_sends_back(structure: Structure, lou: Person) -> None:
    asked = to_check(structure, on=TODAY)
    assert lou in asked.stopped
    assert lou.pk not in asked.written


def test_an_access_is_opened_by_mail_all_the_same(
    structure: Structure, lou: Person, founder: User, mailoutbox: list[EmailMessage]
) -> None:
    mailoutbox.clear()
    invite(structure, "lou@example.org", ["member"], by=founder, on=TODAY, at=NOON, url="https://m.example/")
    deliver(NOON)
    assert [message.to for message in mailoutbox] == [["lou@example.org"]]


def test_somebody_without_a_card_is_named_as_they_were_written_to(
    structure: Structure, founder: User
) -> None:
    row = write("x@example.org", about=structure.pk).recipients.get()
    Recipient.objects.filter(pk=row.pk).update(name="Xavier Fictif")
    deliver()
    row.refresh_from_db()
    take_in(returns.postfix(row), Returns(), now=NOON)
    assert "Xavier Fictif" in page_of(founder, structure).content.decode()


def test_an_uncertain_message_is_settled_by_one_gesture(
    structure: Structure, founder: User, mailoutbox: list[EmailMessage]
) -> None:
    rows = list(write("a@example.org", "b@example.org", about=structure.pk).recipients.order_by("pk"))
    Recipient.objects.update(state=State.UNCERTAIN)
    assert any("2" in task.text and "incertains" in task.text for task in said_of(structure, {"edit"}).tasks)
    assert "a@example.org" in page_of(founder, structure).content.decode()
    client, url = client_of(founder), reverse("people:settle_doubt", args=[structure.slug])
    client.post(url, {"arrived": rows[0].pk})
    client.post(url, {"again": rows[0].pk})
    for _ in range(2):
        client.post(url, {"again": rows[1].pk})
    deliver(timezone.now() + timedelta(days=1))
    client.post(url, {"again": rows[1].pk})
    deliver(timezone.now() + timedelta(days=2))
    assert [message.to for message in mailoutbox] == [["b@example.org"]]
    assert "incertain" not in page_of(founder, structure).content.decode()


def test_it_leaves_with_the_export_and_no_news_tells_it(structure: Structure, lou: Person) -> None:
    kept = contents_of(structure)["people"]["addresses_that_fail"]
    assert [each["address"] for each in kept] == ["lou@example.org"]
    told = [each.sentence for each in news(structure, TODAY - timedelta(days=1))]
    assert not any("courriel" in sentence for sentence in told)


def test_an_address_no_card_has_is_forgotten_after_its_time(structure: Structure, lou: Person) -> None:
    bounce(structure, "parti@example.org", key="other")
    forget_addresses(on=TODAY + timedelta(days=60))
    assert FailingAddress.objects.count() == 2
    forget_addresses(on=TODAY + timedelta(days=120))
    assert FailingAddress.objects.get().address == "lou@example.org"


def test_erased_their_address_goes_too(structure: Structure, lou: Person, founder: User) -> None:
    services.erase_person(lou, by=founder)
    assert not FailingAddress.objects.exists()
