"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "ui:gallery": ("404 404 404 404", "404 404 404 404"),
}
