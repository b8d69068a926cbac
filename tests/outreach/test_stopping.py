"""Who asked for no more bulletins receives none, receives all the rest, and may change their mind for ever."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from house.visiting import client_of
from mail.letters import deliver
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.links.models import Link
from maillage.mail.enums import State
from maillage.mail.models import Recipient
from maillage.mail.queries import counts_of
from maillage.mail.types import Counts
from maillage.outreach.enums import Wish
from maillage.outreach.models import Bulletin, Subscription, ToldItem
from maillage.outreach.queries.bulletins import held_of, letter_of
from maillage.outreach.services import settle, stop, take_up
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import said_of
from maillage.structures.services import invite, switch_modules
from maillage.ui.queries import personal_data
from outreach.bulletins import NOON, SITE, draft, let_in, send, subscription_of, wishes, written_to

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
KEPT = (Bulletin, Entry, Link, Recipient, Subscription, ToldItem)


def kept() -> list[object]:
    return [list(model._base_manager.order_by("pk").values()) for model in KEPT]


@pytest.fixture
def lou(structure: Structure, founder: User) -> Subscription:
    """Somebody to whom a bulletin waits to leave."""
    let_in(structure, "lou@example.org")
    send(draft(structure, founder), founder)
    return subscription_of(structure, "lou@example.org")


def page_of(subscription: Subscription) -> str:
    return subscription.link.get_absolute_url()


def click_of(subscription: Subscription) -> str:
    return reverse("outreach:one_click", args=[subscription.link.token])


def wish(subscription: Subscription) -> str:
    subscription.refresh_from_db()
    return subscription.wish


def test_to_look_changes_nothing(lou: Subscription, client: Client) -> None:
    before = kept()
    for url in (page_of(lou), f"{page_of(lou)}note/", click_of(lou)):
        for _ in range(3):
            assert client.get(url).status_code in {200, 302}
            assert client.head(url).status_code in {200, 302}
    assert kept() == before
    assert "sessionid" not in client.cookies


def test_to_read_a_draft_or_what_left_changes_nothing(
    structure: Structure, founder: User, lou: Subscription
) -> None:
    client, before = client_of(founder), kept()
    for bulletin in structure.bulletins.all():
        for page in ("bulletin", "preview"):
            url = reverse(f"outreach:{page}", args=[structure.slug, bulletin.pk])
            assert {client.get(url).status_code, client.head(url).status_code} <= {200, 302}
    assert client.get(reverse("outreach:bulletins", args=[structure.slug])).status_code == 200
    assert kept() == before


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        ("--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n",
         "multipart/form-data; boundary=b"),
    ],
    ids=["form", "multipart"],
)  # fmt: skip
def test_a_mail_program_stops_it_with_one_post_without_cookie(
    body: str, kind: str, lou: Subscription
) -> None:
    answer = Client(enforce_csrf_checks=True).post(click_of(lou), body, content_type=kind)
    assert answer.status_code == 200
    assert wish(lou) == Wish.REFUSED


@pytest.mark.parametrize(
    "body",
    [
        "", "List-Unsubscribe=", "List-Unsubscribe=one-click", "list-unsubscribe=One-Click", "One-Click",
        "List-Unsubscribe=One-Click&a=1", "List-Unsubscribe=One-Click&List-Unsubscribe=One-Click",
        '{"List-Unsubscribe": "One-Click"}',
    ],
)  # fmt: skip
def test_no_other_body_stops_anything(body: str, lou: Subscription) -> None:
    kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
    assert Client().post(click_of(lou), body, content_type=kind).status_code == 400
    assert wish(lou) == Wish.RECEIVES


def test_the_page_wants_its_own_form_and_a_choice(lou: Subscription, client: Client) -> None:
    assert Client(enforce_csrf_checks=True).post(page_of(lou), {"wish": "arreter"}).status_code == 403
    for nothing in ({}, {"wish": "autre"}, ONE_CLICK):
        assert client.post(page_of(lou), nothing).status_code == 422
    assert wish(lou) == Wish.RECEIVES


def test_one_stops_and_takes_up_again_from_the_same_page_for_ever(lou: Subscription, client: Client) -> None:
    for _ in range(3):
        assert "Vous recevez le bulletin" in client.get(page_of(lou)).content.decode()
        page = client.post(page_of(lou), {"wish": "arreter"}, follow=True)
        assert "Vous ne recevez plus" in page.content.decode()
        assert wish(lou) == Wish.REFUSED
        client.post(page_of(lou), {"wish": "continuer"})
        assert wish(lou) == Wish.RECEIVES


def test_the_page_that_says_it_is_noted_undoes_it(lou: Subscription, client: Client) -> None:
    page = client.post(page_of(lou), {"wish": "arreter"}, follow=True)
    assert 'value="continuer">Annuler' in page.content.decode()
    again = client.post(page_of(lou), {"wish": "continuer"}, follow=True)
    assert ">Annuler<" not in again.content.decode()
    assert wish(lou) == Wish.RECEIVES


def test_no_page_of_a_link_has_one_button_that_stops(lou: Subscription, client: Client) -> None:
    """A machine that presses it says nothing: the choice is between two, and none is made."""
    assert ">Annuler<" not in client.get(page_of(lou)).content.decode()
    assert client.post(page_of(lou), {}).status_code == 422
    assert wish(lou) == Wish.RECEIVES


def test_what_waits_is_given_up_and_what_left_has_left(structure: Structure, founder: User) -> None:
    let_in(structure, "lou@example.org", "jo@example.org", "zoe@example.org")
    sent = send(draft(structure, founder), founder)
    deliver(at=NOON, limit=1)
    for address in ("lou@example.org", "jo@example.org"):
        stop(subscription_of(structure, address), at=NOON)
    assert sent.sending_id
    assert counts_of([sent.sending_id])[sent.sending_id] == Counts(queued=1, accepted=1, given_up=1)
    given_up = Recipient.objects.get(state=State.GIVEN_UP)
    assert "a demandé" in given_up.reason
    page = client_of(founder).get(reverse("outreach:bulletin", args=[structure.slug, sent.pk]))
    assert page.context["stopped"] == 1
    assert list(page.context["doubts"]) == []


@pytest.mark.django_db(transaction=True)
def test_who_stops_while_it_is_sent_receives_nothing(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    let_in(structure, "lou@example.org", "jo@example.org")
    send(draft(structure, founder), founder)
    deliver(at=NOON)
    bulletin, lou = draft(structure, founder), subscription_of(structure, "lou@example.org")
    read = letter_of(bulletin, by=founder, on=NOON.date(), site=SITE)
    at_once(lambda: stop(lou, at=NOON), lambda: send(bulletin, founder, seal=read.seal))
    bulletin.refresh_from_db()
    waiting = Recipient.objects.filter(
        sending=bulletin.sending_id, address="lou@example.org", state=State.QUEUED
    )
    assert wish(lou) == Wish.REFUSED
    assert not waiting.exists()


def test_a_refusal_is_of_the_person_and_of_the_address(
    structure: Structure, founder: User, lou: Subscription
) -> None:
    stop(lou, at=NOON)
    let_in(structure, "jo@example.org", "lou@example.org")  # a second card, at an address that was refused
    Person.objects.filter(pk=lou.person_id).update(email="lou.nouvelle@example.org")
    assert written_to(send(draft(structure, founder), founder)) == ["jo@example.org"]
    Person.objects.filter(pk=lou.person_id).delete()
    assert letter_of(draft(structure, founder), by=founder, on=NOON.date(), site=SITE).audience.silent == 1


def test_a_refusal_is_of_bulletins_of_this_structure_alone(
    structure: Structure, founder: User, lou: Subscription, mailoutbox: list[EmailMessage]
) -> None:
    stop(lou, at=NOON)
    invite(
        structure,
        "lou@example.org",
        "member",
        by=founder,
        on=NOON.date(),
        at=NOON,
        url="https://maillage.example/",
    )
    deliver(at=NOON + timedelta(hours=1))
    assert [message.to for message in mailoutbox] == [["lou@example.org"]]
    assert "List-Unsubscribe" not in mailoutbox[0].message()


def crowd(structure: Structure, founder: User, count: int, domain: str = "ch-fictif.example") -> list[str]:
    addresses = [f"p{number}@{domain}" for number in range(count)]
    let_in(structure, *addresses)
    send(draft(structure, founder), founder)
    return addresses


def test_more_than_five_of_one_domain_in_ten_minutes_are_held_for_the_manager(
    structure: Structure, founder: User
) -> None:
    addresses = crowd(structure, founder, 7)
    let_in(structure, "lou@example.org")
    send(draft(structure, founder), founder, at=NOON + timedelta(minutes=1))
    for address in addresses[:5]:
        stop(subscription_of(structure, address), at=NOON)
    stop(subscription_of(structure, "lou@example.org"), at=NOON)
    assert set(wishes(structure, addresses[:5])) == {Wish.REFUSED}
    stop(subscription_of(structure, addresses[5]), at=NOON + timedelta(minutes=9))
    assert wishes(structure, [*addresses, "lou@example.org"]) == [
        *[Wish.HELD] * 6, Wish.RECEIVES, Wish.REFUSED,
    ]  # fmt: skip
    assert any("à relire" in task.text for task in said_of(structure, {"write_bulletins"}).tasks)
    later = send(draft(structure, founder), founder, at=NOON + timedelta(hours=1))
    assert written_to(later) == [addresses[6]]


def test_six_of_one_domain_in_more_than_ten_minutes_are_not_held(structure: Structure, founder: User) -> None:
    addresses = crowd(structure, founder, 6)
    for number, address in enumerate(addresses):
        stop(subscription_of(structure, address), at=NOON + timedelta(minutes=2 * number))
    assert set(wishes(structure, addresses)) == {Wish.REFUSED}


def test_the_manager_says_of_each_whether_it_was_meant(structure: Structure, founder: User) -> None:
    addresses = crowd(structure, founder, 6)
    for address in addresses:
        stop(subscription_of(structure, address), at=NOON)
    url = reverse("outreach:settle", args=[structure.slug])
    first, *others = [each.pk for each in held_of(structure)]
    client = client_of(founder)
    client.post(url, {"subscription": others, "meant": "peut-être"})
    assert held_of(structure).count() == 6
    client.post(url, {"subscription": [first], "meant": "oui"})
    client.post(url, {"subscription": others, "meant": "non"})
    assert wishes(structure, addresses) == [Wish.REFUSED, *[Wish.RECEIVES] * 5]


def test_what_is_held_is_settled_by_its_own_structure_and_by_its_person(
    structure: Structure, founder: User
) -> None:
    addresses = crowd(structure, founder, 6)
    for address in addresses:
        stop(subscription_of(structure, address), at=NOON)
    other = Structure(slug="autre", name="Autre", territory=structure.territory, pk="0" * 32)
    with pytest.raises(Structure.DoesNotExist):
        settle(other, [each.pk for each in held_of(structure)], are_meant=False, by=founder)
    take_up(subscription_of(structure, addresses[0]))
    assert wishes(structure, addresses) == [Wish.RECEIVES, *[Wish.HELD] * 5]


def test_an_account_takes_away_what_it_asked(structure: Structure, founder: User, lou: Subscription) -> None:
    stop(lou, at=NOON)
    someone = User.objects.create_user("lou@example.org")
    assert personal_data(someone)["bulletins"][0]["souhait"] == Wish.REFUSED.label


def test_one_stops_even_when_bulletins_are_switched_off(
    structure: Structure, founder: User, lou: Subscription, client: Client
) -> None:
    switch_modules(structure, set(), by=founder)
    page = reverse("outreach:bulletins", args=[structure.slug])
    assert client_of(founder).get(page).status_code == 404
    assert client.post(click_of(lou), ONE_CLICK).status_code == 200
    assert wish(lou) == Wish.REFUSED


def test_a_link_that_leads_nowhere_stops_nothing(client: Client, structure: Structure) -> None:
    for token in ("zzzz-zzzz-zzzz", structure.surveys.get().token):
        url = reverse("outreach:one_click", args=[token])
        assert client.get(url).status_code == 404
        assert client.post(url, ONE_CLICK).status_code == 404
