"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from dossier import reviews, yearly
from maillage.dossier.models import Document, SectionText

SECTION = "origine"

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
    "dossier:letter": ("302 404 200 200", "302 405 405 405"),
    "dossier:letter_section": ("302 404 302 302", "302 405 405 405"),
    "dossier:download": ("302 404 200 200", "302 405 405 405"),
    "dossier:documents": ("302 404 200 200", "302 405 405 405"),
    "dossier:begin": ("302 404 302 302", "302 404 403 302"),
    "dossier:document": ("302 404 200 200", "302 405 405 405"),
    "dossier:name": ("302 404 302 302", "302 404 403 302"),
    "dossier:file": ("302 404 200 200", "302 405 405 405"),
    "dossier:export": ("302 404 302 302", "302 404 302 302"),
    "dossier:exported": ("302 404 404 404", "302 405 405 405"),
    "dossier:section": ("302 404 200 200", "302 404 403 422"),
    "dossier:clauses": ("302 404 200 200", "302 404 403 302"),
    "dossier:pen": ("302 404 302 302", "302 404 403 302"),
    "dossier:draft": ("302 404 302 302", "302 404 403 422"),
    "dossier:forget_draft": ("302 404 302 302", "302 404 403 302"),
    "dossier:paste": ("302 404 302 302", "302 404 403 200"),
    "dossier:move": ("302 404 302 302", "302 404 403 302"),
    "dossier:entrust": ("302 404 302 302", "302 404 403 302"),
    "dossier:comment": ("302 404 302 302", "302 404 422 422"),
    "dossier:settle": ("302 404 302 302", "302 404 403 302"),
    "dossier:versions": ("302 404 200 200", "302 405 405 405"),
    "dossier:restore": ("302 404 302 302", "302 404 403 302"),
    **reviews.ACCESS,
    **yearly.ACCESS,
}
ASKED = {
    "dossier:letter": {"ordre": "normandie"},
    "dossier:download": {"ordre": "normandie"},
    "dossier:document": {"ordre": "normandie", "sources": "1"},
    "dossier:file": {"ordre": "normandie"},
    "dossier:versions": {"de": "0", "a": "1"},
    **reviews.ASKED,
}  # fmt: skip
POSTED = {
    "dossier:begin": {"section": SECTION},
    "dossier:name": {"title": "Lettre d’essai"},
    "dossier:export": {"form": "pdf"},
    "dossier:section": {"text": "Bonjour", "version": "0", "rich": "on", "seals": "{}"},
    "dossier:clauses": {"clause-siege": "conseil", "blank-siege": "1 rue des Lilas, Montauban"},
    "dossier:pen": {"over": "1"},
    "dossier:draft": {"text": "Bonjour", "version": "0", "rich": "on"},
    "dossier:paste": {"text": "<p class=MsoNormal>Bonjour</p>"},
    "dossier:move": {"move": "rediger"},
    "dossier:entrust": {"who": ""},
    "dossier:comment": {"words": "Bien dit.", "quotation": "Nos habitudes"},
    "dossier:restore": {"a": "1"},
    **reviews.POSTED,
    **yearly.POSTED,
}  # fmt: skip


def first(structure: Any) -> Document:
    """Written beforehand: its pages show something."""
    document, _ = Document.objects.get_or_create(structure=structure, plan="lettre_d_intention_cpts")
    return document


def said(structure: Any) -> int:
    document = first(structure)
    row, _ = SectionText.objects.get_or_create(
        structure=structure, document=document, plan=document.plan, section=SECTION, defaults={"version": 0}
    )
    return int(
        row.comments.get_or_create(words="Bien.", version=0, defaults={"said_at": timezone.now()})[0].pk
    )


def of_section(structure: Any) -> dict[str, object]:
    return {"pk": first(structure).pk, "key": SECTION}


def of_clauses(structure: Any) -> dict[str, object]:
    document, _ = Document.objects.get_or_create(structure=structure, plan="statuts_association")
    return {"pk": document.pk, "key": "siege_duree"}


ARGUMENTS: dict[str, Callable[[Any], dict[str, object]]] = {
    "dossier:download": lambda _: {"form": "pdf"},
    "dossier:letter_section": lambda _: {"key": SECTION},
    "dossier:begin": lambda _: {"key": "lettre_d_intention_cpts"},
    "dossier:document": lambda structure: {"pk": first(structure).pk},
    "dossier:name": lambda structure: {"pk": first(structure).pk},
    "dossier:export": lambda structure: {"pk": first(structure).pk},
    "dossier:exported": lambda structure: {"pk": first(structure).pk, "export": 0},
    "dossier:file": lambda structure: {"pk": first(structure).pk, "form": "pdf"},
    **dict.fromkeys(
        (name for name in ACCESS if name.partition(":")[2] in {
            "section", "pen", "draft", "forget_draft", "paste", "move", "entrust", "comment", "versions", "restore",
        }),
        of_section,
    ),
    "dossier:clauses": of_clauses,
    "dossier:settle": lambda structure: {**of_section(structure), "comment": said(structure)},
    **reviews.ARGUMENTS,
    **yearly.ARGUMENTS,
}  # fmt: skip
