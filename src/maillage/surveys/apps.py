from django.apps import AppConfig

from maillage.ui.slots import MenuEntry


class SurveysConfig(AppConfig):
    name = "maillage.surveys"
    label = "surveys"
    workspace_menu = (MenuEntry("Enquêtes", "surveys:surveys", "search", 36, under="Diagnostic"),)
