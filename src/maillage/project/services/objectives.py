"""Objectives: what a structure wants to change, and the needs that each answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.project.models import Need, Objective
from maillage.project.services.locking import WrittenMeanwhile, lock
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

MOST = 200


@dataclass(frozen=True, slots=True)
class GivenObjective:
    text: str
    mission: str = ""
    needs: Sequence[Need] = ()


@transaction.atomic
def add_objective(structure: Structure, given: GivenObjective, *, key: UUID, by: User) -> Objective:
    """The same key adds it once. Raises BadInput."""
    lock(structure.pk)
    if known := sent_before(Objective.objects.filter(structure=structure), key):
        return known
    many = structure.objectives.count()
    if many >= MOST:
        raise BadInput("Il y a déjà deux cents objectifs : réunissez ceux qui se ressemblent.")
    made = Objective.objects.create(
        structure=structure, text=given.text, mission=given.mission, rank=many + 1, key=key
    )
    made.needs.set(given.needs)
    record(f"Objectif écrit : {made.text}", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def change_objective(objective: Objective, given: GivenObjective, *, version: int, by: User) -> Objective:
    """Raises WrittenMeanwhile, and BadInput when it went."""
    lock(objective.structure_id)
    kept = Objective.objects.filter(pk=objective.pk).first()
    if kept is None:
        raise BadInput("Quelqu’un a retiré cet objectif : ajoutez-le de nouveau s’il tient.")
    if kept.version != version:
        raise WrittenMeanwhile
    kept.text, kept.mission, kept.version = given.text, given.mission, version + 1
    kept.save()
    kept.needs.set(given.needs)
    record(f"Objectif changé : {kept.text}", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def drop_objective(objective: Objective, *, by: User) -> None:
    """Its actions stay, without objective; nothing when somebody has just dropped it."""
    lock(objective.structure_id)
    if Objective.objects.filter(pk=objective.pk).delete()[0]:
        record(f"Objectif retiré : {objective.text}", by=by.pk, subject=objective.structure_id)
