"""Rows of the pages of indicators and of their proofs, for `access.py`."""

from collections.abc import Callable
from typing import Any

READ, POST_ONLY = "302 404 200 200", "302 405 405 405"
WRITTEN, SENT = "302 404 403 200", "302 404 403 422"
DONE, LED_BACK = "302 404 403 302", "302 404 302 302"
KEY = "018f1f6e-0000-7000-8000-000000000001"

ACCESS = {
    "project:indicators": (READ, POST_ONLY),
    "project:indicators_file": (READ, POST_ONLY),
    "project:add_indicator": (WRITTEN, SENT),
    "project:choose_indicators": (WRITTEN, SENT),
    "project:set_year": (LED_BACK, DONE),
    "project:context": (READ, POST_ONLY),
    "project:note_context": (LED_BACK, DONE),
    "project:drop_context": (LED_BACK, DONE),
    "project:reviews": (READ, SENT),
    "project:review": (READ, SENT),
    "project:close_review": (LED_BACK, DONE),
    "project:evidences": (READ, POST_ONLY),
    "project:add_evidence": (WRITTEN, SENT),
    "project:join_evidence": (LED_BACK, DONE),
    "project:want_evidence": (LED_BACK, DONE),
    "project:answer_wanted": (LED_BACK, DONE),
    "project:evidences_zip": (WRITTEN, POST_ONLY),
    "project:evidence_file": (READ, POST_ONLY),
    "project:unjoin_evidence": (LED_BACK, DONE),
    "project:indicator": (READ, POST_ONLY),
    "project:edit_indicator": (WRITTEN, SENT),
    "project:set_target": (LED_BACK, DONE),
    "project:freeze_base": (LED_BACK, DONE),
    "project:correct_base": (LED_BACK, SENT),
    "project:archive_indicator": (LED_BACK, DONE),
    "project:drop_indicator": (LED_BACK, DONE),
    "project:note_measure": (LED_BACK, SENT),
    "project:note_count": (LED_BACK, SENT),
    "project:ask_caisse": (LED_BACK, SENT),
    "project:give_up_asking": (LED_BACK, DONE),
    "project:correct_value": (LED_BACK, SENT),
    "project:settle_measure": (LED_BACK, DONE),
    "project:measure_file": (READ, POST_ONLY),
}
ASKED = {
    "project:indicators": {"annee": "2026"},
    "project:indicators_file": {"annee": "2026"},
    "project:indicator": {"annee": "2026"},
    "project:reviews": {"annee": "2026"},
    "project:evidences": {"annee": "2026"},
    "project:add_evidence": {"pour": "i1"},
}
AN_INDICATOR = {
    "name": "Demandes abouties", "mission": "", "origin": "saisi", "counted": "", "unit": "%", "better": "hausse",
    "definition": "Celle du contrat", "numerator": "Abouties", "denominator": "Reçues", "frequency": "annee",
    "days_after": "31", "fed_by": "Max Fictif", "fed_by_words": "", "base": "12,5", "base_method": "Courrier",
    "weight": "30", "is_of_contract": "on", "key": KEY,
}  # fmt: skip
POSTED = {
    "project:add_indicator": AN_INDICATOR,
    "project:edit_indicator": AN_INDICATOR | {"version": "1"},
    "project:choose_indicators": {"chosen": "reunions_tenues"},
    "project:set_year": {"begins_on": "2026-03-02"},
    "project:note_context": {"words": "Départ d’un généraliste", "on": "2026-03-02", "until": "", "key": KEY},
    "project:reviews": {"kind": "libre", "on": "2026-03-02", "meeting": "", "key": KEY},
    "project:review": {"on": "2026-03-02", "words": "On avance", "version": "1"},
    "project:add_evidence": {
        "title": "Procès-verbal", "dated_on": "2026-03-02", "words": "Classeur", "url": "https://example.org/",
        "key": KEY,
    },
    "project:join_evidence": {"kind": "reunion", "thing": "1", "proves": "i1", "retour": "/s/cpts-du-tescou/"},
    "project:want_evidence": {"words": "La liste", "owner": "Max Fictif", "due_on": "2026-04-02", "key": KEY},
    "project:answer_wanted": {"evidence": ""},
    "project:set_target": {"value": "62,5"},
    "project:correct_base": {"value": "13", "on": "2026-03-02", "reason": "Une erreur de saisie", "key": KEY},
    "project:note_measure": {
        "numerator": "10", "denominator": "20", "value": "", "unknown_why": "", "since": "2026-03-02",
        "until": "2026-03-03", "origin": "caisse", "source": "Courrier", "vintage": "2025",
        "received_on": "2026-03-02", "reason": "Corrigée", "key": KEY,
    },
    "project:note_count": {"reason": "Compté de nouveau", "key": KEY},
    "project:ask_caisse": {
        "asked_on": "2026-03-02", "awaited_on": "2026-04-02", "words": "Par courriel", "key": KEY,
    },
    "project:give_up_asking": {"reason": "Elle ne la tient plus"},
    "project:correct_value": {
        "counted": "10", "counted_words": "Tous les patients", "corrected": "12", "corrected_words": "Sans le départ",
        "key": KEY,
    },
    "project:settle_measure": {"state": "ecarte", "reason": "Une autre source"},
}  # fmt: skip


def _typed(structure: Any) -> Any:
    return structure.indicators.get(name="Patients sans médecin traitant")


def _measured(structure: Any) -> dict[str, object]:
    found = _typed(structure)
    return {"pk": found.pk, "measure": found.measures.get().pk}


def _one(structure: Any) -> dict[str, object]:
    return {"pk": _typed(structure).pk}


def _counted(structure: Any) -> dict[str, object]:
    return {"pk": structure.indicators.get(counter="reunions_tenues").pk}


ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    "project:indicators_file": lambda _structure: {"suffix": "csv"},
    "project:evidences_zip": lambda _structure: {"year": 2026},
    "project:evidence_file": lambda structure: {"pk": structure.evidences.get(kind="piece").pk},
    "project:unjoin_evidence": lambda structure: {"pk": structure.evidences.get(kind="piece").pk},
    "project:answer_wanted": lambda structure: {"pk": structure.wanted_evidences.get().pk},
    "project:drop_context": lambda structure: {"pk": structure.context_events.get().pk},
    "project:review": lambda structure: {"pk": structure.reviews.get().pk},
    "project:close_review": lambda structure: {"pk": structure.reviews.get().pk},
    "project:give_up_asking": lambda structure: {
        "pk": _typed(structure).pk, "asked": _typed(structure).asked.get().pk,
    },
    "project:settle_measure": _measured,
    "project:measure_file": _measured,
    "project:note_count": _counted,
    **dict.fromkeys(
        [
            f"project:{name}"
            for name in (
                "indicator", "edit_indicator", "set_target", "freeze_base", "correct_base", "archive_indicator",
                "drop_indicator", "note_measure", "ask_caisse", "correct_value",
            )
        ],
        _one,
    ),
}  # fmt: skip
