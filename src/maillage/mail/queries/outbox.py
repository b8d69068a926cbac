"""Reading the outbox."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber

from maillage.mail.enums import State
from maillage.mail.models import FailingAddress, Recipient, Sending
from maillage.mail.rules import failure_in_words
from maillage.mail.types import Counts
from maillage.ui.slots import Work

SHOWN = 200  # messages of a demonstration, the newest


def counts_of(sendings: Collection[int]) -> dict[int, Counts]:
    """Id of a sending → where its messages stand; in one query."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Recipient.objects.filter(sending__in=sendings).values_list("sending", "state")
    for sending, state, count in rows.annotate(count=Count("*")):
        found[sending][State.QUEUED if state == State.HANDED else state] += count
    return {sending: Counts(**found[sending]) for sending in sendings}


def works_of(about: UUID) -> list[Work]:
    """The messages to several people that a structure sent lately, or that still wait: how far each is."""
    sendings = list(Sending.objects.filter(about=about).exclude(body="").order_by("-made_at", "-pk")[:SHOWN])
    counts = counts_of([sending.pk for sending in sendings])
    return [
        Work(
            f"Message « {sending.subject} »",
            "En cours d’envoi" if counts[sending.pk].queued else "Envoyé",
            sending.made_at,
            done=counts[sending.pk].settled,
            total=counts[sending.pk].total,
            is_over=not counts[sending.pk].queued,
        )
        for sending in sendings
        if counts[sending.pk].queued or counts[sending.pk].total > 1
    ]


def messages() -> QuerySet[Sending]:
    """All of them, the newest first."""
    return Sending.objects.order_by("-made_at", "-pk")


def addressed(sendings: Collection[int], *, shown: int) -> dict[int, list[str]]:
    """Id of a sending → whom it goes to, the first of them; in one query."""
    rank = Window(RowNumber(), partition_by="sending", order_by="pk")
    rows = Recipient.objects.filter(sending__in=sendings).annotate(rank=rank).filter(rank__lte=shown)
    found: dict[int, list[str]] = defaultdict(list)
    for sending, address in rows.order_by("pk").values_list("sending", "address"):
        found[sending].append(address or "adresse effacée")
    return found


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


def stopped_about(about: UUID) -> QuerySet[FailingAddress]:
    """The addresses that nothing leaves for any more, the last first."""
    return FailingAddress.objects.filter(about=about, stopped_at__isnull=False).order_by("-stopped_at", "pk")


def addresses_stopped(about: UUID) -> QuerySet[FailingAddress, str]:
    return stopped_about(about).values_list("address", flat=True)


def stopped_among(about: UUID) -> set[str]:
    return set(addresses_stopped(about))


def in_doubt_about(about: UUID) -> QuerySet[Recipient]:
    """Messages that nobody knows to have left, the oldest first; of those that their person still wants."""
    rows = Recipient.objects.filter(sending__about=about, state=State.UNCERTAIN, is_stopped=False)
    rows = rows.exclude(address="")
    return rows.select_related("sending").order_by("sending__made_at", "pk")


def why(failing: FailingAddress) -> str:
    """« Cette adresse n’existe pas, ou plus. »"""
    return failure_in_words(failing.status)


def written_at(about: UUID, addresses: Collection[str]) -> QuerySet[Recipient, tuple[int, str, str]]:
    """(number, address, the name it was written to with), when one was; the last one last."""
    rows = Recipient.objects.filter(sending__about=about, address__in=addresses).exclude(name="")
    return rows.order_by("pk").values_list("pk", "address", "name")


def failing_at(address: str) -> list[dict[str, Any]]:
    """What an account exports."""
    return [
        {
            "depuis": each.first_at.isoformat(),
            "état": "arrêtée" if each.stopped_at else "essayée",
            "dit": each.said,
        }
        for each in FailingAddress.objects.filter(address=address.lower()).order_by("pk")
    ]
