"""The law as data, and a small exact engine: the door of the room. No Django, no database."""

from maillage.legislation.asking import ask, rule, rules
from maillage.legislation.engine.parameters import DatedValue
from maillage.legislation.engine.parameters import Parameter as Rule
from maillage.legislation.engine.rules import Reading, Step
from maillage.legislation.rules import CptsFacts
from maillage.legislation.sizes import Size, cpts_size

__all__ = [
    "CptsFacts",
    "DatedValue",
    "Reading",
    "Rule",
    "Size",
    "Step",
    "ask",
    "cpts_size",
    "rule",
    "rules",
]
