from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import AppConfig

from maillage.ui.slots import LetterBlock, MenuEntry, Task

#: Forms whose first document is not a letter of intent; its plan is in legislation/documents/.
WITH_A_PROJECT = ("cds", "escap", "esp", "esp_clap", "ess", "msp", "mspu")
#: Those of them that file no projet de santé: the team of one patient.
WITH_A_FRAME = ("escap",)
WRITTEN = "maillage.dossier.documents"


class DossierConfig(AppConfig):
    name = "maillage.dossier"
    label = "dossier"
    workspace_menu = (
        MenuEntry("Lettre", "dossier:letter", "document", 50, forms=("cpts",)),
        MenuEntry(
            "Projet de santé",
            "dossier:letter",
            "document",
            50,
            forms=tuple(form for form in WITH_A_PROJECT if form not in WITH_A_FRAME),
        ),
        MenuEntry("Cadre de l’équipe", "dossier:letter", "document", 50, forms=WITH_A_FRAME),
    )
    letter_blocks = (
        LetterBlock("identite", "la fiche d’identité", f"{WRITTEN}.identity"),
        LetterBlock(
            "signataires",
            "les acteurs engagés et à associer",
            f"{WRITTEN}.actors",
            "structures:team",
        ),
        LetterBlock("sites", "les sites", f"{WRITTEN}.sites", "structures:sites"),
        LetterBlock("territoire", "les chiffres du territoire", f"{WRITTEN}.territory"),
        LetterBlock("carte", "la carte", f"{WRITTEN}.outline"),
        LetterBlock(
            "communes",
            "les intercommunalités, et les communes en annexe",
            f"{WRITTEN}.intercommunalites",
        ),
        LetterBlock("reunions", "les informations données", f"{WRITTEN}.meetings", "structures:team"),
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
