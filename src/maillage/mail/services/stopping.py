"""Giving up what waits for somebody who asked for no more of it."""

from collections.abc import Collection
from datetime import datetime

from maillage.mail.enums import State
from maillage.mail.models import Recipient


def give_up(sendings: Collection[int], address: str, *, why: str, at: datetime) -> int:
    """What still waits for this address in these sendings goes nowhere any more; how many. What left has left."""
    theirs = Recipient.objects.filter(sending__in=sendings, address=address.lower())
    theirs.filter(state=State.HANDED).update(
        is_stopped=True
    )  # if the server puts it off, it is not tried again
    waiting = theirs.filter(state=State.QUEUED)
    return waiting.update(state=State.GIVEN_UP, is_stopped=True, settled_at=at, reason=why[:200])
