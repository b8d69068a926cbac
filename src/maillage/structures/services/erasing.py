"""Erasing a structure, with all that every room keeps of it."""

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import erase_subject, record
from maillage.structures.models import Structure
from maillage.ui.services import let_go


@transaction.atomic
def erase(structure: Structure, *, by: User | None) -> None:
    """For good: what rooms above keep goes by cascade, what this one keeps is taken away here, its trail too.

    The instance remembers that a structure was erased, not which.
    """
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    let_go(structure)
    for moves in (structure.recognitionmoves, structure.legalpersonmoves, structure.missionmoves):
        moves.all().delete()
    structure.legal_persons.all().delete()
    structure.memberships.all().delete()
    territory = structure.territory
    erase_subject(structure.pk)
    structure.delete()
    territory.delete()
    record("Une structure est supprimée, avec tout ce qu’elle contenait.", by=by.pk if by else None)
