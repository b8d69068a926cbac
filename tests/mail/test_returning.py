"""What comes back is noted on the message it is about, once; it says something of an address, never of a right."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from django.core.mail import EmailMessage
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mail import returns
from mail.letters import NOON, deliver, states, write
from mail.smtp import MailServer
from maillage.audit.models import Entry
from maillage.mail.enums import Came, State
from maillage.mail.models import FailingAddress, Recipient, Sending
from maillage.mail.queries import counts_of, in_doubt_about, stopped_among
from maillage.mail.services import (
    erase_subject,
    forget_failing,
    forget_person,
    settle_doubt,
    take_in,
    try_again,
)
from maillage.mail.services.delivery_reports import read_reports
from maillage.mail.services.posting import STOPPED
from maillage.mail.types import Counts, Returns
from maillage.portal.commands import cli

pytestmark = pytest.mark.django_db
ABOUT = UUID("00000000-0000-4000-8000-000000000001")
NOOR = "noor@example.org"
LATER = NOON + timedelta(days=1)


def sent(*addresses: str, key: str = "k", days: int = 0, **given: Any) -> Recipient:
    """The first of those it was written to; it left."""
    at = NOON + timedelta(days=days)
    sending = write(*addresses or (NOOR,), key=key, at=at, about=ABOUT, **given)
    deliver(at)
    return sending.recipients.order_by("pk")[0]


def took(content: bytes, *, at: Any = LATER) -> tuple[set[Came], Returns]:
    counted = Returns()
    return take_in(content, counted, now=at), counted


@pytest.mark.parametrize("told", [returns.postfix, returns.exim, returns.exchange, returns.bare])
def test_an_address_that_does_not_exist_is_stopped_whichever_server_says_so(
    told: Callable[[Recipient], bytes],
) -> None:
    row = sent()
    came, counted = took(told(row))
    row.refresh_from_db()
    assert (came, row.state) == ({Came.RETURNED}, State.RETURNED)
    assert counted == Returns(returned=1, stopped=1)
    assert stopped_among(ABOUT) == {NOOR}
    assert Entry.objects.get(subject=ABOUT).sentence.endswith("elle est à vérifier.")
    assert counts_of([row.sending_id])[row.sending_id] == Counts(returned=1)


@pytest.mark.parametrize("told", [returns.postfix, returns.exim, returns.exchange, returns.bare])
def test_the_same_report_read_twice_is_counted_once(told: Callable[[Recipient], bytes]) -> None:
    row = sent()
    report = told(row)
    took(report)
    sent(key="another", days=1, is_owed=True)  # a report that names no message is of what left before it
    came, counted = took(report, at=LATER + timedelta(days=1))
    assert (came, counted) == ({Came.KNOWN}, Returns(known=1))
    kept = FailingAddress.objects.get()
    assert kept.failures == 1
    assert Entry.objects.filter(subject=ABOUT).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_report_read_by_two_at_once_is_counted_once(at_once: Callable[..., list[Any]]) -> None:
    report = returns.postfix(sent())
    answers = at_once(*[lambda: took(report)[0]] * 4)
    assert sorted(next(iter(each)) for each in answers) == [Came.KNOWN] * 3 + [Came.RETURNED]
    assert FailingAddress.objects.get().failures == 1


@pytest.mark.django_db(transaction=True)
def test_two_reports_of_one_address_at_once_are_both_counted(at_once: Callable[..., list[Any]]) -> None:
    full = [
        returns.postfix(sent(key=key, days=day), "4.2.2", "452 4.2.2 Full") for day, key in enumerate("ab")
    ]
    answers = at_once(*[lambda told=told: took(told)[0] for told in full])
    assert answers == [{Came.RETURNED}] * 2
    assert FailingAddress.objects.get().failures == 2


def test_a_report_on_a_message_that_never_left_from_here_does_nothing() -> None:
    row = sent()
    true = returns.postfix(row)
    stamp = f"{row.sending.made_at:%Y%m%d%H%M%S}"
    forged = [
        true.replace(stamp.encode(), b"20200101000000"),
        true.replace(f"<{row.pk}.".encode(), f"<{row.pk + 999}.".encode()),
        true.replace(b".maillage@", b".autre@"),
        returns.bare(row, address="personne@example.org"),
        returns.bare(row, on="Sun, 01 Mar 2026 12:00:00 +0000"),  # before it left
        returns.bare(row, on="Mon, 30 Mar 2026 12:00:00 +0000"),  # long after
    ]
    for content in forged:
        assert took(content, at=NOON + timedelta(days=60)) == ({Came.STRANGE}, Returns(strange=1))
    assert states(row.sending) == [State.ACCEPTED]
    assert not FailingAddress.objects.exists()


def test_what_still_waits_here_cannot_have_come_back() -> None:
    row = write(NOOR, about=ABOUT).recipients.get()
    assert took(returns.postfix(row))[0] == {Came.KNOWN}
    assert states(row.sending) == [State.QUEUED]


def test_a_holiday_message_changes_nothing_and_its_words_are_not_kept() -> None:
    row = sent()
    assert took(returns.away(row))[0] == {Came.AUTOMATIC}
    row.refresh_from_db()
    assert row.state == State.ACCEPTED
    assert row.note.replace("\xa0", " ") == "Réponse automatique reçue le 3 mars 2026."
    assert not FailingAddress.objects.exists()


def test_somebody_who_answers_by_hand_is_no_bounce() -> None:
    row = sent()
    assert took(returns.by_hand(row)) == ({Came.PERSON}, Returns(person=1))
    row.refresh_from_db()
    assert (row.state, row.note) == (State.ACCEPTED, "")


def test_a_server_that_still_tries_changes_nothing() -> None:
    row = sent()
    told = returns.postfix(row, "4.4.1", "connect to mx.example: Connection timed out", action="delayed")
    assert took(told)[0] == {Came.DELAYED}
    row.refresh_from_db()
    assert row.state == State.ACCEPTED
    assert "essaie encore" in row.note
    assert not FailingAddress.objects.exists()


def full(row: Recipient) -> bytes:
    return returns.postfix(row, "4.2.2", "452 4.2.2 Mailbox full")


@pytest.mark.parametrize(
    ("days", "stops"), [((0, 5, 10), True), ((0, 1, 2), False), ((0, 10), False), ((0, 1, 2, 10), True)]
)
def test_what_fails_for_a_time_is_stopped_after_three_sendings_over_ten_days(
    days: tuple[int, ...], stops: bool
) -> None:
    for day in days:
        assert not stopped_among(ABOUT)
        took(full(sent(key=f"k{day}", days=day)), at=NOON + timedelta(days=day, hours=5))
    assert bool(stopped_among(ABOUT)) is stops
    assert FailingAddress.objects.get().failures == len(days)


def test_a_message_that_arrives_meanwhile_begins_the_count_again() -> None:
    for day in (0, 5):
        took(full(sent(key=f"k{day}", days=day)), at=NOON + timedelta(days=day, hours=5))
    sent(key="arrives", days=7)
    took(full(sent(key="last", days=20)), at=NOON + timedelta(days=21))
    assert not stopped_among(ABOUT)
    assert FailingAddress.objects.get().failures == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.7.1", "550 5.7.1 Message rejected as spam"),
        ("5.3.4", "552 5.3.4 Message too big"),
        ("5.1.8", "553 5.1.8 Sender address has no domain"),
        ("", "what is this"),
    ],
)
def test_what_blames_the_sender_or_the_message_says_nothing_of_the_address(status: str, said: str) -> None:
    for day in (0, 8, 16, 24):
        row = sent(key=f"k{day}", days=day)
        took(returns.postfix(row, status, said), at=NOON + timedelta(days=day, hours=1))
        row.refresh_from_db()
        assert row.state == State.RETURNED
    assert not FailingAddress.objects.exists()


def test_sent_on_to_another_address_it_is_the_other_that_is_dead() -> None:
    row = sent()
    told = returns.postfix(row).replace(f"rfc822; {NOOR}".encode(), b"rfc822; ailleurs@example.org")
    told = told.replace(f"rfc822;{NOOR}".encode(), b"rfc822;ailleurs@example.org")
    assert took(told)[0] == {Came.RETURNED}
    assert not stopped_among(ABOUT)
    assert FailingAddress.objects.get().failures == 1


def test_what_the_server_refuses_at_once_says_the_same(server: MailServer) -> None:
    server.to_address = lambda _: "550 5.1.1 No such user"
    row = sent()
    assert states(row.sending) == [State.REFUSED]
    assert stopped_among(ABOUT) == {NOOR}


def test_nothing_leaves_for_a_stopped_address_and_its_person_is_still_on_the_list(
    mailoutbox: list[EmailMessage],
) -> None:
    took(returns.postfix(sent()))
    mailoutbox.clear()
    later = write(NOOR, "ada@example.org", key="next", at=LATER, about=ABOUT)
    deliver(LATER)
    assert [message.to for message in mailoutbox] == [["ada@example.org"]]
    assert later.recipients.count() == 2
    held = later.recipients.get(address=NOOR)
    assert (held.state, held.reason) == (State.GIVEN_UP, STOPPED)


def test_it_is_stopped_for_one_structure_and_a_right_is_told_all_the_same(
    mailoutbox: list[EmailMessage],
) -> None:
    took(returns.postfix(sent()))
    mailoutbox.clear()
    write(NOOR, key="theirs", at=LATER, about=uuid4())
    write(NOOR, key="owed", at=LATER, about=ABOUT, is_owed=True)
    write(NOOR, key="code", at=LATER)
    assert deliver(LATER).accepted == 3


def test_once_put_back_it_receives_again_and_the_old_report_stops_it_no_more() -> None:
    row = sent()
    report = returns.postfix(row)
    took(report)
    stopped = FailingAddress.objects.get()
    assert try_again(uuid4(), stopped.pk) is None
    assert try_again(ABOUT, stopped.pk) == stopped
    assert try_again(ABOUT, stopped.pk) is None
    took(report)
    assert states(sent(key="next", days=2).sending) == [State.ACCEPTED]
    assert not FailingAddress.objects.exists()


def test_what_an_address_fails_goes_with_its_account_its_structure_and_time() -> None:
    took(returns.postfix(sent()))
    kept = FailingAddress.objects.get()
    assert forget_failing(ABOUT, known={NOOR}, before=LATER + timedelta(days=999)) == 0
    assert forget_failing(ABOUT, known=set(), before=NOON) == 0
    assert forget_failing(ABOUT, known=set(), before=LATER) == 1
    for go in (lambda: forget_person(NOOR.title()), lambda: erase_subject(ABOUT)):
        kept.save(force_insert=True)
        go()
        assert not FailingAddress.objects.exists()


def doubt() -> Recipient:
    row = sent()
    Recipient.objects.filter(pk=row.pk).update(state=State.UNCERTAIN, reason="Qui sait.")
    assert list(in_doubt_about(ABOUT)) == [row]
    return row


def test_a_doubt_is_settled_by_a_person_and_by_nobody_else(mailoutbox: list[EmailMessage]) -> None:
    row = doubt()
    mailoutbox.clear()
    deliver(NOON + timedelta(days=30))
    assert mailoutbox == []
    assert settle_doubt(uuid4(), row.pk, has_arrived=True, now=LATER) is None
    assert settle_doubt(ABOUT, row.pk, has_arrived=True, now=LATER)
    assert states(row.sending) == [State.ACCEPTED]
    assert settle_doubt(ABOUT, row.pk, has_arrived=False, now=LATER) is None
    deliver(NOON + timedelta(days=31))
    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_sent_again_by_two_clicks_it_leaves_once(
    at_once: Callable[..., list[Any]], mailoutbox: list[EmailMessage]
) -> None:
    row = doubt()
    mailoutbox.clear()
    answers = at_once(*[lambda: settle_doubt(ABOUT, row.pk, has_arrived=False, now=LATER)] * 3)
    assert sum(each is not None for each in answers) == 1
    deliver(LATER)
    settle_doubt(ABOUT, row.pk, has_arrived=False, now=LATER)
    deliver(LATER)
    assert len(mailoutbox) == 1


def test_a_report_settles_a_doubt() -> None:
    row = doubt()
    took(returns.postfix(row))
    assert states(row.sending) == [State.RETURNED]


@given(st.binary(max_size=400), st.integers(0, 3000), st.integers(0, 3000))
@example(
    b"Content-Type: multipart/mixed; boundary=x\n\n"
    + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 3000,
    0,
    0,
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_whatever_comes_is_read_or_said_to_be_unreadable(junk: bytes, start: int, end: int) -> None:
    row = Recipient(pk=1, address=NOOR, sending=Sending(made_at=NOON))
    whole = returns.exchange(row)
    for content in (junk, whole[:start] + junk + whole[end:]):
        assert read_reports(content)


def test_the_command_reads_files_and_what_is_piped_and_says_how_many(tmp_path: Path) -> None:
    row, other = sent(), sent("ada@example.org", key="other")
    (tmp_path / "one").write_bytes(returns.postfix(row))
    said = CliRunner().invoke(cli, ["mail", "bounces", str(tmp_path / "one"), str(tmp_path / "one")]).output
    assert said.replace("\xa0", " ") == "1 message revenu, 1 adresse arrêtée et 1 déjà noté.\n"
    assert NOOR not in said
    piped = CliRunner().invoke(cli, ["mail", "bounces", "-", "--json"], input=returns.exim(other))
    assert json.loads(piped.output)["returned"] == 1
    assert states(other.sending) == [State.RETURNED]
    for wrong in ([], [str(tmp_path / "none")], ["--maildir", str(tmp_path)]):
        assert CliRunner().invoke(cli, ["mail", "bounces", *wrong]).exit_code != 0


def test_a_box_is_emptied_and_what_a_person_wrote_stays_to_be_read(tmp_path: Path) -> None:
    row = sent()
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "new" / "1.a.host").write_bytes(returns.postfix(row))
    (tmp_path / "new" / "2.b.host").write_bytes(returns.by_hand(row))
    for _ in range(2):
        assert CliRunner().invoke(cli, ["mail", "bounces", "--maildir", str(tmp_path)]).exit_code == 0
    assert sorted(each.name for each in tmp_path.glob("*/*")) == ["1.a.host:2,S", "2.b.host:2,"]
    assert states(row.sending) == [State.RETURNED]


def test_what_comes_back_goes_to_the_address_of_returns_and_the_author_stays(
    settings: Any, server: MailServer
) -> None:
    settings.BOUNCES = "retours@instance.example"
    settings.DEFAULT_FROM_EMAIL = "Maillage <ne-pas-repondre@instance.example>"
    sent()
    assert server.senders == ["retours@instance.example"]
    assert b"CPTS du Val" in server.written[0]
    assert b"<ne-pas-repondre@instance.example>" in server.written[0]
    assert b"retours@" not in server.written[0]
