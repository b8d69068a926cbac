from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.apps import AppConfig

from maillage.surveys.enums import Ability
from maillage.ui.slots import LetterBlock, MenuEntry, Module, NewsItem, OpenLinks


class SurveysConfig(AppConfig):
    name = "maillage.surveys"
    label = "surveys"
    workspace_modules = (
        Module(
            "enquetes",
            "Enquêtes",
            "Interroger soignants, habitants ou partenaires, par un lien, sans compte.",
            frozenset(Ability),
        ),
    )
    workspace_menu = (
        MenuEntry(
            "Enquêtes", "surveys:surveys", "list", 36, module="enquetes", under="Diagnostic", group="Projet"
        ),
    )
    letter_blocks = (
        LetterBlock(
            "enquetes",
            "ce que les enquêtes fermées ont reçu",
            "maillage.surveys.documents.findings",
            "surveys:surveys",
        ),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.surveys.perms import ABILITIES

        return ABILITIES

    def contents(self, structure: Any) -> Sequence[Mapping[str, Any]]:
        from maillage.surveys.queries.exporting import export

        return export(structure)

    def doors(self) -> Mapping[str, Any]:
        from maillage.surveys.views.answering import answer

        return {"enquete": answer}

    def news(self, structure: Any, since: date) -> Iterable[NewsItem]:
        from maillage.surveys.queries.news import news

        return news(structure, since)

    def open_links(self, structure: Any, on: date) -> Iterable[OpenLinks]:
        from maillage.surveys.queries.open_links import open_links

        return open_links(structure, on)

    def erase(self, structure: Any) -> None:
        from maillage.surveys.services import erase_all

        erase_all(structure)
