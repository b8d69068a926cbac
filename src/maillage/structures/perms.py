"""Who may do what with a structure: the only place that says so."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.structures.enums import Ability, Role
from maillage.structures.models import Structure
from maillage.structures.types import Request

ABILITIES: dict[str, frozenset[Ability]] = {
    Role.MEMBER: frozenset({Ability.VIEW}),
    Role.FOUNDER: frozenset({Ability.VIEW, Ability.EDIT, Ability.RUN}),
}


def roles_of(user: User | AnonymousUser, structure: Structure) -> frozenset[str]:
    """The roles this person holds today: a person may hold several."""
    held = (membership for membership in structure.memberships.all() if membership.left_on is None)
    return frozenset(membership.role for membership in held if membership.user_id == user.pk)


def abilities(user: User | AnonymousUser, structure: Structure) -> frozenset[Ability]:
    """The abilities of every role held, put together."""
    return frozenset().union(*(ABILITIES[role] for role in roles_of(user, structure)))


def find(request: Request, slug: str, ability: Ability) -> Structure:
    """The structure of this address, also kept on the request with what its visitor may do there.

    404 to whom may not know it exists, 403 to whom may only look.
    """
    visible = Structure.objects.visible_to(request.user)
    structure = get_object_or_404(
        visible.select_related("territory").prefetch_related("memberships"), slug=slug
    )
    held = abilities(request.user, structure)
    if ability not in held:
        raise PermissionDenied
    request.structure, request.abilities = structure, held
    return structure
