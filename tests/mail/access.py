"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`. Nobody, but in a demonstration."""

ACCESS = {
    "mail:messages": ("404 404 404 404", "405 405 405 405"),
    "mail:message": ("404 404 404 404", "405 405 405 405"),
}
ARGUMENTS = {"mail:message": lambda _: {"pk": 0}}
