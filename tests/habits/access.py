"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "habits:layers": ("302 404 200 200", "302 405 405 405"),
    "habits:add": ("302 404 403 200", "302 404 403 422"),
    "habits:layer": ("302 404 200 200", "302 405 405 405"),
    "habits:rows": ("302 404 200 200", "302 405 405 405"),
    "habits:drop": ("302 404 302 302", "302 404 403 302"),
}
POSTED = {
    "habits:add": {
        "name": "Gardes", "kind": "flux", "source": "ARS", "dated_on": "2025-06-01", "text": "82121;Montauban;3",
        "keep": "",
    },
}  # fmt: skip
OF_THE_LAYER = ("layer", "drop")
ARGUMENTS = {
    **{
        f"habits:{each}": lambda structure: {"pk": structure.habit_layers.all()[0].pk}
        for each in OF_THE_LAYER
    },
    "habits:rows": lambda structure: {"pk": structure.habit_layers.all()[0].pk, "suffix": "csv"},
}
