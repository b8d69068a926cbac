"""Remembering what was found of the sending domain, so that pages say it without asking anybody."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from maillage.mail.models import DomainRecord
from maillage.mail.types import Found


@transaction.atomic
def note_domain(found: Iterable[Found], *, at: datetime) -> None:
    """What was found takes the place of what had been."""
    DomainRecord.objects.all().delete()
    DomainRecord.objects.bulk_create(
        DomainRecord(sender=settings.SERVER_EMAIL, record=each.record, state=each.state, checked_at=at)
        for each in found
    )
