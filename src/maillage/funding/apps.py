from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import AppConfig

from maillage.funding.enums import Ability
from maillage.ui.slots import (
    Action,
    LetterBlock,
    Lines,
    MenuEntry,
    Module,
    Outlook,
    ProofPiece,
    ProofThing,
    Subject,
    Waiting,
)

MODULE = "argent"
WRITTEN = "maillage.funding.documents.letter"


def cost_on_page(page: Mapping[str, Any], action: Any) -> Mapping[str, Any]:
    from maillage.funding.queries import by_action

    return by_action.cost_on_page(page, action)


def fees_on_page(page: Mapping[str, Any], counts: Any) -> Mapping[str, Any]:
    from maillage.funding.queries import pharmacist

    return pharmacist.fees_on_page(page, counts)


def hours_of_campaign(page: Mapping[str, Any], campaign: Any) -> Mapping[str, Any]:
    """For whom confirms the time of calls; nothing for the others."""
    if Ability.RUN not in page.get("abilities", ()) or page.get("is_visit"):
        return {}
    return {"structure": page["structure"], "campaign": campaign}


def joined(name: str) -> Callable[[Mapping[str, Any], Any], Mapping[str, Any]]:
    """On a page of the money: joining what it shows as a proof of the project."""

    def context(page: Mapping[str, Any], thing: Any) -> Mapping[str, Any]:
        from maillage.funding.queries import proofs

        found: Mapping[str, Any] = getattr(proofs, name)(page, thing)
        return found

    return context


#: What shows of the project, on its own page: the subject, and what is offered there.
PROVING: Mapping[Subject, str] = {
    "Expense": "on_expense",
    "Batch": "on_batch",
    "MeetingHours": "on_hours",
    "ContractPaper": "on_paper",
}


class FundingConfig(AppConfig):
    name = "maillage.funding"
    label = "funding"
    letter_blocks = (
        LetterBlock("contrat", "les contrats signés", f"{WRITTEN}.contracts", "funding:money", fills=False),
        LetterBlock(
            "heures", "le temps donné dans l’année", f"{WRITTEN}.hours", "funding:hours", fills=False
        ),
        LetterBlock("budget", "le budget de l’année", f"{WRITTEN}.budget", "funding:money", fills=False),
        LetterBlock(
            "indicateurs",
            "les indicateurs des contrats",
            f"{WRITTEN}.indicators",
            "funding:money",
            fills=False,
        ),
    )
    commands = {"money": "money"}
    actions = (
        Action(
            "Action",
            "Coût",
            "funding:budget",
            template="funding/_cost_of_action.html",
            context=cost_on_page,
        ),
        Action(
            "PharmacyCounts",
            "Honoraires dus",
            "funding:pharmacist",
            template="funding/_pharmacy_fees.html",
            context=fees_on_page,
        ),
        Action(
            "Campaign",
            "Heures",
            "funding:campaign_hours",
            template="funding/_hours_of_campaign.html",
            context=hours_of_campaign,
        ),
        *(
            Action(
                subject,
                "Joindre comme preuve",
                "project:evidences",
                template="project/_join.html",
                context=joined(name),
            )
            for subject, name in PROVING.items()
        ),
    )
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

    def awaiting(self, structure: Any) -> Waiting:
        from maillage.funding.queries.awaiting import awaiting

        return awaiting(structure)

    def outlooks(self, structure: Any, year: int, lines: Any) -> Iterable[Outlook]:
        from maillage.funding.queries.followed import outlooks

        return outlooks(structure, year, lines)

    def daily_work(self, on: date) -> None:
        from maillage.funding.services.forgetting import forget_old_names

        forget_old_names(on=on)

    def own_lines(self, person: Any) -> Lines:
        from maillage.funding.queries.own import own_lines

        return own_lines(person)

    def own_steps(self) -> Mapping[str, Any]:
        from maillage.funding.views.own_hours import own_claim, own_hours
        from maillage.funding.views.own_paid import own_paid, own_paid_file

        return {"heures": own_hours, "demande": own_claim, "sommes": own_paid, "releve": own_paid_file}

    def erase(self, structure: Any) -> None:
        from maillage.funding.services.erasing import erase

        erase(structure)

    def pieces(self, structure: Any) -> Iterable[ProofPiece]:
        from maillage.funding.queries.contracts import pieces

        return pieces(structure)

    def provable(
        self, structure: Any, numbers: Mapping[str, Collection[int]]
    ) -> Mapping[tuple[str, int], ProofThing]:
        from maillage.funding.queries.proofs import provable

        return provable(structure, numbers)

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.funding.queries.contents import contents

        return contents(structure)

    def card_data(self, person: Any) -> Mapping[str, Any]:
        from maillage.funding.queries.contents import of_card

        return of_card(person)
