from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import AppConfig

from maillage.funding.enums import Ability
from maillage.ui.slots import MenuEntry, Module, OwnLine, Task

MODULE = "argent"


class FundingConfig(AppConfig):
    name = "maillage.funding"
    label = "funding"
    commands = {"money": "money"}
    workspace_modules = (
        Module(
            MODULE,
            "Argent",
            "Noter les contrats, attendre leurs versements, savoir ce qui est arrivé.",
            frozenset(Ability),
        ),
    )
    workspace_menu = (
        MenuEntry("Argent", "funding:money", "coins", 21, ability=Ability.READ, module=MODULE),
        MenuEntry(
            "Mes frais",
            "funding:expenses",
            "coins",
            21,
            ability=Ability.OWN,
            unless=Ability.READ,
            module=MODULE,
        ),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.funding.perms import ABILITIES

        return ABILITIES

    def awaiting(self, structure: Any) -> Iterable[Task]:
        from maillage.funding.queries.awaiting import awaiting

        return awaiting(structure)

    def daily_work(self, on: date) -> None:
        from maillage.funding.services.forgetting import forget_old_names

        forget_old_names(on=on)

    def own_lines(self, person: Any) -> Iterable[OwnLine]:
        from maillage.funding.queries.own import own_lines

        return own_lines(person)

    def own_steps(self) -> Mapping[str, Any]:
        from maillage.funding.views.own_hours import own_claim, own_hours

        return {"heures": own_hours, "demande": own_claim}

    def erase(self, structure: Any) -> None:
        from maillage.funding.services.erasing import erase

        erase(structure)

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.funding.queries.contents import contents

        return contents(structure)

    def card_data(self, person: Any) -> Mapping[str, Any]:
        from maillage.funding.queries.contents import of_card

        return of_card(person)
