"""Sending what is due, at most once to each: handed over is written before the server is spoken to."""

from collections.abc import Callable
from datetime import datetime
from time import sleep
from typing import Any

from django.db import transaction
from django.db.models import F

from maillage.kernel import with_no_break_spaces
from maillage.mail.enums import Haste, State
from maillage.mail.models import Recipient
from maillage.mail.rules import LEFT_AFTER, delay_after
from maillage.mail.services.returning import note_refusal
from maillage.mail.services.speaking import Server, Unreachable
from maillage.mail.types import Pass

#: Seconds left to who waits to write, between two transactions of a long work; so many times as long as somebody waits.
BREATH, BREATHS = 0.2, 10
FAILED = frozenset({State.REFUSED, State.GIVEN_UP})
LEFT = with_no_break_spaces("L’envoi s’est interrompu : le message est peut-être parti.")


def deliver_due(
    *, limit: int, now: Callable[[], datetime], stopping: Callable[[], bool] = lambda: False
) -> Pass:
    """One pass: at most `limit` messages that are due. `now` and `stopping` are asked before each.

    No transaction is open while the server is spoken to.
    """
    done = Pass(uncertain=mark_left(now()))
    with Server() as server:
        for _ in range(limit):
            if stopping() or not due(now()).exists():
                break
            try:
                server.open()
            except Unreachable as trouble:
                done.unreachable = True
                put_off_first(str(trouble), done, now())
                break
            recipient = take(now())
            if recipient:
                settle(recipient, *server.hand(recipient), done, now())
    return done


def due(now: datetime) -> Any:
    return Recipient.objects.filter(state=State.QUEUED, next_try_at__lte=now)


def give_way(now: Callable[[], datetime], *, waits: bool = True) -> bool:
    """Between two transactions of a long work: who waits for the database writes, what somebody waits for leaves.

    On SQLite, who waits for the lock looks again now and then. True: nothing in haste is left. Given back as `waits` the
    next time, it holds a work once, and no more, when the mail server is away or this process is to end.
    """
    for _ in range(BREATHS if waits else 1):
        sleep(BREATH)
        if not due(now()).filter(haste=Haste.NOW).exists():
            return True
    return False


def first_due(now: datetime) -> Recipient | None:
    """What is in haste, else what waited longest. Locked, inside a transaction: another worker passes it by (on SQLite the transaction is the lock)."""
    rows = due(now).select_related("sending").order_by("haste", "next_try_at", "pk")
    found: Recipient | None = rows.select_for_update(skip_locked=True, of=("self",)).first()
    return found


@transaction.atomic
def take(now: datetime) -> Recipient | None:
    """Write that the first one due is being handed over; None when others took them all."""
    if recipient := first_due(now):
        recipient.state, recipient.handed_at = State.HANDED, now
        recipient.attempts += 1
        recipient.save(update_fields=["state", "handed_at", "attempts"])
    return recipient


@transaction.atomic
def put_off_first(why: str, done: Pass, now: datetime) -> None:
    """The server did not open: one try of the first message that waits, none of the others."""
    if recipient := first_due(now):
        Recipient.objects.filter(pk=recipient.pk).update(attempts=F("attempts") + 1)
        recipient.attempts += 1
        settle(recipient, State.QUEUED, why, done, now, leaving=(State.QUEUED,))


def settle(
    recipient: Recipient,
    state: State,
    why: str,
    done: Pass,
    now: datetime,
    *,
    leaving: tuple[State, ...] = (State.HANDED, State.UNCERTAIN),
) -> None:
    """Write what became of it; what is put off waits longer each time, then is given up.

    Who spoke to the server knows better than who found the row left behind: an uncertain one is settled too.
    """
    kept: dict[str, Any] = {"state": state, "settled_at": now, "reason": why[:200]}
    if state == State.QUEUED:
        delay = delay_after(recipient.attempts)
        if delay:
            kept |= {"settled_at": None, "handed_at": None, "next_try_at": now + delay}
        else:
            kept["state"] = State.GIVEN_UP
    row = Recipient.objects.filter(pk=recipient.pk, state__in=leaving)
    waits = kept["state"] == State.QUEUED
    # Erased meanwhile, nothing of it comes back; stopped meanwhile, nothing is tried again.
    whole = row.exclude(address="").exclude(is_stopped=True) if waits else row.exclude(address="")
    if whole.update(**kept):
        if kept["state"] in FAILED and not said_of_us(state, why):
            note_refusal(recipient, why, now=now)
    else:
        row.update(state=State.GIVEN_UP if waits else kept["state"], settled_at=now)
    counted = "put_off" if waits else kept["state"].value
    setattr(done, counted, getattr(done, counted) + 1)


def said_of_us(state: State, why: str) -> bool:
    """Refused for ever and tried again all the same: it was our own address that was refused (speaking.Server.hand)."""
    return state == State.QUEUED and why.startswith("5")


def mark_left(now: datetime) -> int:
    """Messages whose worker died, or never came back, while it handed them over: nobody knows. How many."""
    left = Recipient.objects.filter(state=State.HANDED, handed_at__lt=now - LEFT_AFTER)
    if not left.exists():  # looking takes no lock
        return 0
    return left.update(state=State.UNCERTAIN, settled_at=now, reason=LEFT)
