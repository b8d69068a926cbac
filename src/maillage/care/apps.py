from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import AppConfig

from maillage.care.enums import Ability
from maillage.ui.slots import (
    CameBack,
    Days,
    DiaryEntry,
    LetterBlock,
    Lines,
    MenuEntry,
    Module,
    NewsItem,
    OpenLinks,
    ProofPiece,
    Waiting,
)

MODULE = "soins"
PAPERS = "maillage.care.documents.crises"


class CareConfig(AppConfig):
    name = "maillage.care"
    label = "care"
    commands = {"care": "care"}
    workspace_modules = (
        Module(
            MODULE,
            "Soins coordonnés",
            "Trouver qui prend une demande, tenir les gardes, appeler, alerter, sans nommer aucun patient.",
            frozenset(Ability),
        ),
    )
    workspace_menu = (MenuEntry("Soins", "care:home", "heart", 35, module=MODULE, group="Projet"),)
    letter_blocks = (
        LetterBlock(
            "roles_de_crise",
            "les rôles de crise, avec leurs téléphones",
            f"{PAPERS}.roles",
            "care:crises",
        ),
        LetterBlock(
            "ressources_de_crise", "les lieux et le matériel notés", f"{PAPERS}.resources", "care:crises"
        ),
        LetterBlock("fiches_reflexes", "les cinq fiches réflexes", f"{PAPERS}.reflexes", "care:crises"),
        LetterBlock(
            "exercices_de_crise",
            "les exercices et les crises, avec ce qu’il faut changer",
            f"{PAPERS}.exercises",
            "care:crises",
        ),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.care.perms import ABILITIES

        return ABILITIES

    def doors(self) -> Mapping[str, Any]:
        from maillage.care.services import desks, doctors, helping, rosters, unscheduled
        from maillage.care.views.desk import desk_page
        from maillage.care.views.doctors_door import doctors_page
        from maillage.care.views.duty_doors import duty_board, regulation_post
        from maillage.care.views.helping import help_by_link

        return {
            desks.DOOR: desk_page,
            doctors.DOOR: doctors_page,
            helping.DOOR: help_by_link,
            rosters.BOARD: duty_board,
            unscheduled.POST: regulation_post,
        }

    def own_steps(self) -> Mapping[str, Any]:
        from maillage.care.views.own import STEPS

        return STEPS

    def own_lines(self, person: Any) -> Lines:
        from maillage.care.queries.own import own_lines

        return own_lines(person)

    def news(self, structure: Any, since: date) -> Iterable[NewsItem]:
        from maillage.care.queries.alerts_news import news

        return news(structure, since)

    def awaiting(self, structure: Any) -> Waiting:
        from maillage.care.queries.awaiting import awaiting

        return awaiting(structure)

    def year(self, structure: Any, first: date, last: date) -> Days:
        from maillage.care.queries.awaiting import year

        return year(structure, first, last)

    def diary(self, person: Any) -> Iterable[DiaryEntry]:
        from maillage.care.queries.own import diary

        return diary(person)

    def pieces(self, structure: Any) -> Iterable[ProofPiece]:
        from maillage.care.queries.crises import papers

        return papers(structure)

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.care.queries.contents import contents

        return contents(structure)

    def card_data(self, person: Any) -> Mapping[str, Any]:
        from maillage.care.queries.contents import of_card

        return of_card(person)

    def personal_data(self, user: Any) -> Mapping[str, Any]:
        from maillage.care.queries.record import of_account

        return of_account(user)

    def open_links(self, structure: Any, on: date) -> Iterable[OpenLinks]:
        from maillage.care.queries.open_links import open_links

        return open_links(structure, on)

    def erase(self, structure: Any) -> None:
        from maillage.care.services.erasing import erase

        erase(structure)

    def came_back(self, lines: Any, *, replay: bool) -> CameBack:
        from maillage.care.services.record import came_back

        return came_back(lines, replay=replay)

    def do_due(self, now: datetime) -> None:
        from maillage.care.services.due import do_due

        do_due(now)

    def daily_work(self, on: date) -> None:
        from maillage.care.services.due import daily_work

        daily_work(on)
