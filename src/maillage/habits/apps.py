from django.apps import AppConfig

from maillage.ui.slots import MenuEntry


class HabitsConfig(AppConfig):
    name = "maillage.habits"
    label = "habits"
    workspace_menu = (MenuEntry("Habitudes", "habits:layers", "search", 37, under="Diagnostic"),)
