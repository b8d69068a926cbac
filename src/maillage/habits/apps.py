from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig

from maillage.habits.enums import Ability
from maillage.ui.slots import MenuEntry, Module


class HabitsConfig(AppConfig):
    name = "maillage.habits"
    label = "habits"
    workspace_modules = (
        Module(
            "habitudes",
            "Habitudes",
            "Poser sur le territoire des secteurs de garde, des bassins de vie, des flux.",
            frozenset(Ability),
        ),
    )
    workspace_menu = (
        MenuEntry(
            "Habitudes",
            "habits:layers",
            "calendar",
            37,
            module="habitudes",
            under="Diagnostic",
            group="Projet",
        ),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.habits.perms import ABILITIES

        return ABILITIES

    def contents(self, structure: Any) -> Sequence[Mapping[str, Any]]:
        from maillage.habits.queries.exporting import export

        return export(structure)
