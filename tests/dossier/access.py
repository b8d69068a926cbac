"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "dossier:letter": ("302 404 200 200", "302 405 405 405"),
    "dossier:download": ("302 404 200 200", "302 405 405 405"),
    "dossier:section": ("302 404 403 200", "302 404 403 422"),
}
ASKED = {
    "dossier:letter": {"ordre": "normandie"},
    "dossier:download": {"ordre": "normandie"},
}  # fmt: skip
POSTED = {
    "dossier:section": {"text": "Bonjour", "version": "0", "rich": "on"},
}  # fmt: skip
ARGUMENTS = {
    "dossier:download": lambda _: {"form": "pdf"},
    "dossier:section": lambda _: {"key": "territoire"},
}
