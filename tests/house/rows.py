"""What rooms declare of their pages, in `tests/<room>/access.py`, by name of URL.

- ACCESS: statuses of GET, then of POST, each for: anonymous, outsider, member, founder. 302 sends a visitor to the
  sign-in page, 404 hides a structure from strangers, 403 stops whom may only read, 405 is a gesture that the page does
  not have, and a page that only receives leads to the one above (302). Posts are empty: 422 means that the door was open.
- ASKED and POSTED: fields of a query, of a form, that the page accepts. What it reads besides is found.
- ARGUMENTS: what its path wants, besides the structure, as a function of the structure of the cast.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from maillage.kernel.paths import PROJECT

ROOMS = {
    path.parent.name: import_module(f"{path.parent.name}.access")
    for path in sorted(PROJECT.glob("tests/*/access.py"))
}


def gathered(table: str) -> dict[str, Any]:
    return {name: row for room in ROOMS.values() for name, row in getattr(room, table, {}).items()}


ACCESS: dict[str, tuple[str, str]] = gathered("ACCESS")
ASKED: dict[str, dict[str, str]] = gathered("ASKED")
POSTED: dict[str, dict[str, str]] = gathered("POSTED")
ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = gathered("ARGUMENTS")
