"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

from maillage import legislation

ACCESS = {
    "guide:choose": ("200 200 200 200", "405 405 405 405"),
    "guide:advice": ("200 200 200 200", "405 405 405 405"),
    "guide:compare": ("200 200 200 200", "405 405 405 405"),
    "guide:form": ("200 200 200 200", "405 405 405 405"),
    "guide:simulators": ("200 200 200 200", "405 405 405 405"),
    "guide:compute": ("200 200 200 200", "405 405 405 405"),
    "guide:contract": ("200 200 200 200", "405 405 405 405"),
    "guide:glossary": ("200 200 200 200", "405 405 405 405"),
    "guide:rules": ("200 200 200 200", "405 405 405 405"),
    "guide:rule": ("200 200 200 200", "405 405 405 405"),
    "guide:rules_file": ("200 200 200 200", "405 405 405 405"),
}
ANSWERED = {
    "infirmier": "3",
    "medecin_generaliste.liberal": "2",
    **{each.key: "" for each in legislation.questions()},
}
ASKED = {
    "guide:choose": {"etape": "3", **ANSWERED},
    "guide:advice": ANSWERED,
    "guide:compare": {"forme": "cpts"},
    "guide:form": {"on": "2027-01-01", **ANSWERED},
    "guide:rules": {"q": "taille", "theme": "cpts", "grade": "official", "on": "2024-06-01"},
    "guide:rules_file": {"q": "taille", "on": "2024-06-01"},
}  # fmt: skip
ARGUMENTS = {
    "guide:form": lambda _: {"form_key": "msp"},
    "guide:compute": lambda _: {"subject": "msp"},
    "guide:rules_file": lambda _: {"suffix": "xlsx"},
    "guide:rule": lambda _: {"rule_id": "cpts.running_cost.size_2"},
}
