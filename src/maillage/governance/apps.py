from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import AppConfig

from maillage.governance.enums import Ability
from maillage.ui.slots import DiaryEntry, Group, MenuEntry, Module, OwnLine, Task

MODULE = "gouvernance"


class GovernanceConfig(AppConfig):
    name = "maillage.governance"
    label = "governance"
    commands = {"vote": "vote", "meetings": "meetings", "decisions": "decisions"}
    workspace_modules = (
        Module(
            MODULE,
            "Réunions et décisions",
            "Convoquer les instances, pointer les présents, décider, savoir qui fait quoi.",
            frozenset(Ability),
        ),
    )
    workspace_menu = (
        MenuEntry("Réunions", "governance:meetings", "sitting", 14, module=MODULE),
        MenuEntry("Décisions", "governance:decisions", "decision", 28, module=MODULE, group="Décider"),
        MenuEntry("À faire", "governance:tasks", "check", 12, module=MODULE),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.governance.perms import ABILITIES

        return ABILITIES

    def awaiting(self, structure: Any) -> Iterable[Task]:
        from maillage.governance.queries.awaiting import awaiting

        return awaiting(structure)

    def doors(self) -> Mapping[str, Any]:
        from maillage.governance.services.answering import DOOR
        from maillage.governance.views.answering import answering

        return {DOOR: answering}

    def do_due(self, now: datetime) -> None:
        from maillage.governance.services.answering import remind_due
        from maillage.governance.services.votes import close_due

        remind_due(now)
        close_due(now)

    def daily_work(self, _on: date) -> None:
        from maillage.governance.services.answering import sweep_links

        sweep_links()

    def erase(self, structure: Any) -> None:
        from maillage.governance.services.instances import erase

        erase(structure)

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.governance.queries.contents import contents

        return contents(structure)

    def groups(self, structure: Any) -> Iterable[Group]:
        from maillage.governance.queries.seats import groups

        return groups(structure)

    def own_lines(self, person: Any) -> Iterable[OwnLine]:
        from maillage.governance.queries.own import own_lines

        return own_lines(person)

    def card_lines(self, person: Any) -> Iterable[OwnLine]:
        from maillage.governance.queries.own import card_lines

        return card_lines(person)

    def diary(self, person: Any) -> Iterable[DiaryEntry]:
        from maillage.governance.queries.own import diary

        return diary(person)

    def card_data(self, person: Any) -> Mapping[str, Any]:
        from maillage.governance.queries.contents import of_card

        return of_card(person)
