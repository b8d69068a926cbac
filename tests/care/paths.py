"""Rows of `access.py` for who can help, pathways, sheets, education, concertations, ESCAP."""

from collections.abc import Callable
from typing import Any

READ = ("302 404 200 200", "302 405 405 405")
WRITE = ("302 404 403 200", "302 404 403 422")
ACT = ("302 404 302 302", "302 404 403 302")
FILL = ("302 404 302 302", "302 404 403 422")
ACCESS = {
    "care:help": ("302 404 200 200", "302 404 422 422"),
    "care:help_book": READ,
    "care:help_file": READ,
    "care:add_help": WRITE,
    "care:help_door": ACT,
    "care:edit_help": WRITE,
    "care:check_help": ("302 404 403 302", "302 404 403 302"),
    "care:show_help": ("302 404 403 302", "302 404 403 302"),
    "care:pathways": READ,
    "care:add_pathway": WRITE,
    "care:copy_pathway": ("302 404 302 302", "302 404 403 404"),  # of another structure: test_pathways.py
    "care:pathway": READ,
    "care:write_pathway": WRITE,
    "care:draft_pathway": ACT,
    "care:publish_pathway": FILL,
    "care:pathway_month": ACT,
    "care:share_pathway": ACT,
    "care:drop_pathway": ACT,
    "care:pathway_file": READ,
    "care:sheets": READ,
    "care:add_sheet": WRITE,
    "care:copy_sheet": ("302 404 302 302", "302 404 403 404"),  # of another structure: test_pathways.py
    "care:sheet": READ,
    "care:write_sheet": WRITE,
    "care:publish_sheet": ACT,
    "care:share_sheet": ACT,
    "care:sheet_file": READ,
    "care:etp": READ,
    "care:add_etp": WRITE,
    "care:etp_programme": READ,
    "care:edit_etp": WRITE,
    "care:plan_session": FILL,
    "care:count_session": FILL,
    "care:rcp_calls": READ,
    "care:add_rcp": WRITE,
    "care:rcp_call": READ,
    "care:prepare_rcp": FILL,
    "care:hold_rcp": FILL,
    "care:call_off_rcp": ACT,
    "care:escaps": READ,
    "care:add_escap": WRITE,
    "care:escap": READ,
    "care:move_escap": FILL,
    "care:judge_escap": FILL,
    "care:escap_team": FILL,
}
KEY = "7a1f2c1a-6d3b-4c0e-9a57-0f4a1f0f7b21"
AN_OFFER = {
    "partner": "1", "kind": "dac", "title": "Appui", "situations": "complexe", "does": "Évalue", "phone": "0563000000",
    "hours": "Le matin", "form_url": "https://dac.example/", "slots": "lundi 9 h - 12 h", "returns": "Un appel",
    "communes": "82121", "ages": "75", "checked_on": "2026-03-02",
}  # fmt: skip
STEPS = {
    "etape-TOTAL_FORMS": "1", "etape-INITIAL_FORMS": "0", "etape-MIN_NUM_FORMS": "0", "etape-MAX_NUM_FORMS": "20",
    "etape-0-what": "Annoncer", "etape-0-who": "Hôpital", "etape-0-delay": "48 h", "etape-0-paper": "Fiche",
    "etape-0-key": "", "etape-0-ORDER": "1",
}  # fmt: skip
A_PATHWAY = {
    "title": "Sorties", "public": "Plus de 75 ans", "goal": "Rien ne se perd", "owner": "Max Fictif",
    "review_on": "2027-03-02", "partners": "", "communes": "82121", **STEPS,
}  # fmt: skip
A_SHEET = {
    "title": "Chute", "signs": "Tombé", "acts": "Chercher une plaie", "calls": "15", "never": "Relever seul",
    "source": "HAS", "owner": "Max Fictif", "review_on": "2027-03-02",
}  # fmt: skip
A_PROGRAMME = {
    "title": "Diabète", "theme": "Diabète", "standing": "declare", "standing_on": "2026-02-02", "reference": "12",
    "owner": "Max Fictif", "team": "Max Fictif", "is_on": "on",
}  # fmt: skip
A_GRID = {"situation": "stroke", "score": "15", "is_pregnant": ""}
ASKED = {
    "care:help": {"situation": "complexe", "commune": "82121", "age": "75"},
    "care:pathways": {"page": "1"},
    "care:pathway": {"mois": "2026-02"},
    "care:add_pathway": {"page": "1"},
    "care:sheets": {"page": "1"},
    "care:add_sheet": {"modele": "diabete", "page": "1"},
    "care:etp_programme": {"page": "1"},
    "care:rcp_calls": {"page": "1"},
    "care:escaps": {"finies": "1", "page": "1"},
}
POSTED = {
    "care:help": {"situation": "complexe", "commune": "82121", "age": "75", "faux": "", "dit": "trouve"},
    "care:add_help": AN_OFFER | {"key": KEY},
    "care:edit_help": AN_OFFER | {"version": "1"},
    "care:help_door": {"gesture": "ouvrir"},
    "care:show_help": {"on": "non"},
    "care:add_pathway": A_PATHWAY | {"key": KEY},
    "care:write_pathway": A_PATHWAY | {"version": "1"},
    "care:copy_pathway": {"key": KEY},
    "care:publish_pathway": {"changes": "Le soir"},
    "care:pathway_month": {"mois": "2026-02", "entered": "3", "left": "1"},
    "care:share_pathway": {"on": "oui"},
    "care:add_sheet": A_SHEET | {"key": KEY},
    "care:write_sheet": A_SHEET | {"version": "2"},
    "care:copy_sheet": {"key": KEY},
    "care:publish_sheet": {"on": "non"},
    "care:share_sheet": {"on": "oui"},
    "care:add_etp": A_PROGRAMME | {"key": KEY},
    "care:edit_etp": A_PROGRAMME | {"version": "1"},
    "care:plan_session": {
        "held_on": "2026-03-02", "starts_at": "14:00", "title": "Le pied", "place": "Ici", "key": KEY,
    },
    "care:count_session": {"present": "8", "newcomers": "2", "annulee": "oui"},
    "care:add_rcp": {
        "theme": "Plaies", "day": "2027-03-02", "starts": "12:30", "place": "Ici",
        "call_url": "https://visio.example/", "guests": "Max Fictif", "key": KEY,
    },
    "care:prepare_rcp": {"words": "Qui mesure ?", "key": KEY, "retirer": ""},
    "care:hold_rcp": {"there": "", "ald": "1", "over_75": "0", "others": "0", "minutes": "30"},
    "care:add_escap": {"commune": "82121", "desk": "", "proposed_on": "2026-02-02", "key": KEY, **A_GRID},
    "care:move_escap": {"on": "2026-02-02", "reason": "", "state": "acceptee"},
    "care:judge_escap": A_GRID,
    "care:escap_team": {"person": "Max Fictif", "is_attending": "on", "retirer": ""},
}  # fmt: skip


