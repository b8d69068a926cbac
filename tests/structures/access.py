"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

ACCESS = {
    "structures:table": ("200 200 200 200", "405 405 405 405"),
    "structures:gaps": ("302 302 302 302", "200 200 200 200"),
    "structures:reading": ("302 302 302 302", "200 200 200 200"),
    "structures:found": ("302 200 200 200", "302 422 422 422"),
    "structures:arrive": ("302 302 302 302", "302 405 405 405"),
    "structures:mine": ("302 200 200 200", "302 405 405 405"),
    "structures:home": ("302 404 200 200", "302 405 405 405"),
    "structures:team": ("302 404 200 200", "302 404 403 422"),
    "structures:paste": ("302 404 302 302", "302 404 403 302"),
    "structures:people": ("302 404 302 302", "302 404 403 302"),
    "structures:known": ("302 404 403 302", "302 405 405 405"),
    "structures:person": ("302 404 403 200", "302 404 403 422"),
    "structures:take_back": ("302 404 302 302", "302 404 403 400"),
    "structures:information": ("302 404 302 302", "302 404 403 422"),
    "structures:forget": ("302 404 302 302", "302 404 403 302"),
    "structures:sites": ("302 404 200 200", "302 404 403 422"),
    "structures:site": ("302 404 403 200", "302 404 403 422"),
    "structures:drop_site": ("302 404 403 302", "302 404 403 302"),
    "structures:territory": ("302 404 200 200", "302 404 403 422"),
    "structures:parts": ("302 404 200 200", "302 404 403 422"),
    "structures:iris": ("302 404 302 302", "302 404 403 422"),
    "structures:drop_part": ("302 404 302 302", "302 404 403 404"),
    "structures:life": ("302 404 200 200", "302 404 403 400"),
    "structures:legal_person": ("302 404 302 302", "302 404 403 422"),
    "structures:end_legal_person": ("302 404 302 302", "302 404 403 302"),
    "structures:visibility": ("302 404 403 200", "302 404 403 302"),
    "structures:settings": ("302 404 403 200", "302 404 403 422"),
    "structures:trail": ("302 404 403 200", "302 405 405 405"),
    "structures:everything": ("302 404 403 200", "302 405 405 405"),
    "structures:erase": ("302 404 403 200", "302 404 403 422"),
    "structures:switch": ("302 404 403 302", "302 404 403 302"),
    "structures:end_access": ("302 404 403 302", "302 404 403 302"),
}
ASKED = {
    "structures:found": {"codes": "82121", "signed": "2027-03-01"},
    "structures:home": {"nouvelle": "1"},
}  # fmt: skip
POSTED = {
    "structures:reading": {"trade": "MG", "present": "6 infirmiers"},
    "structures:people": {"person": "1", "engagement": "porteur"},
    "structures:person": {
        "name": "Ada", "profession": "infirmier", "commune": "", "workplace": "", "engagement": "porteur",
    },
    "structures:parts": {
        "commune": "82121", "name": "Centre", "population": "1000", "source": "Insee", "dated_on": "2021-01-01",
        "iris": "",
    },
    "structures:iris": {"iris": "821210101|Centre|2500", "ticked": "1"},
    "structures:switch": {"module": "enquetes"},
    "structures:erase": {"name": "CPTS"},
    "structures:gaps": {"profession": "infirmier", "engagement": "porteur"},
    "structures:found": {
        "name": "CPTS", "codes": "82121", "signed": "2027-03-01", "table": "{}", "key": "", "forme": "cpts", "equipe": "",
    },
    "structures:team": {
        "name": "Ada", "profession": "infirmier", "commune": "", "workplace": "", "engagement": "porteur",
    },
    "structures:paste": {"rows": '{"people": []}'},
    "structures:information": {"held_on": "2026-02-03", "channel": "visio", "subject": "", "present": "6 infirmiers"},
    "structures:sites": {"name": "Maison", "commune": "82121", "address": "", "finess": "", "hours": ""},
    "structures:site": {"name": "Maison", "commune": "82121", "address": "", "finess": "", "hours": "", "practising": "1"},
    "structures:territory": {"codes": "82121"},
    "structures:life": {
        "track": "reconnaissance", "mission": "", "reconnaissance-move": "deposer_lettre",
        "reconnaissance-on": "2026-03-04", "reconnaissance-document": "", "reconnaissance-said_by": "",
    },
    "structures:legal_person": {
        "name": "Asso", "kind": "association", "since": "2026-03-03", "rna": "", "siret": "", "finess": "",
    },
    "structures:visibility": {"declared": "on", "public": "on"},
    "structures:settings": {"name": "CPTS", "signature_hoped_on": "2027-03-01", "contact": "", "version": "0", "email": "a@example.org", "role": "member"},
}  # fmt: skip
ARGUMENTS = {
    "structures:site": lambda structure: {"pk": structure.sites.all()[0].pk},
    "structures:drop_site": lambda structure: {"pk": structure.sites.all()[0].pk},
    "structures:person": lambda structure: {"pk": structure.actors.all()[0].pk},
    "structures:forget": lambda structure: {"pk": structure.information_meetings.all()[0].pk},
    "structures:end_legal_person": lambda structure: {"pk": structure.legal_persons.all()[0].pk},
    "structures:end_access": lambda structure: {"pk": structure.memberships.get(role="member").pk},
}
