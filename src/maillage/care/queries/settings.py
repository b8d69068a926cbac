"""What a structure chose for care."""

from maillage.care.models import CareSetting
from maillage.structures.models import Structure


def setting_of(structure: Structure) -> CareSetting:
    """What it chose; what holds until it chooses, unsaved, when it did not."""
    found = CareSetting.objects.filter(structure=structure).first()
    return found or CareSetting(structure=structure)
