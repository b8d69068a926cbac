"""Messages that the tests of this room write."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from maillage.mail.enums import State
from maillage.mail.models import Sending
from maillage.mail.services import deliver_due, post
from maillage.mail.types import Pass, To

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def write(*addresses: str, key: str = "k", at: datetime = NOON, **given: Any) -> Sending:
    words = {"subject": "Réunion", "body": "Bonjour.\n", "sender": "M. Escoffre (CPTS du Val)", **given}
    people = [To(address) for address in addresses or ("noor@example.org",)]
    return post(key, **words, to=people, at=at)


def deliver(at: datetime = NOON, *, limit: int = 100, **given: Any) -> Pass:
    clock: Callable[[], datetime] = lambda: at  # noqa: E731 -- a clock that stands
    return deliver_due(limit=limit, now=clock, **given)


def states(sending: Sending) -> list[State]:
    return [State(row.state) for row in sending.recipients.order_by("pk")]
