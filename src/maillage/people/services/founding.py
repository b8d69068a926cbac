"""Founding a structure with those who are around the table."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.people.services.table import GivenMeeting, GivenPerson, record_information, welcome
from maillage.structures import services as structures
from maillage.structures.models import Structure


@transaction.atomic
def found(
    *,
    by: User,
    people: Sequence[GivenPerson] = (),
    meetings: Sequence[GivenMeeting] = (),
    key: UUID | None = None,
    **what: Any,
) -> Structure:
    """`what` as `structures.services.found` takes it, which says what it refuses; all of it, or nothing.

    The same `key` sent twice founds once, and seats its people once.
    """
    User.objects.select_for_update().get(pk=by.pk)  # the second click waits, then finds what the first made
    is_new = key is None or not Structure.objects.filter(founding_key=key).exists()
    structure = structures.found(by=by, key=key, **what)
    if is_new:
        welcome(structure, people, by=by)
        for meeting in meetings:
            record_information(structure, meeting, by=by)
    return structure
