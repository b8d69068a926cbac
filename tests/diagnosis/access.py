"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "diagnosis:open_diagnosis": ("302 302 302 302", "405 405 405 405"),
    "diagnosis:diagnosis": ("302 404 200 200", "302 405 405 405"),
    "diagnosis:download": ("302 404 200 200", "302 405 405 405"),
}
ASKED = {
    "diagnosis:open_diagnosis": {"codes": "82121"},
}  # fmt: skip
ARGUMENTS = {
    "diagnosis:download": lambda _: {"suffix": "pdf"},
}
