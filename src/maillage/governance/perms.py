"""Who reads and who runs the meetings of a structure, by the role held in it."""

from collections.abc import Mapping

from maillage.governance.enums import Ability
from maillage.structures.enums import READERS, WRITERS

ABILITIES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(READERS, frozenset({Ability.READ, Ability.PROPOSE})),
    **dict.fromkeys(WRITERS, frozenset(Ability)),
}
