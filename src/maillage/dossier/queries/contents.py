"""What the export of a structure holds of its documents, and the copy of somebody's card."""

from collections.abc import Mapping, Sequence
from typing import Any

from maillage.accounts.models import User
from maillage.dossier.models import SectionDraft, SectionText
from maillage.dossier.queries.declaration import contents_of_declarations
from maillage.dossier.queries.dialogue import contents_of_dialogues
from maillage.dossier.queries.documents import title_of
from maillage.people.models import Person
from maillage.structures.models import Structure


def contents(structure: Structure) -> dict[str, Any]:
    return {
        "documents": contents_of_documents(structure),
        "dialogues": contents_of_dialogues(structure),
        "declarations": contents_of_declarations(structure),
    }


def contents_of_documents(structure: Structure) -> Sequence[Mapping[str, Any]]:
    """Each document with its sections, their versions and what was said of them."""
    documents = structure.documents.prefetch_related(
        "section_texts__versions", "section_texts__comments", "section_texts__choices"
    )
    return [
        {
            "plan": document.plan,
            "title": title_of(document),
            "state": document.state,
            "started_at": document.started_at,
            "blanks": document.blanks,
            "sections": [_section(text) for text in document.section_texts.all()],
        }
        for document in documents
    ]


def _section(text: SectionText) -> Mapping[str, Any]:
    return {
        "section": text.section,
        "state": text.state,
        "version": text.version,
        "html": text.html,
        "updated_at": text.updated_at,
        "versions": [
            {"number": each.number, "html": each.html, "written_at": each.written_at}
            for each in text.versions.all()
        ],
        "comments": [
            {
                "words": each.words,
                "quotation": each.quotation,
                "version": each.version,
                "said_at": each.said_at,
                "settled_at": each.settled_at,
            }
            for each in text.comments.all()
        ],
        "choices": {each.clause: each.options for each in text.choices.all()},
    }


def of_card(person: Person) -> Mapping[str, Any]:
    """The sections that somebody was entrusted with."""
    rows = list(person.sections.select_related("document"))
    if not rows:
        return {}
    return {
        "Parties de documents confiées": [
            {"Document": title_of(each.document), "Partie": each.section, "État": each.get_state_display()}
            for each in rows
        ]
    }


def of_account(user: User) -> Mapping[str, Any]:
    """What somebody types and has not saved, theirs alone; the sections they were entrusted with."""
    drafts = SectionDraft.objects.filter(user=user).select_related("text__document")
    held = SectionText.objects.filter(owner_account=user).select_related("document")
    said = {
        "brouillons de documents": [
            {"Document": title_of(each.text.document), "Partie": each.text.section, "Texte": each.html}
            for each in drafts
        ],
        "parties de documents confiées": [
            {"Document": title_of(each.document), "Partie": each.section} for each in held
        ],
    }
    return {heading: lines for heading, lines in said.items() if lines}
