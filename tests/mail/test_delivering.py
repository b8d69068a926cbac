"""At most once to each: whatever stops in the middle, and however many send. A doubt is shown, not sent again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import connection, connections
from pytest_django.fixtures import Settings

from mail.letters import NOON, deliver, states, write
from mail.smtp import MailServer
from maillage.mail.enums import Haste, State
from maillage.mail.models import Recipient
from maillage.mail.queries import counts_of
from maillage.mail.rules import DELAYS, LEFT_AFTER
from maillage.mail.services import delivering, speaking
from maillage.mail.types import Counts, Pass

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As kill -9: nothing catches it."""


def test_each_receives_its_message_once(server: MailServer) -> None:
    sending = write("a@example.org", "b@example.org")
    assert deliver() == Pass(accepted=2)
    assert deliver(NOON + timedelta(days=9)) == Pass()
    assert sorted(server.accepted) == ["a@example.org", "b@example.org"]
    assert states(sending) == [State.ACCEPTED] * 2


def test_a_long_work_waits_for_what_is_in_haste_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = list[float]()
    monkeypatch.setattr(delivering, "sleep", waits.append)
    write("a@example.org", key="bulletin")
    assert delivering.give_way(lambda: NOON)
    assert len(waits) == 1
    write("now@example.org", key="request", haste=Haste.NOW)
    assert not delivering.give_way(lambda: NOON)
    assert len(waits) == 1 + delivering.BREATHS
    assert not delivering.give_way(lambda: NOON, waits=False)
    assert len(waits) == 2 + delivering.BREATHS

    def leaves(seconds: float) -> None:
        waits.append(seconds)
        Recipient.objects.filter(haste=Haste.NOW).update(state=State.ACCEPTED)

    monkeypatch.setattr(delivering, "sleep", leaves)
    assert delivering.give_way(lambda: NOON)
    assert len(waits) == 3 + delivering.BREATHS


def test_what_somebody_waits_for_leaves_before_a_bulletin_that_waits_since_longer(server: MailServer) -> None:
    write("a@example.org", "b@example.org", key="bulletin")
    write("now@example.org", key="request", at=NOON + timedelta(minutes=1), haste=Haste.NOW)
    write("soon@example.org", key="others", haste=Haste.SOON)
    deliver(NOON + timedelta(minutes=1), limit=3)
    assert server.accepted == ["now@example.org", "soon@example.org", "a@example.org"]


