"""What goes with a structure that is erased."""

from django.db import transaction

from maillage.funding.models import Claim, Contract, Receipt, ScaleLine
from maillage.structures.models import Structure


@transaction.atomic
def erase(structure: Structure) -> None:
    """Its contracts and what came for them, what was asked for time given: the accounts that the law asks to keep were taken away before."""
    held = Receipt.objects.filter(contract__legal_person__structure=structure)
    held.exclude(undoes=None).delete()
    held.delete()
    Contract.objects.filter(legal_person__structure=structure).delete()
    Claim.objects.filter(legal_person__structure=structure).delete()
    ScaleLine.objects.filter(legal_person__structure=structure).delete()
