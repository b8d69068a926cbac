from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import AppConfig

from maillage.ui.slots import MenuEntry, Task


class DossierConfig(AppConfig):
    name = "maillage.dossier"
    label = "dossier"
    workspace_menu = (MenuEntry("Lettre", "dossier:letter", "document", 50),)

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.dossier.perms import ABILITIES

        return ABILITIES

    def contents(self, structure: Any) -> Sequence[Mapping[str, Any]]:
        return [
            {"plan": text.plan, "section": text.section, "html": text.html, "updated_at": text.updated_at}
            for text in structure.section_texts.all()
        ]

    def awaiting(self, structure: Any) -> Iterable[Task]:
        from maillage.dossier.queries import awaiting

        return awaiting(structure)
