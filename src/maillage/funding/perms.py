"""Who reads and who keeps the money of a structure, by the role held in it. Members read what a later page tells them."""

from collections.abc import Mapping

from maillage.funding.enums import Ability
from maillage.structures.enums import WRITERS, Role

ABILITIES: Mapping[str, frozenset[str]] = dict.fromkeys((*WRITERS, Role.TREASURY), frozenset(Ability))
