"""A *fiche-action*: written part by part, moved from a state to another, followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.project.enums import WITH_REASON, ActionState
from maillage.project.lifecycle import may_become
from maillage.project.models import Action, ActionNote, Objective
from maillage.project.services.locking import at_version, lock, locked
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

MOST, MOST_NOTES = 500, 500


@dataclass(frozen=True, slots=True)
class GivenAction:
    """What is said of an action that begins; all the rest is written on its sheet."""

    title: str
    mission: str = ""
    objective: Objective | None = None
    owner: Person | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    #: Other columns, by name: what a sheet of the library, or the action of another structure, brings.
    columns: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_action(structure: Structure, given: GivenAction, *, key: UUID, by: User) -> Action:
    """Numbered for ever; the same key adds it once. Raises BadInput."""
    lock(structure.pk)
    if known := sent_before(Action.objects.filter(structure=structure), key):
        return known
    if structure.project_actions.count() >= MOST:
        raise BadInput("Il y a déjà cinq cents actions : effacez celles qui n’ont jamais servi.")
    _in_order(given.starts_on, given.ends_on)
    last = structure.project_actions.aggregate(last=Max("number"))["last"] or 0
    made = Action.objects.create(
        structure=structure,
        number=last + 1,
        title=given.title,
        mission=given.mission,
        objective=given.objective,
        owner=given.owner,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        key=key,
        **given.columns,
    )
    record(f"Action {made.number} ajoutée : {made.title}", by=by.pk, subject=structure.pk)
    return made


def _in_order(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise BadInput("Cette action finirait avant de commencer : vérifiez les deux dates.", field="ends_on")


@transaction.atomic
def write_part(
    action: Action, columns: Mapping[str, Any], *, version: int, by: User, needs: Any = None
) -> Action:
    """What a part of its sheet says, by column. Raises WrittenMeanwhile, and BadInput for dates out of order."""
    kept = at_version(action, version)
    for name, said in columns.items():
        setattr(kept, name, said)
    _in_order(kept.starts_on, kept.ends_on)
    kept.save()
    if needs is not None:
        kept.needs.set(needs)
    record(f"Fiche {kept.number} écrite : {kept.title}", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def move(action: Action, state: str, reason: str, *, version: int, by: User, on: date) -> Action:
    """To another state; one that is put off or given up says why. Raises BadInput, WrittenMeanwhile."""
    kept = at_version(action, version)
    reason = reason.strip()
    wanted = ActionState(state)
    if not may_become(kept.state, wanted):
        raise BadInput(
            f"Une action « {kept.get_state_display().lower()} » ne devient pas « {wanted.label.lower()} » : "
            "passez par l’état qui les sépare.",
            field="state",
        )
    if wanted in WITH_REASON and not reason:
        raise BadInput(
            "Dites pourquoi : le motif reste sur la fiche, et sert au dialogue de gestion.", field="reason"
        )
    kept.state, kept.reason = wanted, reason if wanted in WITH_REASON else ""
    kept.save()
    said = f"{wanted.label} : {reason}" if reason else f"{wanted.label}."
    ActionNote.objects.create(action=kept, noted_on=on, words=said, written_by=by, key=uuid4())
    record(f"Action {kept.number} : {wanted.label.lower()}.", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def share(action: Action, *, shared: bool, by: User) -> Action:
    """Shown to the other structures of the instance, or no more; what they took up stays theirs."""
    kept = locked(action)
    if kept.is_shared != shared:
        kept.is_shared = shared
        kept.save(update_fields=["is_shared"])
        said = "partagée avec les autres structures" if shared else "n’est plus partagée"
        record(f"Action {kept.number} : {said}.", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def note(action: Action, words: str, *, on: date, key: UUID, by: User) -> ActionNote:
    """What is said of it one day; the same key says it once. Raises BadInput."""
    kept = locked(action)
    if known := sent_before(ActionNote.objects.filter(action=kept), key):
        return known
    if kept.notes.count() >= MOST_NOTES:
        raise BadInput("Cette fiche a cinq cents notes : effacez celles qui ne servent plus.")
    record(f"Note de suivi sur l’action {kept.number}.", by=by.pk, subject=kept.structure_id)
    return ActionNote.objects.create(action=kept, noted_on=on, words=words, written_by=by, key=key)


@transaction.atomic
def drop_note(action: Action, number: int, *, by: User) -> None:
    """Nothing when it went already."""
    kept = locked(action)
    if kept.notes.filter(pk=number).delete()[0]:
        record(f"Note retirée de l’action {kept.number}.", by=by.pk, subject=kept.structure_id)


@transaction.atomic
def drop_action(action: Action, *, by: User) -> None:
    """For one that was written by mistake. Raises BadInput once it began: what was done, or given up, stays."""
    kept = locked(action)
    if kept.state != ActionState.PLANNED or kept.steps.exclude(done_on=None).exists():
        raise BadInput("Cette action a commencé : abandonnez-la en disant pourquoi, son histoire reste.")
    record(f"Action {kept.number} effacée : {kept.title}", by=by.pk, subject=kept.structure_id)
    kept.delete()
