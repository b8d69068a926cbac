"""Saying which action a meeting serves."""

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.models import Meeting
from maillage.kernel import BadInput
from maillage.project.models import Action, ActionMeeting
from maillage.project.services.locking import lock


@transaction.atomic
def say_action(meeting: Meeting, action: Action | None, *, by: User) -> ActionMeeting:
    """None: it serves none in particular, whatever its group carries. Raises BadInput for the action of others."""
    structure = meeting.instance.structure_id
    lock(structure)
    if action is not None and action.structure_id != structure:
        raise BadInput("Choisissez une action de votre structure.", field="action")
    before = ActionMeeting.objects.filter(meeting=meeting).first()
    if before is not None and before.action_id == (action.pk if action else None):
        return before
    said, _ = ActionMeeting.objects.update_or_create(meeting=meeting, defaults={"action": action})
    served = (
        f"pour l’action {action.number}, {action.title}" if action else "pour aucune action en particulier"
    )
    record(f"Réunion {meeting.title} : {served}.", by=by.pk, subject=structure)
    return said
