"""Pages of a structure: each finds, asks, calls one use case, shows."""

from maillage.structures.views.founding import arrive, found, gaps, mine, reading, table
from maillage.structures.views.home import home, territory
from maillage.structures.views.keeping import erase, everything, trail
from maillage.structures.views.life import (
    carrier,
    end_legal_person,
    evolve,
    history,
    legal_person,
    life,
    move,
    take_back,
)
from maillage.structures.views.nesting import answer_nesting, nestings
from maillage.structures.views.parts import drop_part, iris, parts
from maillage.structures.views.settings import end_access, settings, switch, visibility
from maillage.structures.views.sites import drop_site, site, sites
from maillage.structures.views.team import answers, forget, information, known, paste, people, person, team

__all__ = [
    "answer_nesting",
    "answers",
    "arrive",
    "carrier",
    "drop_part",
    "drop_site",
    "end_access",
    "end_legal_person",
    "erase",
    "everything",
    "evolve",
    "forget",
    "found",
    "gaps",
    "history",
    "home",
    "information",
    "iris",
    "known",
    "legal_person",
    "life",
    "mine",
    "move",
    "nestings",
    "parts",
    "paste",
    "people",
    "person",
    "reading",
    "settings",
    "site",
    "sites",
    "switch",
    "table",
    "take_back",
    "team",
    "territory",
    "trail",
    "visibility",
]
