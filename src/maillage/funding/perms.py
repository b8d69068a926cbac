"""Who reads, keeps and approves the money of a structure, by the role held in it.

Members note their own expenses and read no other. Who coordinates confirms hours and approves none.
"""

from collections.abc import Mapping

from maillage.funding.enums import Ability
from maillage.structures.enums import KEYHOLDERS, Role

#: What one's own expenses are for whom reads the others too: among them.
OFFICERS = frozenset(Ability) - {Ability.OWN}

ABILITIES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys((*KEYHOLDERS, Role.TREASURY), OFFICERS),
    Role.COORDINATION: frozenset({Ability.READ, Ability.RUN, Ability.NOTE}),
    Role.MEMBER: frozenset({Ability.NOTE, Ability.OWN}),
}
