from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import AppConfig
from django.utils import timezone

from maillage.governance.enums import Ability
from maillage.ui.slots import (
    Days,
    DiaryEntry,
    Group,
    HandedOver,
    LetterBlock,
    Lines,
    MenuEntry,
    Module,
    NewsItem,
    OpenLinks,
    ProofPiece,
    Waiting,
)

MODULE = "gouvernance"
#: Whether a form holds concertations that its agreement counts.
HAS_RCP = "maillage.governance.rules.has_rcp"


class GovernanceConfig(AppConfig):
    name = "maillage.governance"
    label = "governance"
    letter_blocks = (
        LetterBlock(
            "instances",
            "les instances et les sièges réservés",
            "maillage.governance.documents.letter.instances",
            "governance:instances",
            fills=False,
        ),
    )
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
        MenuEntry("RCP", "governance:rcp", "table", 28, module=MODULE, only_if=HAS_RCP, group="Décider"),
        MenuEntry("Idées", "governance:ideas", "idea", 28, module=MODULE, group="Décider"),
        MenuEntry("Année", "governance:year", "year", 28, module=MODULE, group="Décider"),
        MenuEntry("À faire", "governance:tasks", "check", 12, module=MODULE),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.governance.perms import ABILITIES

        return ABILITIES

    def news(self, structure: Any, since: date) -> Iterable[NewsItem]:
        from maillage.governance.queries.news import news

        return news(structure, since)

    def awaiting(self, structure: Any) -> Waiting:
        from maillage.governance.queries.awaiting import awaiting

        return awaiting(structure)

    def doors(self) -> Mapping[str, Any]:
        from maillage.governance.services.answering import DOOR
        from maillage.governance.services.polls import DOOR as POLL
        from maillage.governance.services.polls import SHARED_DOOR
        from maillage.governance.services.signing import DOOR as CODE
        from maillage.governance.views.answering import answering
        from maillage.governance.views.replying import own_reply, shared_poll
        from maillage.governance.views.signing import sign_by_code

        return {DOOR: answering, POLL: own_reply, SHARED_DOOR: shared_poll, CODE: sign_by_code}

    def do_due(self, now: datetime) -> None:
        from maillage.governance.services import polls, votes
        from maillage.governance.services.answering import remind_due
        from maillage.governance.services.interests import ask_again_due
        from maillage.governance.services.task_mail import write_due

        polls.close_due(now)
        remind_due(now)
        votes.close_due(now)
        ask_again_due(now)
        write_due(now)

    def daily_work(self, _on: date) -> None:
        from maillage.governance.services import answering, polls, signing

        answering.sweep_links()
        polls.sweep_links()
        signing.sweep_links()
        polls.forget_past(timezone.now())

    def open_links(self, structure: Any, on: date) -> Iterable[OpenLinks]:
        from maillage.governance.queries.open_links import open_links

        return open_links(structure, on)

    def erase(self, structure: Any) -> None:
        from maillage.governance.services.erasing import erase

        erase(structure)

    def pieces(self, structure: Any) -> Iterable[ProofPiece]:
        from maillage.governance.queries.meetings import pieces

        return pieces(structure)

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.governance.queries.contents import contents

        return contents(structure)

    def groups(self, structure: Any) -> Iterable[Group]:
        from maillage.governance.queries.seats import groups

        return groups(structure)

    def own_lines(self, person: Any) -> Lines:
        from maillage.governance.queries.own import own_lines

        return own_lines(person)

    def year(self, structure: Any, first: date, last: date) -> Days:
        from maillage.governance.queries.year import year

        return year(structure, first, last)

    def handover(self, person: Any) -> Iterable[HandedOver]:
        from maillage.governance.queries.handover import handover

        return handover(person)

    def own_steps(self) -> Mapping[str, Any]:
        from maillage.governance.views.own import own_idea, own_ideas, own_interests
        from maillage.governance.views.own_tasks import own_task, own_wish

        return {
            "idees": own_ideas,
            "idee": own_idea,
            "interets": own_interests,
            "tache": own_task,
            "rappels": own_wish,
        }

    def personal_data(self, user: Any) -> Mapping[str, Any]:
        from maillage.governance.queries.contents import of_account

        return of_account(user)

    def card_lines(self, person: Any) -> Lines:
        from maillage.governance.queries.own import card_lines

        return card_lines(person)

    def diary(self, person: Any) -> Iterable[DiaryEntry]:
        from maillage.governance.queries.own import diary

        return diary(person)

    def card_data(self, person: Any) -> Mapping[str, Any]:
        from maillage.governance.queries.contents import of_card

        return of_card(person)
