"""Pages of a structure: each finds, asks, calls one use case, shows."""

from maillage.structures.views.founding import found, gaps, mine, reading, table
from maillage.structures.views.home import home, territory
from maillage.structures.views.life import end_legal_person, legal_person, life
from maillage.structures.views.settings import end_access, settings, visibility
from maillage.structures.views.team import dismiss, forget, information, paste, team

__all__ = [
    "dismiss",
    "end_access",
    "end_legal_person",
    "forget",
    "found",
    "gaps",
    "home",
    "information",
    "legal_person",
    "life",
    "mine",
    "paste",
    "reading",
    "settings",
    "table",
    "team",
    "territory",
    "visibility",
]
