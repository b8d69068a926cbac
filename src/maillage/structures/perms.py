"""Who may do what with a structure: the only place that says so."""

from collections.abc import Mapping

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.structures.enums import Ability, Role
from maillage.structures.models import Structure
from maillage.structures.queries import modules_of
from maillage.structures.types import Request
from maillage.ui.queries import abilities_of, module_of

#: Of this room; each room above says its own, by the same roles.
ABILITIES: Mapping[str, frozenset[str]] = {
    Role.MEMBER: frozenset({Ability.VIEW}),
    Role.FOUNDER: frozenset({Ability.VIEW, Ability.EDIT, Ability.RUN}),
}


def roles_of(user: User | AnonymousUser, structure: Structure) -> frozenset[str]:
    """The roles this person holds today: a person may hold several."""
    held = (membership for membership in structure.memberships.all() if membership.left_on is None)
    return frozenset(membership.role for membership in held if membership.user_id == user.pk)


def abilities(user: User | AnonymousUser, structure: Structure) -> frozenset[str]:
    """What every room grants to the roles held, put together."""
    return abilities_of(roles_of(user, structure), modules_of(structure))


def find(request: Request, slug: str, ability: str) -> Structure:
    """The structure of this address, also kept on the request with what its visitor may do there.

    404 to whom may not know it exists, and for a module that is switched off; 403 to whom may only look.
    """
    visible = Structure.objects.visible_to(request.user).select_related("territory")
    structure = get_object_or_404(visible.prefetch_related("memberships", "module_choices"), slug=slug)
    modules = modules_of(structure)
    if (module := module_of(ability)) and module not in modules:
        raise Http404
    held = abilities(request.user, structure)
    if ability not in held:
        raise PermissionDenied
    request.structure, request.abilities = structure, held
    return structure
