"""One writer at a time in the money of a structure; what is read after the lock is what is written over."""

from django.shortcuts import get_object_or_404

from maillage.funding.models import Contract
from maillage.structures.models import Structure


def lock(structure: Structure) -> Structure:
    """In a transaction. Nothing on SQLite: its writers wait for one another there."""
    return Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)


def locked(contract: Contract) -> Contract:
    """As it stands now that nobody else writes. 404 when it went meanwhile."""
    lock(contract.legal_person.structure)
    return get_object_or_404(Contract.objects.select_related("legal_person__structure"), pk=contract.pk)
