"""Who may do what with a structure: the only place that says so."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.structures.enums import Ability, Role
from maillage.structures.models import Structure
from maillage.structures.queries import workspace_of
from maillage.ui.enums import Workspace

ABILITIES: dict[str, frozenset[Ability]] = {
    Role.MEMBER: frozenset({Ability.VIEW}),
    Role.FOUNDER: frozenset({Ability.VIEW, Ability.EDIT, Ability.RUN}),
}


def abilities(user: User, structure: Structure) -> frozenset[Ability]:
    open_ones = (each for each in structure.memberships.all() if each.left_on is None)
    membership = next((each for each in open_ones if each.user_id == user.pk), None)
    return ABILITIES[membership.role] if membership else frozenset()


def find(user: User | AnonymousUser, slug: str, ability: Ability) -> Structure:
    """404 to whom may not know it exists, 403 to whom may only look."""
    assert isinstance(user, User)  # noqa: S101 -- every page here is behind LoginRequiredMiddleware
    structure = get_object_or_404(_visible_to(user), slug=slug)
    if ability not in abilities(user, structure):
        raise PermissionDenied
    return structure


def workspace(user: User, slug: str) -> Workspace | None:
    """The same door, for the rooms under this one; None to whom may not know it exists."""
    structure = _visible_to(user).filter(slug=slug).first()
    if structure is None:
        return None
    held = abilities(user, structure)
    return Workspace(
        slug=structure.slug,
        name=structure.name,
        territory=structure.territory_id,
        signed=structure.signature_hoped_on,
        abilities=frozenset(str(ability) for ability in held),
        shell=workspace_of(structure, held),
    )


def _visible_to(user: User) -> QuerySet[Structure]:
    return Structure.objects.visible_to(user).select_related("territory").prefetch_related("memberships")
