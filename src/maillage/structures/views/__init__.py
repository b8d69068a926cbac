"""Pages of a structure: each finds, asks, calls one use case, shows."""

from maillage.structures.views.home import arrive, home, mine, redraw, territory
from maillage.structures.views.keeping import erase, everything, trail
from maillage.structures.views.keys import drop as drop_key
from maillage.structures.views.keys import keys, open_links
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
from maillage.structures.views.settings import change_access, end_access, settings, switch, visibility
from maillage.structures.views.sites import drop_site, site, sites
from maillage.structures.views.works import drop as drop_work
from maillage.structures.views.works import works

__all__ = [
    "answer_nesting",
    "arrive",
    "carrier",
    "change_access",
    "drop_key",
    "drop_part",
    "drop_site",
    "drop_work",
    "end_access",
    "end_legal_person",
    "erase",
    "everything",
    "evolve",
    "history",
    "home",
    "iris",
    "keys",
    "legal_person",
    "life",
    "mine",
    "move",
    "nestings",
    "open_links",
    "parts",
    "redraw",
    "settings",
    "site",
    "sites",
    "switch",
    "take_back",
    "territory",
    "trail",
    "visibility",
    "works",
]
