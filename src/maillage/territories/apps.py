from django.apps import AppConfig

from maillage.ui.slots import PublicEntry


class TerritoriesConfig(AppConfig):
    name = "maillage.territories"
    label = "territories"
    public_menu = (PublicEntry("Dessiner un territoire", "territories:draw", order=20),)
