"""The law as data, and a small exact engine: the door of the room. No Django, no database."""

from maillage.legislation.asking import ask, rule, rules
from maillage.legislation.catalogue import (
    FormEntry,
    Mission,
    Plan,
    Said,
    Section,
    Term,
    form,
    glossary,
    missions,
    plan,
)
from maillage.legislation.deadlines import Deadline, deadlines
from maillage.legislation.engine.parameters import DatedValue
from maillage.legislation.engine.parameters import Parameter as Rule
from maillage.legislation.engine.rules import Reading, Step
from maillage.legislation.rules import CptsFacts
from maillage.legislation.sizes import Size, cpts_size
from maillage.legislation.team import Finding, Profession, profession_of, professions, team_gaps

__all__ = [
    "CptsFacts",
    "DatedValue",
    "Deadline",
    "Finding",
    "FormEntry",
    "Mission",
    "Plan",
    "Profession",
    "Reading",
    "Rule",
    "Said",
    "Section",
    "Size",
    "Step",
    "Term",
    "ask",
    "cpts_size",
    "deadlines",
    "form",
    "glossary",
    "missions",
    "plan",
    "profession_of",
    "professions",
    "rule",
    "rules",
    "team_gaps",
]
