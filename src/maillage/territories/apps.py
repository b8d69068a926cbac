from django.apps import AppConfig

from maillage.ui.slots import PublicEntry


class TerritoriesConfig(AppConfig):
    name = "maillage.territories"
    label = "territories"
    commands = {"territory": "territory", "import perimetres": "perimetres"}
    public_menu = (PublicEntry("Dessiner un territoire", "territories:draw", order=20, group="Préparer"),)
