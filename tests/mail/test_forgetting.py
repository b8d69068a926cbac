"""What messages say, and to whom, is erased; how many there were stays."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from mail.letters import NOON, deliver, states, write
from maillage.accounts.models import User
from maillage.mail.enums import State
from maillage.mail.models import Recipient, Sending
from maillage.mail.queries import counts_of
from maillage.mail.services import KEPT_FOR, delivering, erase_subject, forget_old, forget_person
from maillage.mail.types import Counts, Pass
from maillage.portal.services import clear_out
from maillage.ui.queries import personal_data
from maillage.ui.services import forget

pytestmark = pytest.mark.django_db


def test_bodies_and_addresses_are_erased_after_ninety_days_and_counts_stay(
    mailoutbox: list[EmailMessage],
) -> None:
    old = write("a@example.org", "b@example.org", reply_to="ada@example.org")
    deliver()
    recent = write(key="recent", at=NOON + timedelta(days=2))
    before = NOON + KEPT_FOR
    assert forget_old(now=before) == 0
    assert forget_old(now=before + timedelta(seconds=1)) == 1
    assert forget_old(now=before + timedelta(seconds=1)) == 0
    old.refresh_from_db()
    assert (old.body, old.sender, old.reply_to) == ("", "", "")
    assert {(row.address, row.name, row.reason) for row in old.recipients.all()} == {("", "", "")}
    assert counts_of([old.pk, recent.pk]) == {old.pk: Counts(accepted=2), recent.pk: Counts(queued=1)}
    assert recent.recipients.get().address == "noor@example.org"


def test_what_was_erased_before_it_left_never_leaves(mailoutbox: list[EmailMessage]) -> None:
    sending = write()
    forget_old(now=NOON + KEPT_FOR + timedelta(days=1))
    deliver(NOON + KEPT_FOR + timedelta(days=1))
    assert (states(sending), mailoutbox) == ([State.GIVEN_UP], [])


@pytest.mark.parametrize(
    ("answered", "left"), [(State.QUEUED, State.GIVEN_UP), (State.ACCEPTED, State.ACCEPTED)]
)
def test_what_was_erased_while_it_left_is_not_queued_again_nor_told(answered: State, left: State) -> None:
    sending = write()
    recipient = delivering.take(NOON)
    assert recipient
    forget_person("noor@example.org")
    delivering.settle(recipient, answered, "452 noor@example.org is full", Pass(), NOON)
    row = sending.recipients.get()
    assert (row.state, row.address, row.reason) == (left, "", "")


def test_the_site_forgets_each_day() -> None:
    write(at=timezone.now() - KEPT_FOR - timedelta(days=1))
    clear_out()
    assert Recipient.objects.get().address == ""


def test_an_account_takes_its_messages_along_and_leaves_none(outsider: User) -> None:
    received = write(outsider.email, "noor@example.org")
    written = write("noor@example.org", key="written", reply_to=outsider.email, sender="Ailleurs")
    assert [row["objet"] for row in personal_data(outsider)["messages reçus"]] == ["Réunion"]
    forget(outsider)
    assert {row.address for row in received.recipients.all()} == {"", "noor@example.org"}
    assert received.recipients.get(address="").state == State.GIVEN_UP
    written.refresh_from_db()
    assert (written.body, written.sender, written.reply_to) == ("", "", "")


def test_who_is_forgotten_twice_is_no_error() -> None:
    for key in "ab":
        write(key=key)
    for _ in range(2):
        forget_person("Noor@example.org")
    assert Recipient.objects.filter(address="").count() == 2


def test_the_messages_of_a_structure_go_with_it() -> None:
    about = uuid4()
    write(about=about)
    other = write(key="other", about=uuid4())
    erase_subject(about)
    assert Sending.objects.get() == other
    assert Recipient.objects.get().sending == other
