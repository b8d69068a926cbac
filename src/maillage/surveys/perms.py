"""Who opens, closes and reads out surveys, by the role held in the structure."""

from collections.abc import Mapping

from maillage.structures.enums import READERS, WRITERS
from maillage.surveys.enums import Ability

ABILITIES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(READERS, frozenset({Ability.READ})),
    **dict.fromkeys(WRITERS, frozenset(Ability)),
}
