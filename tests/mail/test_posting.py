"""A message is written once, whoever asks and how often, and no header is written with it."""

from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from mail.letters import NOON, deliver, states, write
from maillage.kernel import BadInput
from maillage.mail.enums import State
from maillage.mail.models import FailingAddress, Recipient, Sending
from maillage.mail.queries import counts_of
from maillage.mail.rules import display_name
from maillage.mail.services import post, post_all
from maillage.mail.types import Counts, Message, To

pytestmark = pytest.mark.django_db
BREAKS = ["\n", "\r", "\r\nBcc: tous@example.org", "\x00", "\x0b", "\u2028", "\x85"]


def test_the_same_key_twice_is_the_same_sending() -> None:
    first = write("a@example.org", subject="Une")
    again = write("b@example.org", subject="Deux")
    assert again == first
    assert [(row.address, row.sending.subject) for row in Recipient.objects.all()] == [
        ("a@example.org", "Une")
    ]


def letter(key: str, *addresses: str, **given: Any) -> Message:
    return Message(key, "Réunion", "Bonjour.\n", "CPTS", [To(each) for each in addresses], **given)


def test_messages_queued_together_are_as_if_each_was_alone() -> None:
    about = uuid4()
    FailingAddress.objects.create(
        about=about, address="c@example.org", first_at=NOON, last_at=NOON, stopped_at=NOON
    )
    write("a@example.org", key="known")
    told = [letter("z", "B@example.org", "c@example.org", about=about), letter("known", "d@example.org")]
    told += [letter("y", "c@example.org", about=about, is_owed=True)] * 2
    post_all(told, at=NOON)
    post_all(told, at=NOON)
    assert [(row.sending.key, row.address, row.state) for row in Recipient.objects.order_by("pk")] == [
        ("known", "a@example.org", State.QUEUED),
        ("z", "b@example.org", State.QUEUED),
        ("z", "c@example.org", State.GIVEN_UP),
        ("y", "c@example.org", State.QUEUED),
    ]


def test_one_that_cannot_be_written_keeps_those_written_with_it(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    with django_assert_num_queries(0), pytest.raises(BadInput):
        post_all([letter("a", "a@example.org"), letter("b", "nobody")], at=NOON)


def test_fifty_messages_ask_no_more_of_the_database_than_one() -> None:
    def asked(*keys: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            post_all([letter(key, f"{key}@example.org") for key in keys], at=NOON)
        return len(queries)

    assert asked(*(f"k{rank}" for rank in range(50))) == asked("one")


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_is_the_same_sending(at_once: Callable[..., list[Any]]) -> None:
    answers = at_once(*[lambda: write("a@example.org", "b@example.org")] * 4)
    assert {getattr(answer, "pk", answer) for answer in answers} == {Sending.objects.get().pk}
    assert Recipient.objects.count() == 2


def test_an_address_written_twice_is_one_recipient() -> None:
    assert write("Noor@Example.org", " noor@example.org").recipients.get().address == "noor@example.org"


def test_two_thousand_are_queued_in_a_bounded_number_of_queries() -> None:
    people = [To(f"personne-{number}@example.org", f"Personne {number}") for number in range(2_000)]
    with CaptureQueriesContext(connection) as queries:
        sending = post("k", subject="AG", body="Bonjour.", sender="CPTS", to=people, at=NOON)
    assert len(queries) < 40
    assert counts_of([sending.pk]) == {sending.pk: Counts(queued=2_000)}


@pytest.mark.parametrize("name", ["subject", "sender", "reply_to"])
@pytest.mark.parametrize("broken", BREAKS, ids=ascii)
def test_a_line_break_in_a_header_is_refused(name: str, broken: str) -> None:
    with pytest.raises(BadInput, match="retirez-le"):
        write(**{name: f"a@example.org{broken}"})
    assert not Sending.objects.exists()


@pytest.mark.parametrize("broken", BREAKS, ids=ascii)
def test_a_line_break_in_a_recipient_is_refused(broken: str) -> None:
    for someone in (To(f"a{broken}@example.org"), To("a@example.org", f"Ada{broken}")):
        with pytest.raises(BadInput):
            post("k", subject="AG", body="Bonjour.", sender="CPTS", to=[someone], at=NOON)


@pytest.mark.parametrize("address", ["sans arobase", "a@b@example.org", "", "a@exa mple.org"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput, match="n’est pas complète"):
        write("juste@example.org", address)


def test_a_message_to_nobody_is_refused() -> None:
    with pytest.raises(BadInput, match="destinataire"):
        post("k", subject="AG", body="Bonjour.", sender="CPTS", to=[], at=NOON)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("M. Escoffre (CPTS du Val)", "M. Escoffre (CPTS du Val)"),
        ("Zoé <ars@sante.gouv.fr>", "Zoé"),
        ("ars@sante.gouv.fr", ""),
        ("Zoé ars＠sante.gouv.fr", "Zoé"),
        ('"Zoé", médecin; CPTS: Val\\', "Zoé médecin CPTS Val"),
        ("\u202emoc.live\u202c Zoé\u200b", "moc.live Zoé"),
        ("é" * 300, "é" * 100),
    ],
)
def test_a_name_that_is_shown_hides_no_address_nor_mark(words: str, shown: str) -> None:
    assert display_name(words) == shown


@pytest.mark.parametrize(
    "sender", ["M. Escoffre (CPTS du Val)", "é, " * 60, "president@example.org", '"; <x@y.fr>']
)
def test_a_message_is_from_the_instance_alone(
    sender: str, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Maillage <ne-pas-repondre@instance.example>"
    post(
        "k", subject="Réunion à Léojac", body="Bonjour.", sender=sender, at=NOON,
        to=[To("noor@example.org", "Noor É., médecin")], reply_to="president@example.org", about=uuid4(),
    )  # fmt: skip
    deliver()
    read = message_from_bytes(mailoutbox[0].message().as_bytes(), policy=default)
    (author,) = read["From"].addresses
    assert author.addr_spec == "ne-pas-repondre@instance.example"
    assert author.display_name == (display_name(sender) or "Maillage")
    assert [(each.display_name, each.addr_spec) for each in read["To"].addresses] == [
        ("Noor É. médecin", "noor@example.org")
    ]
    assert read["Reply-To"].addresses[0].addr_spec == "president@example.org"
    assert read["Subject"] == "Réunion à Léojac"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Message-ID"].endswith("@instance.example>")
    assert not read.defects


@pytest.mark.parametrize("body", ["", " \n"])
def test_a_message_that_says_nothing_is_refused(body: str) -> None:
    with pytest.raises(BadInput, match="vide"):
        write(body=body)


def test_nothing_leaves_before_it_is_committed() -> None:
    assert states(write()) == [State.QUEUED]
