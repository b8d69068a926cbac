"""The report of a crisis, kept as it was the day when it was asked for."""

from datetime import datetime
from typing import Any

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import Crisis
from maillage.files import services as files
from maillage.files.enums import PaperKind
from maillage.kernel import BadInput


def keep_report(crisis: Crisis, content: Any, *, by: User, at: datetime) -> None:
    """In the place of the one before. Raises BadInput as long as it runs, or when it cannot be kept."""
    if crisis.ended_at is None:
        raise BadInput("Le compte rendu se garde une fois le plan levé.")
    paper = files.keep(content, about=crisis.structure_id, by=by, at=at, only=(PaperKind.PDF,))
    with transaction.atomic():
        kept = Crisis.objects.select_for_update(of=("self",)).get(pk=crisis.pk)
        before, kept.report = kept.report, paper
        kept.save(update_fields=["report"])
        record("Compte rendu de crise gardé.", by=by.pk, subject=crisis.structure_id)
    if before:
        files.drop(before)
