"""One writer at a time in the governance of a structure; what is read after the lock is what is written over."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from maillage.governance.models import Meeting
from maillage.structures.models import Structure


def lock(structure: UUID) -> None:
    """In a transaction. Nothing on SQLite: its writers wait for one another there."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure)


def locked(meeting: Meeting) -> Meeting:
    """As it stands now that nobody else writes. 404 when it went meanwhile."""
    lock(meeting.instance.structure_id)
    return get_object_or_404(Meeting.objects.select_related("instance__structure__territory"), pk=meeting.pk)
