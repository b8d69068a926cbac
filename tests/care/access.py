"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`. Each subject says its own."""

from care import alerts, doctors, paths, protocol_rows, record, rosters, taker

SUBJECTS = (doctors, taker, rosters, paths, protocol_rows, alerts, record)
ACCESS = {
    "care:home": ("302 404 200 200", "302 405 405 405"),
    "care:settings": ("302 404 403 200", "302 404 403 422"),
    "care:statistics": ("302 404 200 200", "302 405 405 405"),
    "care:statistics_file": ("302 404 200 200", "302 405 405 405"),
    "care:privacy": ("302 404 200 200", "302 405 405 405"),
    **{name: row for each in SUBJECTS for name, row in each.ACCESS.items()},
}
ASKED = {name: row for each in SUBJECTS for name, row in getattr(each, "ASKED", {}).items()}
POSTED = {
    "care:settings": {
        "small_below": "5", "opens_at": "08:00", "closes_at": "19:00", "kept_months": "12", "version": "1",
    },
    **{name: row for each in SUBJECTS for name, row in getattr(each, "POSTED", {}).items()},
}  # fmt: skip
ARGUMENTS = {"care:statistics_file": lambda _structure: {"suffix": "csv"}} | {
    name: row for each in SUBJECTS for name, row in getattr(each, "ARGUMENTS", {}).items()
}
