"""Giving up what waits for somebody who asked for no more of it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from maillage.mail.enums import State
from maillage.mail.models import Recipient

#: It may still leave: it waits, a server may put it off, somebody may send it again.
MAY_LEAVE = (State.QUEUED, State.HANDED, State.UNCERTAIN)


@transaction.atomic
def give_up(sendings: Collection[int], address: str, *, why: str, at: datetime) -> int:
    """What still waits for this address in these sendings goes nowhere any more; how many. What left has left."""
    theirs = Recipient.objects.filter(sending__in=sendings, address=address.lower())
    # First, and all of them: what a worker takes up meanwhile is stopped too.
    theirs.filter(state__in=MAY_LEAVE).update(is_stopped=True)
    waiting = theirs.filter(state=State.QUEUED)
    return waiting.update(state=State.GIVEN_UP, settled_at=at, reason=why[:200])
