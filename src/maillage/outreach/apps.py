from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import AppConfig

from maillage.outreach.enums import Ability
from maillage.ui.slots import MenuEntry, Module, NewsItem, Task


class OutreachConfig(AppConfig):
    name = "maillage.outreach"
    label = "outreach"
    workspace_modules = (
        Module(
            "bulletins",
            "Bulletins",
            "Écrire à celles et ceux qui font partie de la structure, par courriel.",
            frozenset({Ability.READ, Ability.WRITE}),
        ),
    )
    workspace_menu = (MenuEntry("Bulletins", "outreach:bulletins", "mail", 22, module="bulletins"),)

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.outreach.perms import ABILITIES

        return ABILITIES

    def news(self, structure: Any, since: date) -> Iterable[NewsItem]:
        from maillage.outreach.queries.news import news

        return news(structure, since)

    def awaiting(self, structure: Any) -> Iterable[Task]:
        from maillage.outreach.queries.awaiting import awaiting

        return awaiting(structure)

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.outreach.queries.bulletins import contents

        return contents(structure)

    def personal_data(self, user: Any) -> Mapping[str, Any]:
        from maillage.outreach.queries.bulletins import subscriptions_to

        return {"bulletins": subscriptions_to(user.email)}

    def doors(self) -> Mapping[str, Any]:
        from maillage.outreach.services import DOOR
        from maillage.outreach.views import subscription

        return {DOOR: subscription}

    def erase(self, structure: Any) -> None:
        from maillage.outreach.services import erase

        erase(structure)
