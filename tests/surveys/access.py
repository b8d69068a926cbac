"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "surveys:surveys": ("302 404 200 200", "302 404 403 422"),
    "surveys:survey": ("302 404 200 200", "302 405 405 405"),
    "surveys:poster": ("302 404 200 200", "302 405 405 405"),
    "surveys:counts": ("302 404 403 200", "302 405 405 405"),
    "surveys:close": ("302 404 302 302", "302 404 403 302"),
    "surveys:renew_link": ("302 404 302 302", "302 404 403 302"),
    "surveys:reschedule": ("302 404 302 302", "302 404 403 302"),
    "surveys:drop_words": ("302 404 404 404", "302 404 403 404"),
    "surveys:show_words": ("302 404 404 404", "302 404 403 404"),
    "surveys:drop_unread_words": ("302 404 302 302", "302 404 403 302"),
    "surveys:erase": ("302 404 302 302", "302 404 403 302"),
}
POSTED = {
    "surveys:surveys": {"questionnaire": "habitants", "closed_on": "2099-03-01"},
}  # fmt: skip
OF_THE_SURVEY = ("survey", "poster", "close", "renew_link", "reschedule", "erase")
ARGUMENTS = {
    **{f"surveys:{each}": lambda structure: {"pk": structure.surveys.all()[0].pk} for each in OF_THE_SURVEY},
    "surveys:counts": lambda structure: {"pk": structure.surveys.all()[0].pk, "suffix": "xlsx"},
    "surveys:drop_words": lambda _: {"handle": "0" * 20},
    "surveys:show_words": lambda _: {"handle": "0" * 20},
    "surveys:drop_unread_words": lambda structure: {
        "pk": structure.surveys.all()[0].pk,
        "question": "une_chose",
    },
}
