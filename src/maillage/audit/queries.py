"""Reading the trail."""

from uuid import UUID

from django.db.models import QuerySet

from maillage.audit.models import Entry


def trail_of(subject: UUID) -> QuerySet[Entry]:
    """The rows about one structure, the newest first."""
    return Entry.objects.filter(subject=subject)


def trail_by(actor: int) -> QuerySet[Entry]:
    """The rows that one account left, the newest first."""
    return Entry.objects.filter(actor=actor)
