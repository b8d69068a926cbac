from django.apps import AppConfig

from maillage.ui.slots import PublicEntry


class DirectoryConfig(AppConfig):
    name = "maillage.directory"
    label = "directory"
    commands = {"directory": "directory", "import rpps": "rpps", "import finess": "finess"}
    public_menu = (PublicEntry("Annuaire", "directory:search", order=30),)
