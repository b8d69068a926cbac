from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.apps import AppConfig

from maillage.territories.types import TO_FOUND
from maillage.ui.slots import Action, HandedOver, LetterBlock, MenuEntry, OpenLinks, PublicEntry, Waiting


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
    from maillage.people.queries import told_in

    entry = next((known for known in legislation.every_form() if known.key == form), None)
    if entry is None:
        return {}
    request = page.get("request")
    told = told_in(request.GET) if request else {}
    return {"words": entry.founding, "query": urlencode({"forme": form, **told})}


def just_founded(page: Mapping[str, Any], structure: Any) -> Mapping[str, Any]:
    """On the home of a structure that was founded a moment ago: the browser lets go of the table it kept."""
    request = page.get("request")
    return {"structure": structure} if request and "nouvelle" in request.GET else {}


def who_practises(_page: Mapping[str, Any], site: Any) -> Mapping[str, Any]:
    return {"names": [person.name for person in site.practising.all()]} if site else {}


def who_may_practise(page: Mapping[str, Any], site: Any) -> Mapping[str, Any]:
    """On the page of a site: everyone, those who practise there ticked. Nothing as long as nobody is known."""
    from maillage.people.queries import people_of

    there = {person.pk for person in site.practising.all()}
    lines = [(person, person.pk in there) for person in people_of(site.structure)]
    return {"lines": lines, "site": site, "structure": page["structure"]} if lines else {}


class PeopleConfig(AppConfig):
    name = "maillage.people"
    label = "people"
    commands = {
        "found": "found",
        "import members": "members",
        "people": "people",
        "erasures": "erasures",
        "coverage": "coverage",
    }
    letter_blocks = (
        LetterBlock(
            "equipe_par_profession",
            "l’équipe par profession",
            "maillage.people.documents.team_by_trade",
            "people:team",
            fills=False,
        ),
    )
    public_menu = (PublicEntry("Tour de table", "people:table", order=10, group="Préparer"),)
    actions = (
        Action("Territory", "Enregistrer", "people:found", primary=True, query=as_query),
        Action("Form", "Fonder", "people:found", template="people/_to_found.html", context=to_found),
        Action("Structure", "", "people:table", template="people/_founded.html", context=just_founded),
        Action("Site", "", "people:team", template="people/_who_practises.html", context=who_practises),
        Action("SitePage", "", "people:team", template="people/_practising.html", context=who_may_practise),
    )
    workspace_menu = (
        MenuEntry("Équipe", "people:team", "people", 20),
        MenuEntry(
            "Adhérents",
            "people:members",
            "person",
            21,
            label_from="maillage.people.queries.joining.members_label",
            group="Personnes",
        ),
        MenuEntry("Contact", "people:desk", "phone", 27, group="Personnes"),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.people.perms import ABILITIES

        return ABILITIES

    def doors(self) -> Mapping[str, Any]:
        from maillage.people.services import joining, own_card
        from maillage.people.views import join
        from maillage.people.views.own_card import diary
        from maillage.people.views.own_card import own_card as own

        return {joining.DOOR: join, own_card.DOOR: own, own_card.DIARY: diary}

    def jobs(self) -> Mapping[str, Any]:
        from maillage.people.services import importing

        return {importing.KIND: importing.bring_in_given}

    def open_links(self, structure: Any, on: date) -> Iterable[OpenLinks]:
        from maillage.people.queries.open_links import open_links

        return open_links(structure, on)

    def erase(self, structure: Any) -> None:
        from maillage.people.services import erase

        erase(structure)

    def daily_work(self, on: date) -> None:
        from maillage.people.services import erase_over, forget_addresses, note_agreement

        erase_over(on=on)
        forget_addresses(on=on)
        note_agreement(on=on)

    def card_data(self, person: Any) -> Mapping[str, Any]:
        from maillage.people.queries.copy import card_data

        return card_data(person)

    def personal_data(self, user: Any) -> Mapping[str, Any]:
        from maillage.people.queries.copy import cards_at

        return {"fiches": cards_at(user.email)}

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.people.queries import contents

        return contents(structure)

    def handover(self, person: Any) -> Iterable[HandedOver]:
        from maillage.people.queries.handover import handover

        return handover(person)

    def awaiting(self, structure: Any) -> Waiting:
        from maillage.people.queries import awaiting

        return awaiting(structure)
