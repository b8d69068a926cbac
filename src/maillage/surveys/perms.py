"""Who opens, closes and reads out surveys, by the role held in the structure."""

from collections.abc import Mapping

from maillage.structures.enums import Role
from maillage.surveys.enums import Ability

ABILITIES: Mapping[str, frozenset[str]] = {
    Role.MEMBER: frozenset({Ability.READ}),
    Role.FOUNDER: frozenset(Ability),
}
