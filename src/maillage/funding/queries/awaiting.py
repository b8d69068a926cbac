"""What a structure waits for, of its money."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from maillage.funding.enums import Ability, Arrival
from maillage.funding.queries.calendar import awaited, calendar, in_order
from maillage.kernel import date_in_french
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.ui.slots import Task

#: A payment is told that long before its day.
TOLD_BEFORE = timedelta(days=30)


def awaiting(structure: Structure) -> Iterator[Task]:
    """Payments that are late, and those of the month to come: only those whose day a text gives."""
    today = timezone.localdate()
    for contract, line in awaited(in_order(calendar(structure, on=today))):
        due = line.expected.due_on
        if due is None or due > today + TOLD_BEFORE:
            continue
        is_late = line.arrival == Arrival.LATE or due < today
        yield Task(
            f"{'Versement en retard' if is_late else 'Versement attendu'} : {line.expected.label}",
            reverse("funding:receive", args=[structure.slug, contract.pk, line.expected.key]),
            f"{contract.name}, {'depuis le' if is_late else 'le'} {date_in_french(due)} : notez-le quand il arrive.",
            ability=Ability.RUN,
            due=due,
            desk=Role.TREASURY,
        )
