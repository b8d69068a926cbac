"""One writer at a time in the project of a structure; what is read after the lock is what is written over."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from maillage.kernel import BadInput
from maillage.project.models import Action
from maillage.structures.models import Structure


class WrittenMeanwhile(BadInput):
    """Somebody saved it since the page was opened; nothing of theirs is written over."""

    def __init__(self) -> None:
        super().__init__(
            "Quelqu’un a enregistré cette fiche pendant que vous écriviez. Vos mots sont gardés ci-dessous, les siens "
            "sont rappelés à côté : réunissez-les, puis enregistrez."
        )


def lock(structure: UUID) -> None:
    """In a transaction. Nothing on SQLite: its writers wait for one another there."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure)


def locked(action: Action) -> Action:
    """As it stands now that nobody else writes. 404 when it went meanwhile."""
    lock(action.structure_id)
    return get_object_or_404(Action.objects.select_related("structure"), pk=action.pk)


def at_version(action: Action, version: int) -> Action:
    """As it stands, one version further. Raises WrittenMeanwhile when it is not the one that was read."""
    kept = locked(action)
    if kept.version != version:
        raise WrittenMeanwhile
    kept.version += 1
    return kept