def _one(rows: str) -> Callable[[Any], dict[str, object]]:
    """Of the only row of these that the structure of the cast has."""
    return lambda structure: {"pk": getattr(structure, rows).get().pk}


def _session(structure: Any) -> dict[str, object]:
    programme = structure.etp_programmes.get()
    return {"pk": programme.pk, "session": programme.sessions.get().pk}


_OF = {
    "help_offers": ("edit_help", "check_help", "show_help"),
    "pathways": (
        "pathway", "write_pathway", "draft_pathway", "publish_pathway", "pathway_month", "share_pathway",
        "drop_pathway", "pathway_file",
    ),
    "reflex_sheets": ("sheet", "write_sheet", "publish_sheet", "share_sheet", "sheet_file"),
    "etp_programmes": ("etp_programme", "edit_etp", "plan_session"),
    "rcp_calls": ("rcp_call", "prepare_rcp", "hold_rcp", "call_off_rcp"),
    "escaps": ("escap", "move_escap", "judge_escap", "escap_team"),
}  # fmt: skip
ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    **{f"care:{name}": _one(rows) for rows, names in _OF.items() for name in names},
    "care:count_session": _session,
    "care:copy_pathway": lambda _: {"known": 0},
    "care:copy_sheet": lambda _: {"known": 0},
}
