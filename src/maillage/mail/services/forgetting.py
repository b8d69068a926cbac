"""Erasing what messages say and to whom; how many there were, and what became of them, stays."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from maillage.mail.enums import State
from maillage.mail.models import FailingAddress, Recipient, Sending

#: Then bodies and addresses are erased.
KEPT_FOR = timedelta(days=90)
ERASED = {"address": "", "name": "", "unsubscribe": "", "reason": "", "note": ""}


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """Erase bodies and addresses after ninety days; how many messages."""
    return _erase(Sending.objects.filter(made_at__lt=now - KEPT_FOR).exclude(body=""))


@transaction.atomic
def forget_person(address: str) -> None:
    """An account leaves: what was written to it, and in its name."""
    _empty(Recipient.objects.filter(address=address.lower()))
    _erase(Sending.objects.filter(reply_to=address))
    FailingAddress.objects.filter(address=address.lower()).delete()


def forget_recipient(address: str, *, about: UUID) -> None:
    """Somebody is erased from a structure: what was written to them about it."""
    _empty(Recipient.objects.filter(address=address.lower(), sending__about=about))
    FailingAddress.objects.filter(address=address.lower(), about=about).delete()


def forget_named(name: str, *, about: UUID) -> None:
    """The same for what was written to them at addresses they had before. `name`: that nobody else there bears."""
    if name:
        _empty(Recipient.objects.filter(name=name, sending__about=about))


def erase_subject(about: UUID) -> None:
    """A structure is erased: its messages go with it."""
    Sending.objects.filter(about=about).delete()
    FailingAddress.objects.filter(about=about).delete()


def _erase(sendings: QuerySet[Sending]) -> int:
    _empty(Recipient.objects.filter(sending__in=sendings))
    return sendings.update(body="", sender="", reply_to="")


def _empty(recipients: QuerySet[Recipient]) -> None:
    """What waited goes nowhere any more."""
    recipients.filter(state=State.QUEUED).update(state=State.GIVEN_UP, **ERASED)
    recipients.update(**ERASED)
