"""Who reads the diagnosis of a structure, by the role held in it."""

from collections.abc import Mapping

from maillage.diagnosis.enums import Ability
from maillage.structures.enums import READERS, WRITERS

ABILITIES: Mapping[str, frozenset[str]] = dict.fromkeys([*READERS, *WRITERS], frozenset(Ability))
