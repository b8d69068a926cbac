"""The action of the cast, and who holds it."""

from datetime import date

import pytest

from maillage.people.models import Person
from maillage.project.models import Action
from maillage.structures.models import Structure


@pytest.fixture
def action(structure: Structure) -> Action:
    """« Sorties d’hôpital », of Max, planned, with a step to come."""
    found = structure.project_actions.select_related("structure").get()
    found.steps.update(due_on=date(2028, 1, 3))
    return found


@pytest.fixture
def max_(structure: Structure) -> Person:
    return structure.people.get(name="Max Fictif")
