"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

from maillage.jobs.queries import jobs_of

ACCESS = {
    "structures:arrive": ("302 302 302 302", "302 405 405 405"),
    "structures:mine": ("302 200 200 200", "302 405 405 405"),
    "structures:home": ("302 404 200 200", "302 405 405 405"),
    "structures:move": ("302 404 403 200", "302 404 403 422"),
    "structures:carrier": ("302 404 403 200", "302 404 403 422"),
    "structures:take_back": ("302 404 302 302", "302 404 403 400"),
    "structures:sites": ("302 404 200 200", "302 404 403 422"),
    "structures:site": ("302 404 403 200", "302 404 403 422"),
    "structures:drop_site": ("302 404 403 302", "302 404 403 302"),
    "structures:territory": ("302 404 200 200", "302 404 403 422"),
    "structures:redraw": ("302 404 403 200", "302 405 405 405"),
    "structures:parts": ("302 404 200 200", "302 404 403 422"),
    "structures:iris": ("302 404 302 302", "302 404 403 422"),
    "structures:drop_part": ("302 404 302 302", "302 404 403 404"),
    "structures:life": ("302 404 200 200", "302 404 403 400"),
    "structures:nestings": ("302 404 200 200", "302 404 403 422"),
    "structures:answer_nesting": ("302 404 302 302", "302 404 403 302"),
    "structures:history": ("302 404 403 200", "302 404 403 422"),
    "structures:evolve": ("302 404 302 302", "302 404 403 422"),
    "structures:legal_person": ("302 404 302 302", "302 404 403 422"),
    "structures:end_legal_person": ("302 404 302 302", "302 404 403 302"),
    "structures:works": ("302 404 403 200", "302 405 405 405"),
    "structures:drop_work": ("302 404 403 302", "302 404 403 302"),
    "structures:visibility": ("302 404 403 200", "302 404 403 302"),
    "structures:settings": ("302 404 403 200", "302 404 403 422"),
    "structures:trail": ("302 404 403 200", "302 405 405 405"),
    "structures:everything": ("302 404 403 200", "302 405 405 405"),
    "structures:erase": ("302 404 403 200", "302 404 403 422"),
    "structures:switch": ("302 404 403 302", "302 404 403 302"),
    "structures:keys": ("302 404 403 200", "302 404 403 422"),
    "structures:open_links": ("302 404 403 200", "302 405 405 405"),
    "structures:drop_key": ("302 404 403 302", "302 404 403 302"),
    "structures:end_access": ("302 404 403 302", "302 404 403 302"),
    "structures:change_access": ("302 404 403 302", "302 404 403 302"),
}
ASKED = {
    "structures:redraw": {"codes": "82121"},
    "structures:home": {"nouvelle": "1"},
}  # fmt: skip
POSTED = {
    "structures:keys": {"label": "Tableur"},
    "structures:change_access": {"roles": "tresorerie"},
    "structures:parts": {
        "commune": "82121", "name": "Centre", "population": "1000", "source": "Insee", "dated_on": "2021-01-01",
        "iris": "",
    },
    "structures:iris": {"iris": "821210101|Centre|2500", "ticked": "1"},
    "structures:switch": {"module": "enquetes"},
    "structures:erase": {"name": "CPTS"},
    "structures:sites": {"name": "Maison", "commune": "82121", "address": "", "finess": "", "hours": ""},
    "structures:site": {"name": "Maison", "commune": "82121", "address": "", "finess": "", "hours": ""},
    "structures:territory": {"codes": "82121"},
    "structures:life": {
        "track": "reconnaissance", "mission": "", "reconnaissance-move": "deposer_lettre",
        "reconnaissance-on": "2026-03-04", "reconnaissance-document": "", "reconnaissance-said_by": "",
    },
    "structures:carrier": {
        "name": "Asso", "kind": "association", "since": "2026-03-03", "rna": "", "siret": "", "finess": "",
    },
    "structures:move": {"on": "2026-03-01", "document": "", "said_by": ""},
    "structures:nestings": {"side": "holds", "address": "une-autre"},
    "structures:history": {"emergence": "2026-03-01", "lettre_deposee": "2026-03-05", "lettre_deposee-before": "on"},
    "structures:evolve": {"evolution-form": "msp", "evolution-on": "2026-03-05"},
    "structures:legal_person": {
        "name": "Asso", "kind": "association", "since": "2026-03-03", "rna": "", "siret": "", "finess": "",
    },
    "structures:visibility": {"declared": "on", "public": "on"},
    "structures:settings": {"name": "CPTS", "signature_hoped_on": "2027-03-01", "version": "0", "email": "a@example.org", "roles": "tresorerie"},
}  # fmt: skip
ARGUMENTS = {
    "structures:move": lambda structure: {
        "track": "reconnaissance",
        "pk": structure.recognitionmoves.all()[0].pk,
    },
    "structures:carrier": lambda structure: {"pk": structure.legal_persons.all()[0].pk},
    "structures:answer_nesting": lambda structure: {"pk": structure.nestings_asked.all()[0].pk},
    "structures:site": lambda structure: {"pk": structure.sites.all()[0].pk},
    "structures:drop_site": lambda structure: {"pk": structure.sites.all()[0].pk},
    "structures:end_legal_person": lambda structure: {"pk": structure.legal_persons.all()[0].pk},
    "structures:drop_work": lambda structure: {"pk": jobs_of(structure.pk)[0].pk},
    "structures:drop_key": lambda structure: {"pk": structure.api_keys.all()[0].pk},
    "structures:change_access": lambda structure: {"pk": structure.memberships.get(role="member").pk},
    "structures:end_access": lambda structure: {"pk": structure.memberships.get(role="member").pk},
}
