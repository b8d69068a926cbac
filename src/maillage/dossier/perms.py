"""Who writes sections, by the role held in the structure."""

from collections.abc import Mapping

from maillage.dossier.enums import Ability
from maillage.structures.enums import READERS, WRITERS

ABILITIES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(READERS, frozenset({Ability.READ, Ability.COMMENT})),
    **dict.fromkeys(WRITERS, frozenset(Ability)),
}
