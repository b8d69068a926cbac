"""What a structure waits for, of its bulletins."""

from collections.abc import Iterator

from django.urls import reverse

from maillage.kernel import plural
from maillage.outreach.enums import Ability
from maillage.outreach.queries.bulletins import held_of
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.ui.slots import Task


def awaiting(structure: Structure) -> Iterator[Task]:
    if held := held_of(structure).count():
        yield Task(
            f"Bulletins : {plural(held, 'désabonnement')} à relire",
            f"{reverse('outreach:bulletins', args=[structure.slug])}#a-relire",
            "Une messagerie les a peut-être faits d’elle-même.",
            Ability.WRITE,
            desk=Role.COORDINATION,
        )
