"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "account": ("302 200 200 200", "302 405 405 405"),
    "account_export": ("302 200 200 200", "302 405 405 405"),
    "account_erase": ("302 200 200 200", "302 422 422 422"),
    "account_login": ("200 302 302 302", "422 302 302 302"),
    "account_request_login_code": ("200 302 302 302", "422 302 302 302"),
    "account_confirm_login_code": ("302 302 302 302", "302 302 302 302"),
    "account_logout": ("302 200 200 200", "302 302 302 302"),
}
ASKED = {
    "account_login": {"email": "a@example.org", "next": "/s/"},
}  # fmt: skip
POSTED = {
    "account_login": {"email": "a@example.org", "next": "/s/"},
}  # fmt: skip
