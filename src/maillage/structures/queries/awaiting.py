"""What a structure waits for."""

from collections.abc import Iterator

from django.urls import reverse

from maillage.kernel import plural
from maillage.structures.enums import Ability
from maillage.structures.models import (
    Structure,
)
from maillage.structures.queries.life import person_steps_left
from maillage.structures.queries.table import around_the_table
from maillage.ui.slots import Task


def awaiting(structure: Structure) -> Iterator[Task]:
    """What the team, the territory and the life of a structure still ask for, most useful first."""
    team = reverse("structures:team", args=[structure.slug])
    around = around_the_table(structure)
    if not around.counts:
        yield Task(
            "Poser le tour de table", team, "Qui porte, qui s’engage, qui reste à associer.", Ability.EDIT
        )
    elif broken := [finding for finding in around.gaps if finding.status == "broken"]:
        yield Task(
            f"Approcher ceux qui manquent : {plural(len(broken), 'point')}",
            team,
            broken[0].sentence,
            Ability.EDIT,
        )
    if not structure.information_meetings.all():
        yield Task("Noter comment le territoire a été informé", f"{team}#information", ability=Ability.EDIT)
    if structure.signature_hoped_on is None:
        url = reverse("structures:settings", args=[structure.slug])
        yield Task(
            "Fixer une date de signature espérée", url, "Les délais des missions en partent.", Ability.RUN
        )
    if step := next(iter(person_steps_left(structure)), None):
        life = reverse("structures:life", args=[structure.slug])
        yield Task(f"Personne morale, prochain pas possible : {step.label}", life, ability=Ability.RUN)
