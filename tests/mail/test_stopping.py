"""A message that one may stop says how, to each their own way; the others say nothing of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.mail import EmailMessage
from django.db import connection

from mail.letters import NOON, deliver, states, write
from maillage.kernel import BadInput
from maillage.mail.enums import State
from maillage.mail.models import Recipient, Sending
from maillage.mail.queries import in_doubt_about
from maillage.mail.services import as_received, forget_old, give_up, post, settle_doubt
from maillage.mail.services.delivering import settle, take
from maillage.mail.types import Pass, To

pytestmark = pytest.mark.django_db
ABOUT = UUID("00000000-0000-4000-8000-000000000001")
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


def test_what_a_worker_takes_up_while_it_is_stopped_is_not_tried_again() -> None:
    """Between two statements of the one who stops, a worker writes that it hands the message over."""
    sending, taken = write("a@example.org"), list[Recipient | None]()

    def other_worker(execute: Callable[..., Any], sql: str, *told: Any) -> Any:
        answer = execute(sql, *told)
        if not taken and sql.startswith("UPDATE"):
            taken.append(None)  # its own statements come here too
            taken[0] = take(NOON)
        return answer

    with connection.execute_wrapper(other_worker):
        give_up([sending.pk], "a@example.org", why="À sa demande.", at=NOON)
    assert taken[0]
    settle(taken[0], State.QUEUED, "451 plus tard", Pass(), NOON)
    assert states(sending) == [State.GIVEN_UP]


def test_nobody_sends_again_what_its_person_stopped() -> None:
    """A worker died while it handed the message over; its person stopped such messages before somebody looked."""
    sending = write("a@example.org", about=ABOUT)
    row = sending.recipients.get()
    Recipient.objects.filter(pk=row.pk).update(state=State.UNCERTAIN, settled_at=NOON)
    assert list(in_doubt_about(ABOUT)) == [row]
    give_up([sending.pk], "a@example.org", why="À sa demande.", at=NOON)
    assert list(in_doubt_about(ABOUT)) == []
    assert settle_doubt(ABOUT, row.pk, has_arrived=False, now=NOON) is None
    assert states(sending) == [State.UNCERTAIN]


def test_the_way_to_stop_is_erased_with_the_rest() -> None:
    stoppable()
    forget_old(now=NOON + timedelta(days=91))
    assert Recipient.objects.get().unsubscribe == ""
