"""Reading the outbox."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, QuerySet

from maillage.mail.enums import State
from maillage.mail.models import Recipient, Sending
from maillage.mail.types import Counts

SHOWN = 200  # messages of a demonstration, the newest


def counts_of(sendings: Collection[int]) -> dict[int, Counts]:
    """Id of a sending → where its messages stand; in one query."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Recipient.objects.filter(sending__in=sendings).values_list("sending", "state")
    for sending, state, count in rows.annotate(count=Count("*")):
        found[sending][State.QUEUED if state == State.HANDED else state] += count
    return {sending: Counts(**found[sending]) for sending in sendings}


def messages() -> QuerySet[Sending]:
    """All of them, the newest first."""
    return Sending.objects.order_by("-made_at", "-pk")


def received_by(address: str) -> list[dict[str, Any]]:
    """What an account exports: the messages written to it that are not erased yet."""
    rows = Recipient.objects.filter(address=address.lower()).select_related("sending")
    return [
        {
            "objet": row.sending.subject,
            "écrit le": row.sending.made_at.isoformat(),
            "état": row.get_state_display(),
        }
        for row in rows.order_by("sending__made_at", "pk")
    ]
