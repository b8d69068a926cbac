from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import AppConfig

from maillage.ui.slots import LetterBlock, MenuEntry, Task

WRITTEN = "maillage.dossier.documents"


class DossierConfig(AppConfig):
    name = "maillage.dossier"
    label = "dossier"
    workspace_menu = (
        MenuEntry(
            "Document",
            "dossier:letter",
            "document",
            50,
            only_if="maillage.dossier.queries.has_document",
            label_from="maillage.dossier.queries.document_label",
            group="Dossier",
        ),
    )
    letter_blocks = (
        LetterBlock("identite", "la fiche d’identité", f"{WRITTEN}.identity"),
        LetterBlock(
            "signataires",
            "les acteurs engagés et à associer",
            f"{WRITTEN}.people",
            "people:team",
        ),
        LetterBlock("sites", "les sites", f"{WRITTEN}.sites", "structures:sites"),
        LetterBlock("territoire", "les chiffres du territoire", f"{WRITTEN}.territory"),
        LetterBlock("carte", "la carte", f"{WRITTEN}.outline"),
        LetterBlock(
            "communes",
            "les intercommunalités, et les communes en annexe",
            f"{WRITTEN}.intercommunalites",
        ),
        LetterBlock("reunions", "les informations données", f"{WRITTEN}.meetings", "people:team"),
        LetterBlock("calendrier", "les dates", f"{WRITTEN}.calendar", "structures:life"),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.dossier.perms import ABILITIES

        return ABILITIES

    def contents(self, structure: Any) -> Sequence[Mapping[str, Any]]:
        return [
            {"plan": text.plan, "section": text.section, "html": text.html, "updated_at": text.updated_at}
            for text in structure.section_texts.all()
        ]

    def awaiting(self, structure: Any) -> Iterable[Task]:
        from maillage.dossier.queries import awaiting

        return awaiting(structure)
