"""Who reads and who writes the project of a structure, by the role held in it."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from maillage.accounts.models import User
from maillage.project.enums import Ability
from maillage.project.models import Action
from maillage.structures.enums import READERS, WRITERS
from maillage.structures.models import Structure
from maillage.ui.queries import module_of

ABILITIES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(READERS, frozenset({Ability.READ, Ability.ANSWER})),
    **dict.fromkeys(WRITERS, frozenset(Ability)),
}


def takeable(user: User, structure: Structure) -> QuerySet[Action]:
    """The actions of other structures that one may take up here: of those one belongs to, and what others share."""
    held = Q(structure__in=Structure.objects.visible_to(user)) | Q(is_shared=True)
    off = Q(structure__module_choices__module=module_of(Ability.READ), structure__module_choices__is_on=False)
    others = Action.objects.filter(held).exclude(structure=structure).exclude(off)
    return others.select_related("structure").order_by("structure__name", "number")
