from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.apps import AppConfig

from maillage.outreach.enums import Ability, EventAbility
from maillage.ui.slots import (
    Action,
    Days,
    DiaryEntry,
    HandedOver,
    Lines,
    MenuEntry,
    Module,
    NewsItem,
    OpenLinks,
    ProofPiece,
    Waiting,
)


def to_call(page: Mapping[str, Any], trade: Any) -> Mapping[str, Any]:
    """Beside a profession that misses: a campaign to call it, for whom may run one."""
    if Ability.CAMPAIGN not in page.get("abilities", ()):
        return {}
    return {"structure": page["structure"], "trade": trade}


class OutreachConfig(AppConfig):
    name = "maillage.outreach"
    label = "outreach"
    actions = (
        Action(
            "Trade", "", "outreach:campaigns", template="outreach/campaigns/_to_call.html", context=to_call
        ),
    )
    workspace_modules = (
        Module(
            "bulletins",
            "Bulletins",
            "Écrire à celles et ceux qui font partie de la structure, par courriel.",
            frozenset({Ability.READ, Ability.WRITE}),
        ),
        Module(
            "campagnes",
            "Campagnes",
            "Recruter entre pairs : chacun appelle dix confrères de l’annuaire à la fois.",
            frozenset({Ability.READ_CAMPAIGNS, Ability.CAMPAIGN}),
        ),
        Module(
            "evenements",
            "Événements",
            "Annoncer une soirée, une formation, un webinaire ; inscrire sans compte, pointer, attester.",
            frozenset(EventAbility),
        ),
        Module(
            "partenaires",
            "Partenaires",
            "Tenir le carnet de l’hôpital, du DAC, des mairies : échanges, conventions, demandes.",
            frozenset({Ability.READ_PARTNERS, Ability.WRITE_PARTNERS}),
        ),
    )
    workspace_menu = (
        MenuEntry("Bulletins", "outreach:bulletins", "mail", 22, module="bulletins", group="Personnes"),
        MenuEntry("Campagnes", "outreach:campaigns", "megaphone", 23, module="campagnes", group="Personnes"),
        MenuEntry("Événements", "outreach:events", "ticket", 24, module="evenements", group="Personnes"),
        MenuEntry("Partenaires", "outreach:partners", "links", 26, module="partenaires", group="Personnes"),
    )

    def abilities(self) -> Mapping[str, frozenset[str]]:
        from maillage.outreach.perms import ABILITIES

        return ABILITIES

    def news(self, structure: Any, since: date) -> Iterable[NewsItem]:
        from maillage.outreach.queries import events, partners
        from maillage.outreach.queries.news import news

        return chain(news(structure, since), events.news(structure, since), partners.news(structure, since))

    def awaiting(self, structure: Any) -> Waiting:
        from maillage.outreach.queries.awaiting import awaiting

        return awaiting(structure)

    def pieces(self, structure: Any) -> Iterable[ProofPiece]:
        from maillage.outreach.queries.partners import pieces

        return pieces(structure)

    def contents(self, structure: Any) -> Mapping[str, Any]:
        from maillage.outreach.queries import campaigns, events, partners
        from maillage.outreach.queries.bulletins import contents

        return {
            **contents(structure),
            **campaigns.contents(structure),
            "events": events.contents(structure),
            "partners": partners.contents(structure),
        }

    def reached(self, structure: Any) -> Iterable[tuple[str, str, int]]:
        from maillage.outreach.queries.campaigns import reached

        return reached(structure)

    def personal_data(self, user: Any) -> Mapping[str, Any]:
        from maillage.outreach.queries.bulletins import subscriptions_to
        from maillage.outreach.queries.campaigns import times_of
        from maillage.outreach.queries.events import registrations_of
        from maillage.outreach.queries.partners import contact_at

        return {
            "bulletins": subscriptions_to(user.email),
            "appels": times_of(user.email),
            "événements": registrations_of(user.email),
            "partenaires": contact_at(user.email),
        }

    def card_data(self, person: Any) -> Mapping[str, Any]:
        from maillage.outreach.queries.bulletins import wishes_of

        return {"Bulletins": wishes_of(person)}

    def card_lines(self, person: Any) -> Lines:
        from maillage.outreach.queries.card_lines import card_lines

        return card_lines(person)

    def year(self, structure: Any, first: date, last: date) -> Days:
        from maillage.outreach.queries.year import year

        return year(structure, first, last)

    def handover(self, person: Any) -> Iterable[HandedOver]:
        from maillage.outreach.queries.handover import handover

        return handover(person)

    def diary(self, person: Any) -> Iterable[DiaryEntry]:
        from maillage.outreach.queries.diary import diary

        return diary(person)

    def own_lines(self, person: Any) -> Lines:
        from maillage.outreach.queries.own import own_lines

        return own_lines(person)

    def doors(self) -> Mapping[str, Any]:
        from maillage.outreach.services import CALLING, DOOR, events
        from maillage.outreach.views import calling, subscription
        from maillage.outreach.views.coming import event_page, own_registration

        return {
            CALLING: calling,
            DOOR: subscription,
            events.DOOR: event_page,
            events.OWN_DOOR: own_registration,
        }

    def open_links(self, structure: Any, on: date) -> Iterable[OpenLinks]:
        from maillage.outreach.queries.open_links import open_links

        return open_links(structure, on)

    def erase(self, structure: Any) -> None:
        from maillage.outreach.services import erase, erase_campaigns
        from maillage.outreach.services.events import erase_events

        erase(structure)
        erase_campaigns(structure)
        erase_events(structure)

    def do_due(self, now: datetime) -> None:
        from maillage.outreach.services.events import do_due

        do_due(now)
