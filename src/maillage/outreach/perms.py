"""Who reads and who writes bulletins, by the role held in the structure."""

from collections.abc import Mapping

from maillage.outreach.enums import Ability
from maillage.structures.enums import Role

ABILITIES: Mapping[str, frozenset[str]] = {
    Role.MEMBER: frozenset({Ability.READ}),
    Role.FOUNDER: frozenset(Ability),
}
