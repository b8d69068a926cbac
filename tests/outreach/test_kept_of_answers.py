"""What is kept beside the calls is what the answers say, whatever was tapped, taken back, tapped again."""

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from random import Random

import pytest
from django.apps import apps

from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.outreach import services
from maillage.outreach.enums import Answer
from maillage.outreach.models import Call, Caller, Campaign
from maillage.outreach.rules import HEARD
from maillage.outreach.services import Told
from maillage.structures.models import Structure
from outreach import calls

pytestmark = pytest.mark.django_db
FILLS = [
    import_module(f"maillage.outreach.migrations.{name}").fill
    for name in ("0012_whom_a_structure_reached", "0013_what_a_campaign_was_told")
]
#: Calls that say whom a structure reached; people called in each campaign; the last answer of each, with its voices.
Kept = tuple[set[int], dict[int, int], dict[int, int | None]]


def kept() -> Kept:
    heard = Call.objects.filter(heard_by__isnull=False).values_list("pk", flat=True)
    last = Call.objects.filter(voices__isnull=False).values_list("pk", "voices")
    return set(heard), dict(Campaign.objects.values_list("pk", "called")), dict(last)


def told_anew() -> Kept:
    reached, people = dict[str, int](), dict[int, set[str]]()
    for campaign in Campaign.objects.all():
        people[campaign.pk] = set()
    for call in Call.objects.order_by("pk").exclude(answer=""):
        people[call.campaign_id].add(call.national)
        if call.answer in HEARD:
            reached[call.national] = call.pk
    last, voices = dict[tuple[int, str], int](), dict[tuple[int, str], set[int]]()
    for call in Call.objects.order_by("answered_at", "pk").exclude(answer=""):
        whom = call.campaign_id, call.national
        last[whom] = call.pk
        voices.setdefault(whom, set()).update([call.caller_id] if call.answer in HEARD else [])
    return (
        set(reached.values()),
        {campaign: len(told) for campaign, told in people.items()},
        {call: len(voices[whom]) for whom, call in last.items()},
    )


def tap(callers: Iterable[Caller], hand: Random) -> None:
    """Weeks of answers about the same few people, some taken back at once."""
    people = [f"8{number}" for number in range(5)]
    for week in range(40):
        at = calls.NOON + week * 7 * calls.DAY
        for caller in callers:
            call = Call.objects.filter(caller=caller, answer="", given_back_on=None).first() or _held(
                caller, hand.choice(people), at.date()
            )
            Call.objects.filter(pk=call.pk).update(reserved_on=at.date())
            try:
                services.answer(
                    caller, call.pk, Told(hand.choice(Answer.values), at.date() + 3 * calls.DAY), at=at
                )
            except BadInput:
                continue
            if hand.random() < 0.4:
                services.undo(caller, at=at)
            assert kept() == told_anew()


def _held(caller: Caller, national: str, on: date) -> Call:
    """A name of one person is in one hand at a time."""
    Call.objects.filter(campaign=caller.campaign, national=national, answer="").delete()
    return Call.objects.create(
        campaign=caller.campaign, caller=caller, national=national, name="FICTIF Lou", profession="infirmier",
        commune="82121", reserved_on=on,
    )  # fmt: skip


def test_whom_a_structure_reached_and_how_many_were_called_follow_each_tap(
    structure: Structure, founder: User
) -> None:
    callers = [
        caller
        for campaign in (calls.launched(structure, founder), calls.launched(structure, founder))
        for caller in calls.callers(campaign, founder, 2)
    ]
    tap(callers, Random(1))
    assert kept()[0]
    before = kept()
    Call.objects.update(heard_by=None, voices=None)
    Campaign.objects.update(called=0)
    for fill in FILLS:  # a database of before
        fill(apps, None)
    assert kept() == before
