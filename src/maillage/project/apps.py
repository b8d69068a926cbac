from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import AppConfig

from maillage.project.enums import Ability
from maillage.ui.slots import (
    Action,
    Days,
    DiaryEntry,
    HandedOver,
    LetterBlock,
    Lines,
    MenuEntry,
    Module,
    NewsItem,
    ProofPiece,
    Subject,
    Waiting,
)

MODULE = "projet"
WRITTEN = "maillage.project.documents.letter"
#: What may be joined as a proof, from its own page.
PROVING: tuple[Subject, ...] = ("Meeting", "Decision", "Event", "Survey")


def need_button(page: Mapping[str, Any], figure: Any) -> Mapping[str, Any]:
    from maillage.project.queries import needs

    return needs.need_button(page, figure)


def written_needs(page: Mapping[str, Any], structure: Any) -> Mapping[str, Any]:
    from maillage.project.queries import needs

    return needs.written_needs(page, structure)


def served_action(page: Mapping[str, Any], meeting: Any) -> Mapping[str, Any]:
    from maillage.project.queries import meetings

    return meetings.on_meeting(page, meeting)


def joined_to(kind: str) -> Callable[[Mapping[str, Any], Any], Mapping[str, Any]]:
    """On the page of a meeting, a decision, an event, a survey: joining it as a proof."""

    def context(page: Mapping[str, Any], thing: Any) -> Mapping[str, Any]:
        from maillage.project.queries import evidence_joining

        found: Mapping[str, Any] = getattr(evidence_joining, f"on_{kind.lower()}")(page, thing)
        return found

    return context


class ProjectConfig(AppConfig):
    name = "maillage.project"
    label = "project"
    commands = {"project": "project"}
    workspace_modules = (
        Module(
            MODULE,
            "Projet et actions",
            "Relier les besoins, les objectifs, les actions, les indicateurs et leurs preuves.",
            frozenset(Ability),
        ),
    )
    workspace_menu = (
        MenuEntry("Projet", "project:project", "flag", 36, module=MODULE, group="Projet"),
        MenuEntry("Indicateurs", "project:indicators", "chart", 37, module=MODULE, group="Projet"),
    )
    actions = (
        Action(
            "Figure",
            "Besoin",
            "project:write_need",
            template="project/_need_button.html",
            context=need_button,
        ),
        Action(
            "Diagnosis",
            "Besoins",
            "project:needs",
            template="project/_written_needs.html",
            context=written_needs,
        ),
        Action(
            "Meeting",
            "Pour l’action",
            "project:actions",
            template="project/_meeting_action.html",
            context=served_action,
        ),
        *(
            Action(
                subject,
                "Joindre comme preuve",
                "project:evidences",
                template="project/_join.html",
                context=joined_to(subject),
            )
            for subject in PROVING
        ),
    )
    letter_blocks = (
        LetterBlock(
            "besoins",
            "les besoins écrits, avec leurs chiffres",
            "maillage.project.documents.needs.needs",
            "project:needs",
        ),
        LetterBlock("objectifs", "les objectifs, par mission", f"{WRITTEN}.objectives", "project:project"),
        LetterBlock("actions", "les actions", f"{WRITTEN}.actions", "project:actions"),
        LetterBlock("pieces", "la liste des pièces de l’année", f"{WRITTEN}.proofs", fills=False),
    )

    def pieces(self, structure: Any) -> Iterable[ProofPiece]:
        from maillage.project.queries.evidence import papers

        return papers(structure)

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.project.perms import ABILITIES

        return ABILITIES

    def awaiting(self, structure: Any) -> Waiting:
        from maillage.project.queries.awaiting import awaiting

        return awaiting(structure)

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.project.queries.contents import contents

        return contents(structure)

    def year(self, structure: Any, first: date, last: date) -> Days:
        from maillage.project.queries.awaiting import year

        return year(structure, first, last)

    def news(self, structure: Any, since: date) -> Iterable[NewsItem]:
        from maillage.project.queries.awaiting import news

        return news(structure, since)

    def own_lines(self, person: Any) -> Lines:
        from maillage.project.queries.own import own_lines

        return own_lines(person)

    def own_steps(self) -> Mapping[str, Any]:
        from maillage.project.views.maturity import own_maturity
        from maillage.project.views.own import own_action

        return {"action": own_action, "maturite": own_maturity}

    def handover(self, person: Any) -> Iterable[HandedOver]:
        from maillage.project.queries.own import handover

        return handover(person)

    def diary(self, person: Any) -> Iterable[DiaryEntry]:
        from maillage.project.queries.own import diary

        return diary(person)

    def card_data(self, person: Any) -> Mapping[str, Any]:
        from maillage.project.queries.contents import of_card

        return of_card(person)

    def personal_data(self, user: Any) -> Mapping[str, Any]:
        from maillage.project.queries.contents import of_account

        return of_account(user)
