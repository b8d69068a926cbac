from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig

from maillage.ui.enums import Action, MenuEntry, PublicEntry


def codes_of(drawing: Any) -> Mapping[str, str]:
    return {"codes": ",".join(drawing.summary.codes)}


class TerritoriesConfig(AppConfig):
    name = "maillage.territories"
    label = "territories"
    public_menu = (PublicEntry("Dessiner un territoire", "territories:draw", order=20),)
    actions = (Action("Territory", "Voir le diagnostic", "territories:open_diagnosis", query=codes_of),)
    workspace_menu = (MenuEntry("Diagnostic", "territories:diagnosis", "search", 35),)
