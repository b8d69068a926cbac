"""Who may work on a territory: its holder says so (ui.queries.workspace), this room only asks."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from maillage.accounts.models import User
from maillage.territories.enums import Ability
from maillage.territories.models import Territory
from maillage.ui.enums import Workspace
from maillage.ui.queries import workspace


def find(user: User | AnonymousUser, slug: str, ability: Ability) -> tuple[Workspace, Territory]:
    """404 to whom may not know it exists, 403 to whom may only look."""
    space = workspace(user, slug)
    if space is None:
        raise Http404
    if ability not in space.abilities:
        raise PermissionDenied
    return space, Territory.objects.prefetch_related("communes").get(pk=space.territory)
