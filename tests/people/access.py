"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "people:table": ("200 200 200 200", "405 405 405 405"),
    "people:gaps": ("302 302 302 302", "200 200 200 200"),
    "people:reading": ("302 302 302 302", "200 200 200 200"),
    "people:found": ("302 302 302 302", "302 422 422 422"),
    "people:team": ("302 404 200 200", "302 404 403 422"),
    "people:paste": ("302 404 302 302", "302 404 403 302"),
    "people:ticked": ("302 404 302 302", "302 404 403 302"),
    "people:known": ("302 404 403 302", "302 405 405 405"),
    "people:card": ("302 404 403 200", "302 404 403 422"),
    "people:answers": ("302 404 302 302", "302 404 403 302"),
    "people:information": ("302 404 302 302", "302 404 403 422"),
    "people:forget": ("302 404 302 302", "302 404 403 302"),
    "people:practising": ("302 404 403 302", "302 404 403 302"),
}
ASKED = {
    "people:found": {"codes": "82121", "signed": "2027-03-01"},
}  # fmt: skip
POSTED = {
    "people:reading": {"trade": "MG", "present": "6 infirmiers"},
    "people:ticked": {"person": "1", "engagement": "porteur"},
    "people:card": {
        "name": "Ada", "profession": "infirmier", "commune": "", "workplace": "", "engagement": "porteur",
    },
    "people:gaps": {"profession": "infirmier", "engagement": "porteur"},
    "people:found": {
        "name": "CPTS", "codes": "82121", "signed": "2027-03-01", "table": "{}", "key": "", "forme": "cpts", "equipe": "",
    },
    "people:team": {
        "name": "Ada", "profession": "infirmier", "commune": "", "workplace": "", "engagement": "porteur",
    },
    "people:paste": {"rows": '{"people": []}'},
    "people:information": {"held_on": "2026-02-03", "channel": "visio", "subject": "", "present": "6 infirmiers"},
    "people:practising": {"person": "1"},
}  # fmt: skip
ARGUMENTS = {
    "people:card": lambda structure: {"pk": structure.people.all()[0].pk},
    "people:forget": lambda structure: {"pk": structure.information_meetings.all()[0].pk},
    "people:practising": lambda structure: {"pk": structure.sites.all()[0].pk},
}
