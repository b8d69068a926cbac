from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig

from maillage.ui.slots import Action, LetterBlock, MenuEntry


def codes_of(drawing: Any) -> Mapping[str, str]:
    return {"codes": ",".join(drawing.summary.codes)}


class DiagnosisConfig(AppConfig):
    name = "maillage.diagnosis"
    label = "diagnosis"
    actions = (Action("Territory", "Voir le diagnostic", "diagnosis:open_diagnosis", query=codes_of),)
    workspace_menu = (
        MenuEntry(
            "Diagnostic",
            "diagnosis:diagnosis",
            "search",
            35,
            only_if="maillage.structures.queries.has_places",
            group="Projet",
        ),
    )
    letter_blocks = (
        LetterBlock(
            "diagnostic",
            "l’essentiel du diagnostic",
            "maillage.diagnosis.documents.overview",
            fills=False,
        ),
        LetterBlock(
            "partenaires",
            "les structures connues de FINESS",
            "maillage.diagnosis.documents.partners",
            fills=False,
        ),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.diagnosis.perms import ABILITIES

        return ABILITIES
