"""Reading the trail."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from maillage.audit.enums import Kind
from maillage.audit.models import Entry


def trail_of(subject: UUID, *, members: Collection[int] = ()) -> QuerySet[Entry]:
    """The rows about one structure, the newest first; with what changes its figures, and the entries of `members`."""
    of_the_instance = Q(subject=None) & (Q(kind=Kind.IMPORT) | Q(kind=Kind.SIGN_IN, actor__in=members))
    return Entry.objects.filter(Q(subject=subject) | of_the_instance)


def trail_by(actor: int) -> QuerySet[Entry]:
    """The rows that one account left, the newest first."""
    return Entry.objects.filter(actor=actor)
