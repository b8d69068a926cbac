"""The law's pages: choose a form, compare, compute, look a rule up."""

from maillage.guide.views.choosing import advice, choose
from maillage.guide.views.comparing import compare, form
from maillage.guide.views.computing import compute, contract, simulators
from maillage.guide.views.rules import glossary, rule, rules

__all__ = [
    "advice",
    "choose",
    "compare",
    "compute",
    "contract",
    "form",
    "glossary",
    "rule",
    "rules",
    "simulators",
]
