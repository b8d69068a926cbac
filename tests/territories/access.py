"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "territories:choose_coverage": ("200 200 200 200", "405 405 405 405"),
    "territories:coverage": ("200 200 200 200", "405 405 405 405"),
    "territories:coverage_file": ("200 200 200 200", "405 405 405 405"),
    "territories:draw": ("200 200 200 200", "200 200 200 200"),
}
ASKED = {
    "territories:choose_coverage": {"departement": "82"},
    "territories:draw": {
        "dep": "82", "codes": "82121", "c": "82121", "listed": "82", "take": "248200099", "drop": "248200099",
        "clear": "1", "pour": "cpts", "paste": "Albias", "q": "alb", "signed": "2027-03-01",
    },
}  # fmt: skip
POSTED = {
    "territories:draw": {"codes": "82121", "paste": "Albias", "signed": "2027-03-01"},
}  # fmt: skip
ARGUMENTS = {
    "territories:coverage": lambda _: {"departement": "82"},
    "territories:coverage_file": lambda _: {"departement": "82", "suffix": "csv"},
}
