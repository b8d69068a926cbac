"""Who holds the fees, by the role in the structure; cards follow what `structures.perms` says."""

from collections.abc import Mapping

from maillage.people.enums import Ability
from maillage.structures.enums import WRITERS, Role

ABILITIES: Mapping[str, frozenset[str]] = dict.fromkeys((*WRITERS, Role.TREASURY), frozenset(Ability))
