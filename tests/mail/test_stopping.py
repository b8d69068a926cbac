"""A message that one may stop says how, to each their own way; the others say nothing of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage

from mail.letters import NOON, deliver, states, write
from maillage.kernel import BadInput
from maillage.mail.enums import State
from maillage.mail.models import Recipient, Sending
from maillage.mail.services import as_received, forget_old, give_up, post
from maillage.mail.services.delivering import settle
from maillage.mail.types import Pass, To

pytestmark = pytest.mark.django_db
STOP = "https://maillage.example/desabonnement/aaaa-bbbb-cccc/"


def stoppable(*people: To, **given: Any) -> Sending:
    words = {"subject": "Mars", "body": "Bonjour.\n", "sender": "CPTS du Val", **given}
    return post("k", **words, to=people or [To("noor@example.org", "Noor", STOP)], at=NOON)


def test_a_message_that_can_be_stopped_says_so_in_its_headers_and_at_its_foot(
    mailoutbox: list[EmailMessage],
) -> None:
    stoppable(To("noor@example.org", "Noor", STOP), To("ada@example.org", "Ada"))
    deliver()
    theirs, other = (message.message() for message in mailoutbox)
    assert theirs["List-Unsubscribe"] == f"<{STOP}>"
    assert theirs["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mailoutbox[0].body == as_received("Bonjour.\n", STOP)
    assert mailoutbox[0].body.startswith("Bonjour.\n\n")
    assert mailoutbox[0].body.endswith(f"\n{STOP}\n")
    assert "List-Unsubscribe" not in other
    assert "List-Unsubscribe-Post" not in other
    assert mailoutbox[1].body == "Bonjour.\n"


def test_a_line_break_in_the_way_to_stop_is_refused() -> None:
    with pytest.raises(BadInput, match="retirez-le"):
        stoppable(To("noor@example.org", "Noor", f"{STOP}\nBcc: tous@example.org"))


def test_what_waits_for_one_person_is_given_up_and_nobody_elses(mailoutbox: list[EmailMessage]) -> None:
    sending = write("a@example.org", "b@example.org")
    other = write("a@example.org", key="autre")
    assert give_up([sending.pk], "A@example.org", why="À sa demande.", at=NOON) == 1
    assert states(sending) == [State.GIVEN_UP, State.QUEUED]
    assert states(other) == [State.QUEUED]
    assert Recipient.objects.get(state=State.GIVEN_UP).reason == "À sa demande."
    deliver()
    assert sorted(message.to[0] for message in mailoutbox) == ["a@example.org", "b@example.org"]


def test_what_left_has_left() -> None:
    sending = write("a@example.org")
    deliver()
    assert give_up([sending.pk], "a@example.org", why="À sa demande.", at=NOON) == 0
    assert states(sending) == [State.ACCEPTED]


@pytest.mark.parametrize(
    ("answered", "kept"), [(State.QUEUED, State.GIVEN_UP), (State.ACCEPTED, State.ACCEPTED)]
)
def test_stopped_while_it_is_handed_over_it_is_not_tried_again(answered: State, kept: State) -> None:
    sending = write("a@example.org")
    row = sending.recipients.get()
    row.state, row.handed_at, row.attempts = State.HANDED, NOON, 1
    row.save()
    give_up([sending.pk], "a@example.org", why="À sa demande.", at=NOON)
    settle(row, answered, "", Pass(), NOON)
    assert states(sending) == [kept]


def test_the_way_to_stop_is_erased_with_the_rest() -> None:
    stoppable()
    forget_old(now=NOON + timedelta(days=91))
    assert Recipient.objects.get().unsubscribe == ""
