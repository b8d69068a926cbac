"""Who reads, keeps and approves the money of a structure, by the role held in it.

Members read what a later page tells them. Who coordinates confirms hours and approves none.
"""

from collections.abc import Mapping

from maillage.funding.enums import Ability
from maillage.structures.enums import KEYHOLDERS, Role

ABILITIES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys((*KEYHOLDERS, Role.TREASURY), frozenset(Ability)),
    Role.COORDINATION: frozenset({Ability.READ, Ability.RUN}),
}
