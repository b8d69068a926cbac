"""Campaigns, those who call in them, and what they are told, for the tests of this room."""

from datetime import UTC, datetime, timedelta

from maillage.accounts.models import User
from maillage.outreach import services
from maillage.outreach.models import Call, Caller, Campaign
from maillage.outreach.services import GivenCampaign, Told
from maillage.structures.models import Structure
from outreach.bulletins import let_in

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def launched(structure: Structure, by: User) -> Campaign:
    given = GivenCampaign("Infirmiers", "avant_lettre", ["infirmier"])
    return services.launch(structure, given, by=by, on=NOON.date())


def callers(campaign: Campaign, founder: User, count: int) -> list[Caller]:
    """So many nurses who belong, and call."""
    start = campaign.structure.people.count()
    addresses = [f"p{start + number}@example.org" for number in range(count)]
    return [
        services.add_caller(
            campaign, person.pk, by=founder, at=NOON, address_of=lambda _: "https://m.example/x"
        )
        for person in let_in(campaign.structure, *addresses, commune="Montauban")
    ]


def held_by(caller: Caller) -> list[str]:
    return list(caller.calls.filter(answer="").values_list("national", flat=True))


def reply(caller: Caller, answer: str, *, at: datetime = NOON) -> Call:
    """The first name in hand answers."""
    call = caller.calls.filter(answer="")[0]
    services.answer(caller, call.pk, Told(answer, (at + 3 * DAY).date()), at=at)
    call.refresh_from_db()
    return call
