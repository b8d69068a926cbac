"""One writer at a time where an order or a number is given; nothing on SQLite, whose writers wait for one another."""

from uuid import UUID

from maillage.structures.models import Structure


def lock(structure: UUID) -> None:
    """In a transaction."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure)
