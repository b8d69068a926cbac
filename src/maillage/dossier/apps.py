from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import AppConfig

from maillage.dossier.enums import Ability
from maillage.funding.enums import Ability as Money
from maillage.ui.slots import AccountEntry, LetterBlock, MenuEntry, OpenLinks, Waiting

WRITTEN = "maillage.dossier.documents.blocks"
SHEETS = "maillage.dossier.documents.review_sheets"
READ = "maillage.dossier.queries"


class DossierConfig(AppConfig):
    name = "maillage.dossier"
    label = "dossier"
    commands = {"dossier": "dossier"}
    workspace_menu = (
        MenuEntry(
            "Documents",
            "dossier:documents",
            "folder",
            49,
            only_if=f"{READ}.documents.has_document",
            group="Dossier",
        ),
        MenuEntry(
            "Document",
            "dossier:letter",
            "document",
            50,
            only_if=f"{READ}.documents.has_document",
            label_from=f"{READ}.documents.document_label",
            group="Dossier",
        ),
        MenuEntry("Formalités", "dossier:formalities", "stamp", 51, under="Document", group="Dossier"),
        MenuEntry(
            "Déclaration",
            "dossier:declaration",
            "talk",
            52,
            ability=Money.READ,
            only_if="maillage.dossier.queries.declaration.has_declaration",
            group="Dossier",
        ),
        MenuEntry(
            "Dialogue",
            "dossier:dialogues",
            "talk",
            52,
            ability=Money.READ,
            only_if="maillage.dossier.queries.dialogue.has_dialogue",
            group="Dossier",
        ),
        MenuEntry("Qui voit quoi", "dossier:visibility", "lock", 58, ability=Ability.READ, group="Dossier"),
    )
    account_menu = (AccountEntry("Mes relectures", "dossier:partner_home", 40),)
    letter_blocks = (
        LetterBlock("identite", "la fiche d’identité", f"{WRITTEN}.identity"),
        LetterBlock("fiche_territoire", "la population et les communes", f"{SHEETS}.territory_of_sheet"),
        LetterBlock("fiche_personnes", "qui la conduit", f"{SHEETS}.people_of_sheet", "governance:instances"),
        LetterBlock("fiche_etape", "l’étape et sa date", f"{SHEETS}.stage_of_sheet"),
        LetterBlock(
            "signataires",
            "les acteurs engagés et à associer",
            f"{WRITTEN}.people",
            "people:team",
        ),
        LetterBlock("sites", "les sites", f"{WRITTEN}.sites", "structures:sites"),
        LetterBlock("territoire", "les chiffres du territoire", f"{WRITTEN}.territory"),
        LetterBlock("carte", "la carte", f"{WRITTEN}.outline"),
        LetterBlock(
            "communes",
            "les intercommunalités, et les communes en annexe",
            f"{WRITTEN}.intercommunalites",
        ),
        LetterBlock("reunions", "les informations données", f"{WRITTEN}.meetings", "people:team"),
        LetterBlock(
            "protocoles",
            "les protocoles déclarés",
            f"{WRITTEN}.protocols",
            "dossier:declaration",
            fills=False,
        ),
        LetterBlock("calendrier", "les dates", f"{WRITTEN}.calendar", "structures:life"),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.dossier.perms import ABILITIES

        return ABILITIES

    def doors(self) -> Mapping[str, Any]:
        from maillage.dossier.services.review import DOOR, HOME
        from maillage.dossier.views.partner_home import home_by_link
        from maillage.dossier.views.review_reading import reading

        return {DOOR: reading, HOME: home_by_link}

    def late_doors(self) -> Mapping[str, Any]:
        from maillage.dossier.services.review import DOOR
        from maillage.dossier.views.review_reading import late

        return {DOOR: late}

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.dossier.queries.contents import contents
        from maillage.dossier.queries.review_shared import contents as reviews

        return {**contents(structure), **reviews(structure)}

    def open_links(self, structure: Any, on: date) -> Iterable[OpenLinks]:
        from maillage.dossier.queries.open_links import open_links

        return open_links(structure, on)

    def erase(self, structure: Any) -> None:
        from maillage.dossier.services.review import erase_reviews

        erase_reviews(structure)

    def awaiting(self, structure: Any) -> Waiting:
        from django.utils import timezone

        from maillage.dossier.queries.awaiting import awaiting as written
        from maillage.dossier.queries.review_shared import awaiting

        return awaiting(structure, written(structure), on=timezone.localdate())

    def card_data(self, person: Any) -> Mapping[str, Any]:
        from maillage.dossier.queries.contents import of_card

        return of_card(person)

    def jobs(self) -> Mapping[str, Any]:
        from maillage.dossier.services import exporting

        return {exporting.KIND: exporting.make}

    def do_due(self, now: datetime) -> None:
        from maillage.dossier.services.exporting import forget_old

        forget_old(now=now)
