"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "outreach:bulletins": ("302 404 200 200", "302 404 403 422"),
    "outreach:bulletin": ("302 404 404 200", "302 404 403 422"),
    "outreach:preview": ("302 404 403 200", "302 405 405 405"),
    "outreach:send": ("302 404 404 302", "302 404 403 302"),
    "outreach:drop": ("302 404 404 302", "302 404 403 302"),
    "outreach:settle": ("302 404 302 302", "302 404 403 302"),
    "outreach:one_click": ("302 302 302 302", "400 400 400 400"),
}
POSTED = {
    "outreach:bulletins": {"title": "Mars"},
    "outreach:bulletin": {
        "title": "Mars", "words": "Bonjour.", "audience": "profession:medecin_generaliste", "version": "1",
        "shown": "0" * 16, "kept": "0" * 16, "preview": "1",
    },
    "outreach:send": {"seal": "0" * 32},
    "outreach:settle": {"subscription": "1", "meant": "oui"},
    "outreach:one_click": {"List-Unsubscribe": "One-Click"},
}  # fmt: skip
OF_THE_BULLETIN = ("bulletin", "preview", "send", "drop")
ARGUMENTS = {
    **{
        f"outreach:{each}": lambda structure: {"pk": structure.bulletins.all()[0].pk}
        for each in OF_THE_BULLETIN
    },
    "outreach:one_click": lambda structure: {"token": structure.subscriptions.all()[0].link.token},
}
