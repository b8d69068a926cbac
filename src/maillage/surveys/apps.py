from django.apps import AppConfig

from maillage.ui.slots import LetterBlock, MenuEntry


class SurveysConfig(AppConfig):
    name = "maillage.surveys"
    label = "surveys"
    workspace_menu = (MenuEntry("Enquêtes", "surveys:surveys", "search", 36, under="Diagnostic"),)
    letter_blocks = (
        LetterBlock(
            "enquetes",
            "ce que les enquêtes fermées ont reçu",
            "maillage.surveys.documents.findings",
            "surveys:surveys",
        ),
    )
