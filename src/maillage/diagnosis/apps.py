from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig

from maillage.ui.slots import Action, LetterBlock, MenuEntry


def codes_of(drawing: Any) -> Mapping[str, str]:
    return {"codes": ",".join(drawing.summary.codes)}


def need_button(page: Mapping[str, Any], figure: Any) -> Mapping[str, Any]:
    from maillage.diagnosis.queries import needs

    return needs.need_button(page, figure)


class DiagnosisConfig(AppConfig):
    name = "maillage.diagnosis"
    label = "diagnosis"
    actions = (
        Action("Territory", "Voir le diagnostic", "diagnosis:open_diagnosis", query=codes_of),
        Action(
            "Figure",
            "Besoin",
            "diagnosis:write_need",
            template="diagnosis/_need_button.html",
            context=need_button,
        ),
    )
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
            "besoins",
            "les besoins écrits, avec leurs chiffres",
            "maillage.diagnosis.documents.needs",
            "diagnosis:diagnosis",
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

    def contents(self, structure: Any) -> Sequence[Mapping[str, Any]]:
        from maillage.diagnosis.queries.exporting import export

        return export(structure)
