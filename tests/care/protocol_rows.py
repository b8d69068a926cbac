"""Rows of `access.py` for protocols, texts of the team, trees, pharmacy."""

from collections.abc import Callable
from typing import Any

READ, POST_ONLY = "302 404 200 200", "302 405 405 405"
KEY = "b2c8f1de-8a0e-4f5e-9c3a-0f6d1c2b3a4d"
TREE = """key: essai
title: "Essai"
purpose: "Essai."
version: 1
written_on: 2026-03-02
consult: {title: "Convention", grade: testimony}
start: urgent
questions:
  - {key: urgent, ask: "Urgent ?", yes: oui, no: non}
ends:
  - {key: oui, title: "Oui", say: "Oui.", leads: urgence}
  - {key: non, title: "Non", say: "Non.", leads: conseil}
"""
ACCESS = {
    "care:protocols": (READ, POST_ONLY),
    "care:protocol": (READ, POST_ONLY),
    "care:enrol": ("302 404 302 302", "302 404 403 302"),
    "care:enrolment": (READ, POST_ONLY),
    "care:change_enrolment": ("302 404 302 302", "302 404 403 422"),
    "care:put_in_team": ("302 404 302 302", "302 404 403 422"),
    "care:take_off_team": ("302 404 302 302", "302 404 403 302"),
    "care:certificate": ("302 404 403 200", POST_ONLY),
    "care:confirm_text": ("302 404 302 302", "302 404 403 302"),
    "care:declaration_file": ("302 404 403 200", POST_ONLY),
    "care:tree": (READ, POST_ONLY),
    "care:follow_tree": (READ, "302 404 422 422"),
    "care:tree_file": (READ, POST_ONLY),
    "care:write_local": ("302 404 403 200", "302 404 403 422"),
    "care:local": (READ, POST_ONLY),
    "care:edit_local": ("302 404 403 200", "302 404 403 422"),
    "care:validate_local": ("302 404 302 302", "302 404 403 422"),
    "care:validate_local_again": ("302 404 302 302", "302 404 403 302"),
    "care:withdraw_local": ("302 404 302 302", "302 404 403 302"),
    "care:local_file": (READ, POST_ONLY),
    "care:pharmacy": (READ, POST_ONLY),
    "care:pharmacy_file": (READ, POST_ONLY),
}
ASKED = {
    "care:protocols": {"page": "1"},
    "care:write_local": {"depuis": "angine_au_comptoir"},
    "care:pharmacy": {"annee": "2026"},
    "care:pharmacy_file": {"annee": "2026"},
}
POSTED = {
    "care:enrol": {"key": KEY},
    "care:change_enrolment": {
        "referent": "Ada Fictif", "declared_on": "2026-03-02", "starts_on": "2026-03-02", "ended_on": "", "version": "1",
    },
    "care:put_in_team": {"person": "Max Fictif", "role": "delegant", "trained_on": "2026-03-02"},
    "care:confirm_text": {"fingerprint": "abc"},
    "care:follow_tree": {"a-formation": "oui", "answer": "seul"},
    "care:write_local": {
        "kind": "arbre", "title": "Essai", "words": TREE, "review_on": "2027-03-02", "key": KEY,
    },
    "care:edit_local": {"words": "Le cabinet de garde passe le samedi.", "review_on": "2027-03-02", "version": "1"},
    "care:validate_local": {
        "person_1": "Ada Fictif", "person_2": "Max Fictif", "person_3": "", "person_4": "", "version": "1",
    },
}  # fmt: skip


def _team(structure: Any) -> dict[str, object]:
    return {"pk": structure.enrolments.get().pk}


def _one_of_it(structure: Any) -> dict[str, object]:
    return _team(structure) | {"who": structure.enrolments.get().team.get().pk}


def _text(structure: Any) -> dict[str, object]:
    return {"pk": structure.local_texts.get().pk}


ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    "care:protocol": lambda _: {"key": "odynophagie"},
    "care:enrol": lambda _: {"key": "odynophagie"},
    **{f"care:{name}": _team for name in ("enrolment", "change_enrolment", "put_in_team", "confirm_text")},
    **{f"care:{name}": _one_of_it for name in ("take_off_team", "certificate")},
    "care:declaration_file": lambda structure: _team(structure) | {"suffix": "pdf"},
    **{
        f"care:{name}": lambda _: {"key": "angine_au_comptoir"}
        for name in ("tree", "follow_tree", "tree_file")
    },
    **{
        f"care:{name}": _text
        for name in ("local", "edit_local", "validate_local", "validate_local_again", "withdraw_local")
    },
    "care:local_file": lambda structure: _text(structure) | {"number": 1},
    "care:pharmacy_file": lambda _: {"suffix": "csv"},
}
