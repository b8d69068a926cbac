"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

from maillage.people.models import Adhesion, Payment

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
    "people:members": ("302 404 200 200", "302 405 405 405"),
    "people:export": ("302 404 403 200", "302 405 405 405"),
    "people:import_members": ("302 404 403 200", "302 404 403 422"),
    "people:undo_import": ("302 404 403 302", "302 404 403 302"),
    "people:coverage": ("302 404 200 200", "302 405 405 405"),
    "people:rules": ("302 404 403 200", "302 404 403 422"),
    "people:poster": ("302 404 200 200", "302 405 405 405"),
    "people:renew": ("302 404 403 302", "302 404 403 302"),
    "people:demand": ("302 404 302 302", "302 404 403 302"),
    "people:enter": ("302 404 403 302", "302 404 403 302"),
    "people:leave": ("302 404 302 302", "302 404 403 302"),
    "people:fees": ("302 404 403 200", "302 404 403 422"),
    "people:ask_fees": ("302 404 403 302", "302 404 403 302"),
    "people:receive": ("302 404 403 302", "302 404 403 302"),
    "people:receipt": ("302 404 403 200", "302 405 405 405"),
    "people:take_back": ("302 404 403 302", "302 404 403 302"),
    "people:check": ("302 404 403 200", "302 404 403 302"),
    "people:doubles": ("302 404 403 200", "302 404 403 302"),
    "people:undo_merge": ("302 404 403 302", "302 404 403 404"),
}
ASKED = {
    "people:members": {"q": "max", "profession": "infirmier", "college": "1", "state": "tous", "page": "1"},
    "people:doubles": {"choisir": "1"},
    "people:export": {"q": "max", "profession": "infirmier", "college": "1", "state": "partis"},
    "people:found": {"codes": "82121", "signed": "2027-03-01"},
}  # fmt: skip
POSTED = {
    "people:reading": {"trade": "MG", "present": "6 infirmiers"},
    "people:ticked": {"person": "1", "engagement": "porteur"},
    "people:card": {
        "name": "Ada", "profession": "infirmier", "commune": "", "workplace": "", "engagement": "porteur",
        "practice": "liberal", "rpps": "", "email": "ada@example.org", "phone": "05 63 00 00 00", "preferred": "sms",
        "shows_email": "on",
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
    "people:rules": {
        "admitted": "liberal", "needs_territory": "on", "is_open": "on", "colleges": "Soignants",
        "statutes_url": "https://cpts.example/statuts", "welcome": "Bienvenue.",
    },
    "people:import_members": {
        "text": "Nom;Profession\nMaud;infirmier", "name": "liste.csv", "since": "2026-03-02", "profession": "infirmier",
        "replaces": "on", "completes": "on", "keep": "1", "tariffs": "1", "tariff": "Adhésion",
    },
    "people:demand": {"card": "new"},
    "people:enter": {"kind": "adherent", "since": "2026-03-02", "college": "", "parts": ""},
    "people:leave": {"until": "2026-03-05"},
    "people:fees": {"basis": "civile", "next_year_from": "11", "amount": "20"},
    "people:doubles": {"kept": "1", "gone": "2", "apart": "1"},
    "people:receive": {"fee": "1", "paid_on": "2026-03-05", "means": "virement", "payer": ""},
}  # fmt: skip
ARGUMENTS = {
    "people:export": lambda _: {"suffix": "xlsx"},
    "people:card": lambda structure: {"pk": structure.people.all()[0].pk},
    "people:forget": lambda structure: {"pk": structure.information_meetings.all()[0].pk},
    "people:practising": lambda structure: {"pk": structure.sites.all()[0].pk},
    "people:demand": lambda structure: {"pk": structure.join_requests.all()[0].pk},
    "people:enter": lambda structure: {"pk": structure.people.all()[0].pk},
    "people:undo_import": lambda structure: {"pk": structure.member_imports.all()[0].pk},
    "people:leave": lambda structure: {"pk": Adhesion.objects.filter(person__structure=structure)[0].pk},
    "people:receipt": lambda structure: {"pk": Payment.objects.filter(structure=structure)[0].pk},
    "people:take_back": lambda structure: {"pk": Payment.objects.filter(structure=structure)[0].pk},
}
