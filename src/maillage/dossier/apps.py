from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig

from maillage.ui.slots import MenuEntry, Task


class DossierConfig(AppConfig):
    name = "maillage.dossier"
    label = "dossier"
    workspace_menu = (MenuEntry("Lettre", "dossier:letter", "document", 50),)

    def awaiting(self, structure: Any) -> Iterable[Task]:
        from maillage.dossier.queries import awaiting

        return awaiting(structure)
