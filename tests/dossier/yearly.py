"""Rows of `access.py` for the pages of the year: the dialogue, the declaration, what the law asks to file."""

from collections.abc import Callable
from typing import Any

from maillage.dossier.models import Dialogue

ACCESS = {
    "dossier:formalities": ("302 404 200 200", "302 405 405 405"),
    # Of another form: see test_declaration.py.
    "dossier:declaration": ("302 404 403 404", "302 405 405 405"),
    "dossier:declared_line": ("302 404 403 404", "302 404 403 404"),
    "dossier:add_declared_row": ("302 404 403 404", "302 404 403 404"),
    "dossier:drop_declared_row": ("302 404 403 404", "302 404 403 404"),
    "dossier:caisse_asks": ("302 404 403 404", "302 404 403 404"),
    "dossier:answer_caisse": ("302 404 403 404", "302 404 403 404"),
    "dossier:dialogues": ("302 404 403 200", "302 404 403 422"),
    "dossier:dialogue": ("302 404 403 200", "302 405 405 405"),
    "dossier:dialogue_meeting": ("302 404 403 302", "302 404 403 302"),
    "dossier:dialogue_step": ("302 404 403 302", "302 404 403 302"),
    "dossier:dialogue_mission": ("302 404 403 200", "302 404 403 302"),
    "dossier:conclude": ("302 404 403 200", "302 404 403 422"),
    "dossier:dispute": ("302 404 403 302", "302 404 403 302"),
    "dossier:dialogue_document": ("302 404 403 200", "302 405 405 405"),
    "dossier:conclusions_document": ("302 404 403 200", "302 405 405 405"),
}
POSTED = {
    "dossier:dialogues": {"key": "b2c8f1de-8a0e-4f5e-9c3a-0f6d1c2b3a4d", "year": "1-1"},
    "dossier:dialogue_meeting": {"meets_on": "2026-06-01", "place": "CPAM", "version": "2"},
    "dossier:dialogue_step": {"done_on": "2026-03-02"},
    "dossier:dialogue_mission": {"proposed-0": "80", "reason-0": "Trois parcours", "difficulties": "Aucune"},
    "dossier:conclude": {
        "closed_on": "2026-03-02", "participants": "Ada Fictif", "agreed_by": "Courriel", "conclusions": "Rien",
        "avenant": "Non", "next_dates": "En juin",
    },
    "dossier:dispute": {"key": "b2c8f1de-8a0e-4f5e-9c3a-0f6d1c2b3a4e", "on": "2026-03-02", "words": "Courrier"},

}  # fmt: skip


def a_dialogue(structure: Any) -> dict[str, object]:
    held = Dialogue.objects.filter(contract__legal_person__structure=structure)
    return {"pk": held.values_list("pk", flat=True).get()}


def a_position(structure: Any) -> dict[str, object]:
    held = Dialogue.objects.get(contract__legal_person__structure=structure)
    return {"pk": held.pk, "position": held.positions.get(is_disputed=True).pk}


ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    "dossier:declared_line": lambda _: {"year": 2026, "name": "patients"},
    "dossier:add_declared_row": lambda _: {"year": 2026},
    "dossier:drop_declared_row": lambda _: {"year": 2026, "pk": 1},
    "dossier:caisse_asks": lambda _: {"year": 2026},
    "dossier:answer_caisse": lambda _: {"year": 2026, "pk": 1},
    "dossier:dialogue": a_dialogue,
    "dossier:dialogue_meeting": a_dialogue,
    "dossier:dialogue_step": lambda structure: {**a_dialogue(structure), "step": "pieces"},
    "dossier:dialogue_mission": lambda structure: {**a_dialogue(structure), "key": "parcours"},
    "dossier:conclude": a_dialogue,
    "dossier:dispute": a_position,
    "dossier:dialogue_document": lambda structure: {**a_dialogue(structure), "form": "pdf"},
    "dossier:conclusions_document": lambda structure: {**a_dialogue(structure), "form": "pdf"},
}