def test_it_is_written_that_a_message_is_handed_over_before_the_server_is_spoken_to(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending, seen = write(), []

    def look(*_: object) -> Any:
        seen.append(states(sending))
        return State.ACCEPTED, ""

    monkeypatch.setattr(speaking.Server, "hand", look)
    deliver()
    assert seen == [[State.HANDED]]


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_worker_killed_while_it_sends_leaves_a_doubt_and_never_a_second_message(
    where: str, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the server is spoken to, or between its answer and the row that says so: the two look the same."""
    sending = write("a@example.org", "b@example.org", "c@example.org")
    hand = speaking.Server.hand

    def die(line: speaking.Server, recipient: Recipient) -> Any:
        if recipient.address != "b@example.org":
            return hand(line, recipient)
        if where == "after":
            hand(line, recipient)
        raise Killed

    monkeypatch.setattr(speaking.Server, "hand", die)
    with pytest.raises(Killed):
        deliver()
    assert states(sending) == [State.ACCEPTED, State.HANDED, State.QUEUED]
    assert deliver() == Pass(accepted=1)
    assert counts_of([sending.pk])[sending.pk] == Counts(queued=1, accepted=2)
    for later in (LEFT_AFTER + timedelta(seconds=1), timedelta(days=3)):
        deliver(NOON + later)
    assert states(sending) == [State.ACCEPTED, State.UNCERTAIN, State.ACCEPTED]
    assert server.accepted.count("b@example.org") == (where == "after")


def test_a_row_is_left_alone_while_its_worker_may_be_at_it(server: MailServer) -> None:
    sending = write()
    delivering.take(NOON)
    deliver(NOON + LEFT_AFTER)
    assert states(sending) == [State.HANDED]


def test_who_spoke_to_the_server_settles_what_another_found_left_behind(server: MailServer) -> None:
    sending = write()
    recipient = delivering.take(NOON)
    assert recipient
    deliver(NOON + timedelta(minutes=6))
    delivering.settle(recipient, State.ACCEPTED, "", Pass(), NOON)
    assert states(sending) == [State.ACCEPTED]


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_send_each_message_once(
    at_once: Callable[..., list[Any]], server: MailServer
) -> None:
    addresses = [f"personne-{number}@example.org" for number in range(24)]
    sending = write(*addresses)
    done = at_once(*[deliver] * 3)
    assert [each for each in done if not isinstance(each, Pass)] == []
    assert sum(each.accepted for each in done) == 24
    assert sorted(server.accepted) == sorted(addresses)
    assert set(states(sending)) == {State.ACCEPTED}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_worker_passes_by_what_another_holds(at_once: Callable[..., list[Any]]) -> None:
    write("a@example.org", "b@example.org")
    taken = at_once(*[lambda: delivering.take(NOON)] * 4)
    assert sorted(each.address for each in taken if each) == ["a@example.org", "b@example.org"]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_server_is_spoken_to(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    write()
    seen: list[bool] = []

    def look(*_: object) -> Any:
        seen.append(connections["default"].in_atomic_block)
        return State.ACCEPTED, ""

    monkeypatch.setattr(speaking.Server, "hand", look)
    deliver()
    assert seen == [False]
    assert connection.get_autocommit()


# What the server answers


def test_an_address_that_is_refused_is_not_tried_again(server: MailServer) -> None:
    server.to_address = lambda address: "550 5.1.1 no such user" if address[0] == "b" else "250 OK"
    sending = write("a@example.org", "b@example.org", "c@example.org")
    assert deliver() == Pass(accepted=2, refused=1)
    deliver(NOON + timedelta(days=9))
    assert states(sending) == [State.ACCEPTED, State.REFUSED, State.ACCEPTED]
    assert sending.recipients.get(address="b@example.org").reason == "550 5.1.1 no such user"


@pytest.mark.parametrize("where", ["to_address", "to_message"])
def test_a_full_mailbox_is_tried_again_later_each_time_then_given_up(where: str, server: MailServer) -> None:
    sending, now = write(), NOON
    setattr(server, where, lambda _: "452 4.2.2 mailbox full")
    for delay in DELAYS:
        assert deliver(now) == Pass(put_off=1)
        assert deliver(now + delay - timedelta(seconds=1)) == Pass()
        now += delay
    assert deliver(now) == Pass(given_up=1)
    assert deliver(now + timedelta(days=30)) == Pass()
    assert states(sending) == [State.GIVEN_UP]
    assert list(DELAYS) == sorted(DELAYS)


def test_a_mailbox_that_empties_receives_its_message(server: MailServer) -> None:
    sending = write()
    server.to_address = lambda _: "450 4.7.1 greylisted"
    deliver()
    server.to_address = lambda _: "250 OK"
    assert deliver(NOON + DELAYS[0]) == Pass(accepted=1)
    assert states(sending) == [State.ACCEPTED]


def test_a_server_that_hangs_up_on_a_whole_message_leaves_a_doubt(server: MailServer) -> None:
    sending = write("a@example.org", "b@example.org")
    server.to_message = lambda address: "" if address[0] == "a" else "250 OK"
    assert deliver() == Pass(accepted=1, uncertain=1)
    deliver(NOON + timedelta(days=9))
    assert states(sending) == [State.UNCERTAIN, State.ACCEPTED]
    assert server.accepted == ["a@example.org", "b@example.org"]


def test_a_server_that_is_away_costs_one_try_of_one_message(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    sending = write("a@example.org", "b@example.org")
    assert deliver() == Pass(put_off=1, unreachable=True)
    rows = sending.recipients.order_by("pk").values_list("state", "attempts", "next_try_at")
    assert list(rows) == [(State.QUEUED, 1, NOON + DELAYS[0]), (State.QUEUED, 0, NOON)]


def test_a_server_away_for_good_gives_up(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    sending = write()
    for day in range(len(DELAYS) + 1):
        deliver(NOON + timedelta(days=2 * day))
    assert states(sending) == [State.GIVEN_UP]


def test_a_pass_stops_between_two_messages(mailoutbox: list[EmailMessage]) -> None:
    sending = write("a@example.org", "b@example.org")
    asked = iter([False, True])
    assert deliver(stopping=lambda: next(asked)) == Pass(accepted=1)
    assert states(sending) == [State.ACCEPTED, State.QUEUED]


def test_a_pass_sends_no_more_than_it_is_told(mailoutbox: list[EmailMessage]) -> None:
    write("a@example.org", "b@example.org", "c@example.org")
    assert deliver(limit=2).accepted == len(mailoutbox) == 2


def test_a_demonstration_speaks_to_no_server(settings: Settings, mailoutbox: list[EmailMessage]) -> None:
    settings.DEMO = True
    sending = write()
    assert deliver() == Pass(accepted=1)
    assert (states(sending), mailoutbox) == ([State.ACCEPTED], [])


def test_a_message_says_the_same_as_text_and_as_a_page(mailoutbox: list[EmailMultiAlternatives]) -> None:
    write(body="Bonjour <b>,\n\n- un\n- https://exemple.fr/a?b=1&c=2\n")
    deliver()
    (sent,) = mailoutbox
    ((page, kind),) = sent.alternatives
    assert kind == "text/html"
    assert sent.body.startswith("Bonjour <b>,\n\n- un\n")
    assert "<p>Bonjour &lt;b&gt;,</p>\n<ul><li>un</li><li>" in page
    assert '<a href="https://exemple.fr/a?b=1&amp;c=2" rel="nofollow noopener">' in page
