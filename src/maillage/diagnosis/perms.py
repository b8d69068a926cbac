"""Who writes needs, by the role held in the structure."""

from collections.abc import Mapping

from maillage.diagnosis.enums import Ability
from maillage.structures.enums import Role

ABILITIES: Mapping[str, frozenset[str]] = {
    Role.MEMBER: frozenset({Ability.READ}),
    Role.FOUNDER: frozenset(Ability),
}
