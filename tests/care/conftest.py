"""Who takes requests in the cast."""

import pytest

from maillage.people.models import Person
from maillage.structures.models import Structure


@pytest.fixture
def max_(structure: Structure) -> Person:
    return structure.people.get(name="Max Fictif")
