from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import AppConfig
from django.urls import reverse

from maillage.ui.slots import AccountEntry, Days, HandedOver, MenuEntry, NewsItem, Waiting, Wanted, YearDate

#: The team of one patient has neither sites nor a territory.
HAS_PLACES = "maillage.structures.queries.has_places"


class StructuresConfig(AppConfig):
    name = "maillage.structures"
    label = "structures"
    commands = {"structure": "structure"}
    account_menu = (AccountEntry("Mes structures", "structures:mine", order=10),)
    workspace_menu = (
        MenuEntry("Accueil", "structures:home", "home", 10),
        MenuEntry("Sites", "structures:sites", "pin", 29, only_if=HAS_PLACES, group="Projet"),
        MenuEntry("Territoire", "structures:territory", "map", 30, only_if=HAS_PLACES, group="Projet"),
        MenuEntry("Parcours", "structures:life", "path", 40, group="Projet"),
        MenuEntry("Autres projets", "structures:visibility", "eye", 70, ability="keys", group="Dossier"),
        MenuEntry("Réglages", "structures:settings", "settings", 80, ability="keys", group="Dossier"),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.structures.perms import ABILITIES

        return ABILITIES

    def personal_data(self, user: Any) -> Mapping[str, Any]:
        return {
            "accès": [
                {
                    "structure": held.structure.name,
                    "rôle": held.get_role_display(),
                    "depuis": held.joined_on.isoformat(),
                    "jusqu’au": held.left_on.isoformat() if held.left_on else None,
                }
                for held in user.memberships.select_related("structure")
            ]
        }

    def year(self, structure: Any, first: date, last: date) -> Days:
        from maillage.structures.queries.life import LIMITS, due_dates

        yield Wanted()
        path = reverse("structures:life", args=[structure.slug])
        for due in due_dates(structure):
            if first <= due.on <= last:
                is_owed = due.limit == LIMITS["latest"]
                yield YearDate(due.on, due.say, due.limit, path, "Ouvrir le parcours", is_owed)

    def handover(self, person: Any) -> Iterable[HandedOver]:
        from maillage.structures.queries.access import accesses_at

        for role, since in accesses_at(person.structure, person.email):
            yield HandedOver("Accès", f"{role}, depuis le {since} : à retirer dans Réglages.")

    def forget(self, user: Any) -> None:
        from maillage.structures.services import leave_everywhere

        leave_everywhere(user)

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.structures.queries import contents

        return contents(structure)

    def news(self, structure: Any, since: date) -> Iterable[NewsItem]:
        from maillage.structures.queries.news import news

        return news(structure, since)

    def awaiting(self, structure: Any) -> Waiting:
        from maillage.structures.queries import awaiting

        return awaiting(structure)
