from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.apps import AppConfig

from maillage.territories.types import TO_FOUND
from maillage.ui.slots import AccountEntry, Action, MenuEntry, PublicEntry, Task

#: The team of one patient has neither sites nor a territory.
HAS_PLACES = "maillage.structures.queries.has_places"


def as_query(drawing: Any) -> Mapping[str, str]:
    """A drawing as the founding page reads it: codes in the URL, to survive another browser."""
    query = {"codes": ",".join(drawing.summary.codes)}
    if drawing.hoped_on:
        query["signed"] = drawing.hoped_on.isoformat()
    if drawing.errand.startswith(TO_FOUND):
        return {**query, "forme": drawing.errand.removeprefix(TO_FOUND)}
    return {**query, "pour": drawing.errand} if drawing.errand else query


def to_found(page: Mapping[str, Any], form: str) -> Mapping[str, Any]:
    """« Fonder une MSP », with what the page was told of the team and of the region. Nothing for what is no form."""
    from maillage import legislation
    from maillage.structures.queries import told_in

    entry = next((known for known in legislation.every_form() if known.key == form), None)
    if entry is None:
        return {}
    request = page.get("request")
    told = told_in(request.GET) if request else {}
    return {"words": entry.founding, "query": urlencode({"forme": form, **told})}


class StructuresConfig(AppConfig):
    name = "maillage.structures"
    label = "structures"
    commands = {"structure": "structure", "found": "found"}
    public_menu = (PublicEntry("Tour de table", "structures:table", order=10, group="Préparer"),)
    account_menu = (AccountEntry("Mes structures", "structures:mine", order=10),)
    actions = (
        Action("Territory", "Enregistrer", "structures:found", primary=True, query=as_query),
        Action("Form", "Fonder", "structures:found", template="structures/_to_found.html", context=to_found),
    )
    workspace_menu = (
        MenuEntry("Accueil", "structures:home", "home", 10),
        MenuEntry("Équipe", "structures:team", "people", 20),
        MenuEntry("Sites", "structures:sites", "pin", 25, only_if=HAS_PLACES),
        MenuEntry("Territoire", "structures:territory", "map", 30, only_if=HAS_PLACES),
        MenuEntry("Parcours", "structures:life", "path", 40),
        MenuEntry("Visibilité", "structures:visibility", "eye", 70, ability="run"),
        MenuEntry("Réglages", "structures:settings", "settings", 80, ability="run"),
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

    def forget(self, user: Any) -> None:
        from maillage.structures.services import leave_everywhere

        leave_everywhere(user)

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.structures.queries import contents

        return contents(structure)

    def awaiting(self, structure: Any) -> Iterable[Task]:
        from maillage.structures.queries import awaiting

        return awaiting(structure)
