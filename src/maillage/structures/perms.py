"""Who may do what with a structure: the only place that says so."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from maillage.accounts.models import User
from maillage.structures.enums import KEYHOLDERS, READERS, WRITERS, Ability, Role
from maillage.structures.models import Structure
from maillage.structures.queries import ACCESS, gather, modules_of, opened
from maillage.structures.types import Request
from maillage.ui.queries import abilities_of, module_of

SAFE = frozenset({"GET", "HEAD"})
View = TypeVar("View", bound=Callable[..., HttpResponse])

#: Of this room; each room above says its own, by the same roles.
ABILITIES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(READERS, frozenset({Ability.VIEW})),
    **dict.fromkeys(WRITERS, frozenset({Ability.VIEW, Ability.EDIT, Ability.RUN})),
    **dict.fromkeys(KEYHOLDERS, frozenset(Ability)),
}


def opens_examples(view: View) -> View:
    """Mark a page of a structure that everyone may read in an example, without an account. Others stay closed."""
    view.opens_examples = True  # type: ignore[attr-defined]
    return view


def is_open_example(view: Callable[..., HttpResponse], method: str | None, slug: str) -> bool:
    """Whether a page asked so may be read by whom has no account."""
    if method not in SAFE or not getattr(view, "opens_examples", False):
        return False
    return Structure.objects.filter(is_example=True, slug=slug).exists()


def roles_of(user: User | AnonymousUser, structure: Structure) -> frozenset[str]:
    """The roles this person holds today: a person may hold several."""
    held = (membership for membership in structure.memberships.all() if membership.left_on is None)
    return frozenset(membership.role for membership in held if membership.user_id == user.pk)


def abilities(user: User | AnonymousUser, structure: Structure) -> frozenset[str]:
    """What every room grants to the roles held, put together; whoever looks at an example reads as a member does."""
    roles = roles_of(user, structure) or ({Role.MEMBER} if structure.is_example else set())
    return abilities_of(roles, modules_of(structure))


def founders_abilities(structure: Structure) -> frozenset[str]:
    """What its founders may do: a visitor of an example is shown what waits for them."""
    return abilities_of({Role.FOUNDER}, modules_of(structure))


def find(request: Request, slug: str, ability: str) -> Structure:
    """The structure of this address, also kept on the request with what its visitor may do there.

    404 to whom may not know it exists, and for a module that is switched off; 403 to whom may only look: a member, or
    a visitor of an example, who reads what a member reads and changes nothing.
    """
    if (structure := opened(request.user, slug)) is None:
        raise Http404
    stages = ("recognitionmoves",) if request.method in SAFE else ()  # a POST may add one
    gather(structure, *ACCESS, *stages)
    if (module := module_of(ability)) and module not in modules_of(structure):
        raise Http404
    roles = roles_of(request.user, structure)
    held, is_visit = abilities(request.user, structure), not roles
    if ability not in held or (is_visit and request.method not in SAFE):
        raise PermissionDenied
    request.structure, request.abilities = structure, held
    request.roles, request.is_visit = roles, is_visit
    return structure
