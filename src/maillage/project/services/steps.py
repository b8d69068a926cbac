"""The steps of an action, its partners, its tasks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.models import Task
from maillage.governance.services import decisions
from maillage.kernel import BadInput
from maillage.outreach.models import Partner
from maillage.people.models import Person
from maillage.project.models import Action, ActionPartner, ActionStep, ActionTask
from maillage.project.services.locking import locked
from maillage.structures.queries import sent_before

MOST_STEPS, MOST_PARTNERS, MOST_TASKS = 60, 40, 60


@dataclass(frozen=True, slots=True)
class GivenStep:
    what: str
    who: Person | None = None
    due_on: date | None = None


@transaction.atomic
def add_step(action: Action, given: GivenStep, *, key: UUID, by: User) -> ActionStep:
    """The same key adds it once. Raises BadInput."""
    kept = locked(action)
    if known := sent_before(ActionStep.objects.filter(action=kept), key):
        return known
    if kept.steps.count() >= MOST_STEPS:
        raise BadInput("Cette action a soixante étapes : faites-en deux actions.")
    record(f"Étape ajoutée à l’action {kept.number} : {given.what}", by=by.pk, subject=kept.structure_id)
    return ActionStep.objects.create(
        action=kept, key=key, what=given.what, who=given.who, due_on=given.due_on
    )


@transaction.atomic
def change_step(step: ActionStep, given: GivenStep, *, by: User) -> ActionStep:
    """404 when it went meanwhile."""
    action = locked(step.action)
    kept = get_object_or_404(action.steps, pk=step.pk)
    kept.what, kept.who, kept.due_on = given.what, given.who, given.due_on
    kept.save()
    record(f"Étape changée, action {action.number} : {kept.what}", by=by.pk, subject=action.structure_id)
    return kept


@transaction.atomic
def finish_step(step: ActionStep, *, on: date | None, by: User | None) -> ActionStep:
    """Done that day; None: to be done again. `by` None: by the link of a card. Done twice, it was done the first day."""
    action = locked(step.action)
    kept = get_object_or_404(action.steps, pk=step.pk)
    if (kept.done_on is None) != (on is None):
        kept.done_on = on
        kept.save(update_fields=["done_on"])
        said = "faite" if on else "à faire de nouveau"
        record(
            f"Étape {said}, action {action.number} : {kept.what}",
            by=by.pk if by else None,
            subject=action.structure_id,
        )
    return kept


@transaction.atomic
def drop_step(step: ActionStep, *, by: User) -> None:
    """Nothing when it went already."""
    action = locked(step.action)
    if action.steps.filter(pk=step.pk).delete()[0]:
        record(f"Étape retirée, action {action.number} : {step.what}", by=by.pk, subject=action.structure_id)


@transaction.atomic
def bind_partner(
    action: Action, partner: Partner, role: str, *, has_convention: bool, by: User
) -> ActionPartner:
    """Named again, its role is written over. Raises BadInput."""
    kept = locked(action)
    if partner.structure_id != kept.structure_id:
        raise BadInput("Ce partenaire n’est pas de votre structure.")
    if kept.partner_roles.count() >= MOST_PARTNERS:
        raise BadInput("Cette action a quarante partenaires : retirez ceux qui n’y font rien.")
    said = {"role": role, "has_convention": has_convention}
    made, _ = ActionPartner.objects.update_or_create(action=kept, partner=partner, defaults=said)
    record(f"Partenaire de l’action {kept.number} : {partner.name}.", by=by.pk, subject=kept.structure_id)
    return made


@transaction.atomic
def unbind_partner(action: Action, number: int, *, by: User) -> None:
    kept = locked(action)
    if kept.partner_roles.filter(pk=number).delete()[0]:
        record(f"Partenaire retiré de l’action {kept.number}.", by=by.pk, subject=kept.structure_id)


@transaction.atomic
def entrust(action: Action, given: decisions.GivenTask, *, key: UUID, by: User) -> Task:
    """A task of the structure that serves the action; the same key asks once. Raises BadInput."""
    kept = locked(action)
    if known := sent_before(kept.tasks, key):
        return known
    if kept.tasks.count() >= MOST_TASKS:
        raise BadInput("Cette action a soixante tâches : faites-en deux actions.")
    task = decisions.ask_for(kept.structure, given, key=key, by=by)
    ActionTask.objects.create(action=kept, task=task)
    return task
