from django.apps import AppConfig

from maillage.ui.enums import MenuEntry, PublicEntry


class TerritoriesConfig(AppConfig):
    name = "maillage.territories"
    label = "territories"
    public_menu = (PublicEntry("Dessiner un territoire", "territories:draw", order=20),)
    workspace_menu = (MenuEntry("Diagnostic", "territories:diagnosis", "search", 35),)
