"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "links:enter": ("200 200 200 200", "422 422 422 422"),
    "links:diary": ("200 200 200 200", "200 200 200 200"),
    "links:step": ("200 200 200 200", "200 200 200 200"),
}
POSTED = {
    "links:enter": {
        "nouveaux_patients": "oui", "non_programme": "prise", "temps_perdu": "avis", "travail_avec": "social",
        "outils": "papier", "priorites": "accueil", "groupes": "non", "une_chose": "Du temps.", "profession": "infirmier",
        "commune": "82121", "key": "",
    },
}  # fmt: skip

ARGUMENTS = {
    "links:enter": lambda structure: {"token": structure.surveys.all()[0].token},
    "links:diary": lambda structure: {"token": structure.people.get(name="Max Fictif").door.diary.token},
    "links:step": lambda structure: {"token": structure.surveys.all()[0].token, "step": "merci"},
}
