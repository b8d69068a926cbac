"""Who reads and who writes what a structure tells, by the role held in it."""

from collections.abc import Mapping

from maillage.outreach.enums import Ability, EventAbility
from maillage.structures.enums import READERS, WRITERS

ABILITIES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        READERS,
        frozenset({Ability.READ, Ability.READ_CAMPAIGNS, Ability.READ_PARTNERS, EventAbility.READ}),
    ),
    **dict.fromkeys(WRITERS, frozenset({*Ability, *EventAbility})),
}
