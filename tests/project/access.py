"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

from collections.abc import Callable
from typing import Any

from project import indicator_rows

ACCESS = {
    "project:project": ("302 404 200 200", "302 405 405 405"),
    "project:needs": ("302 404 200 200", "302 405 405 405"),
    "project:write_need": ("302 404 302 302", "302 404 403 422"),
    "project:reword_need": ("302 404 302 302", "302 404 403 404"),
    "project:drop_need": ("302 404 302 302", "302 404 403 404"),
    "project:rank_need": ("302 404 302 302", "302 404 403 404"),
    "project:add_objective": ("302 404 403 200", "302 404 403 422"),
    "project:objective": ("302 404 403 200", "302 404 403 422"),
    "project:drop_objective": ("302 404 403 302", "302 404 403 302"),
    "project:year": ("302 404 200 200", "302 405 405 405"),
    "project:actions": ("302 404 200 200", "302 405 405 405"),
    "project:actions_file": ("302 404 200 200", "302 405 405 405"),
    "project:sheets_file": ("302 404 200 200", "302 405 405 405"),
    "project:add_action": ("302 404 403 200", "302 404 403 422"),
    "project:meeting_action": ("302 404 302 302", "302 404 403 302"),
    "project:action": ("302 404 200 200", "302 405 405 405"),
    "project:sheet_file": ("302 404 200 200", "302 405 405 405"),
    "project:write_part": ("302 404 403 200", "302 404 403 422"),
    "project:move": ("302 404 302 302", "302 404 403 422"),
    "project:share": ("302 404 302 302", "302 404 403 302"),
    "project:drop_action": ("302 404 302 302", "302 404 403 302"),
    "project:note": ("302 404 302 302", "302 404 403 422"),
    "project:drop_note": ("302 404 302 302", "302 404 403 302"),
    "project:add_step": ("302 404 302 302", "302 404 403 422"),
    "project:step": ("302 404 403 200", "302 404 403 422"),
    "project:finish_step": ("302 404 403 302", "302 404 403 302"),
    "project:drop_step": ("302 404 403 302", "302 404 403 302"),
    "project:bind_partner": ("302 404 302 302", "302 404 403 422"),
    "project:unbind_partner": ("302 404 302 302", "302 404 403 302"),
    "project:entrust": ("302 404 302 302", "302 404 403 422"),
    "project:maturity": ("302 404 200 200", "302 405 405 405"),
    "project:open_maturity": ("302 404 302 302", "302 404 403 302"),
    "project:answer_maturity": ("302 404 302 302", "302 404 422 422"),
    "project:close_maturity": ("302 404 302 302", "302 404 403 422"),
    "project:library": ("302 404 200 200", "302 405 405 405"),
    "project:library_sheet": ("302 404 200 200", "302 404 403 422"),
    "project:copy": ("302 404 403 404", "302 404 403 404"),  # of another structure: test_library.py
}
KEY = "6e0f2c1a-6d3b-4c0e-9a57-0f4a1f0f7b21"
AN_ACTION = {
    "title": "Sorties d’hôpital", "mission": "parcours", "objective": "", "owner": "Max Fictif",
    "starts_on": "2026-03-02", "ends_on": "2027-03-02",
}  # fmt: skip
A_STEP = {"what": "Réunir le groupe", "who": "Max Fictif", "due_on": "2027-01-01", "key": KEY}
TAKING = {
    "starts_on": "2026-09-01",
    "mission": "parcours",
    "objective": "",
    "owner": "Max Fictif",
    "key": KEY,
}
ASKED = {
    "project:actions": {"mission": "parcours", "state": "en_cours", "owner": "1", "page": "1"},
    "project:year": {"year": "2026"},
    "project:add_action": {"mission": "parcours", "objective": "1"},
    "project:add_objective": {"mission": "parcours"},
    "project:library": {"page": "1"},
}
POSTED = {
    "project:meeting_action": {"action": "1"},
    "project:write_need": {"figure": "offre.infirmier", "text": "Des gardes"},
    "project:rank_need": {"to": "haut"},
    "project:add_objective": {
        "text": "Une garde tenue", "mission": "acces_aux_soins", "needs": "", "version": "1", "key": KEY,
    },
    "project:objective": {"text": "Une garde tenue", "mission": "parcours", "needs": "", "version": "1"},
    "project:add_action": AN_ACTION | {"key": KEY},
    "project:write_part": AN_ACTION | {
        "co_owner": "Ada Fictif", "instance": "", "version": "1", "statement": "Un constat", "needs": "",
        "goal": "Un but", "aims": "Dix de moins", "public": "Les patients", "communes": "Montauban",
        "existing": "Rien", "roles": "Infirmier : appelle", "sought": "Hôpital", "hours": "6 heures",
        "coordination": "Un jour", "purchases": "Aucun", "proofs": "Feuilles", "risks": "Aucun",
    },
    "project:move": {"state": "suspendue", "reason": "Le poste est vacant", "version": "1"},
    "project:share": {"share": "oui"},
    "project:note": {"noted_on": "2026-03-02", "words": "On avance.", "key": KEY},
    "project:add_step": A_STEP,
    "project:step": A_STEP,
    "project:finish_step": {"done": "oui"},
    "project:bind_partner": {"partner": "1", "role": "Prévient", "has_convention": "on"},
    "project:entrust": {"title": "Appeler", "owner": "Ada Fictif", "due_on": "2027-01-01", "key": KEY},
    "project:open_maturity": {"key": KEY},
    "project:close_maturity": {"first": "1", "second": "1"},
    "project:answer_maturity": {},
    "project:library_sheet": TAKING,
    "project:copy": TAKING,
}  # fmt: skip


def _action(structure: Any) -> dict[str, object]:
    return {"number": structure.project_actions.get().number}


def _objective(structure: Any) -> dict[str, object]:
    return {"pk": structure.objectives.get().pk}


def _step(structure: Any) -> dict[str, object]:
    return _action(structure) | {"pk": structure.project_actions.get().steps.get().pk}


def _maturity(structure: Any) -> dict[str, object]:
    return {"pk": structure.maturities.get().pk}


ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    "project:meeting_action": lambda structure: {
        "pk": structure.instances.get().meetings.earliest("starts_at").pk
    },
    "project:actions_file": lambda _: {"suffix": "csv"},
    "project:sheets_file": lambda _: {"suffix": "pdf"},
    "project:sheet_file": lambda structure: _action(structure) | {"suffix": "pdf"},
    "project:write_part": lambda structure: _action(structure) | {"part": "essentiel"},
    "project:library_sheet": lambda _: {"key": "medecin_traitant"},
    **{f"project:{name}": _objective for name in ("objective", "drop_objective")},
    **{
        f"project:{name}": _action
        for name in ("action", "move", "share", "drop_action", "note", "drop_note", "add_step", "bind_partner",
                     "unbind_partner", "entrust")
    },
    **{f"project:{name}": _step for name in ("step", "finish_step", "drop_step")},
    **{f"project:{name}": _maturity for name in ("answer_maturity", "close_maturity")},
}  # fmt: skip

ACCESS |= indicator_rows.ACCESS
ASKED |= indicator_rows.ASKED
POSTED |= indicator_rows.POSTED
ARGUMENTS |= indicator_rows.ARGUMENTS
