"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

from maillage.directory.models import Person, Place

ACCESS = {
    "directory:search": ("200 200 200 200", "405 405 405 405"),
    "directory:person": ("200 200 200 200", "405 405 405 405"),
    "directory:place": ("200 200 200 200", "405 405 405 405"),
    "directory:export": ("302 302 302 302", "302 405 405 405"),
}
ASKED = {
    "directory:search": {
        "q": "marie", "commune": "82121", "km": "10", "trade": "infirmier", "skill": "SM04", "mode": "L", "kind": "msp",
        "beyond_care": "on", "view": "places", "page": "2",
    },
    "directory:place": {"page": "2"},
    "directory:export": {"q": "marie", "commune": "82121"},
}  # fmt: skip
ARGUMENTS = {
    "directory:export": lambda _: {"suffix": "csv"},
    "directory:person": lambda _: {"national": Person.objects.earliest("id").national},
    "directory:place": lambda _: {"finess": Place.objects.earliest("id").finess},
}
