"""Public pages."""

from maillage.portal.views.choosing import advice, choose
from maillage.portal.views.comparing import compare, form
from maillage.portal.views.computing import compute, contract, simulators
from maillage.portal.views.numbers import rule, rules
from maillage.portal.views.public import glossary, home, robots

__all__ = [
    "advice",
    "choose",
    "compare",
    "compute",
    "contract",
    "form",
    "glossary",
    "home",
    "robots",
    "rule",
    "rules",
    "simulators",
]
