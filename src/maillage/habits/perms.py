"""Who lays layers of habits and takes them away, by the role held in the structure."""

from collections.abc import Mapping

from maillage.habits.enums import Ability
from maillage.structures.enums import READERS, WRITERS

ABILITIES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(READERS, frozenset({Ability.READ})),
    **dict.fromkeys(WRITERS, frozenset(Ability)),
}
