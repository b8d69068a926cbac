"""The survey that the structure of the cast has opened."""

import pytest

from maillage.structures.models import Structure
from maillage.territories.models import Survey


@pytest.fixture
def survey(structure: Structure) -> Survey:
    return structure.territory.surveys.get()
