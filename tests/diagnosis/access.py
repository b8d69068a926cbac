"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "diagnosis:open_diagnosis": ("302 302 302 302", "405 405 405 405"),
    "diagnosis:diagnosis": ("302 404 200 200", "302 405 405 405"),
    "diagnosis:download": ("302 404 200 200", "302 405 405 405"),
    "diagnosis:write_need": ("302 404 302 302", "302 404 403 422"),
    "diagnosis:reword_need": ("302 404 302 302", "302 404 403 404"),
    "diagnosis:drop_need": ("302 404 302 302", "302 404 403 404"),
}
ASKED = {
    "diagnosis:open_diagnosis": {"codes": "82121"},
}  # fmt: skip
POSTED = {
    "diagnosis:write_need": {"figure": "offre.infirmier", "text": "Des gardes"},
}  # fmt: skip
ARGUMENTS = {
    "diagnosis:download": lambda _: {"suffix": "pdf"},
}
