"""What is kept beside the calls is what the answers say, whatever was tapped, taken back, tapped again."""

from collections import Counter, defaultdict
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
MIGRATIONS = ("0012_whom_a_structure_reached", "0013_last_answers")
#: Calls that say whom a structure reached; those that are the last of a person in a campaign, with their voices; people
#: called in each campaign.
Kept = tuple[set[int], dict[int, int], dict[int, int]]


def kept() -> Kept:
    heard = Call.objects.filter(heard_by__isnull=False).values_list("pk", flat=True)
    last = Call.objects.filter(voices__isnull=False).values_list("pk", "voices")
    return set(heard), dict(last), dict(Campaign.objects.values_list("pk", "called"))


def told_anew() -> Kept:
    reached = dict[str, int]()
    last, heard = dict[tuple[int, str], int](), defaultdict[tuple[int, str], set[int]](set)
    for call in Call.objects.order_by("pk").exclude(answer=""):
        if call.answer in HEARD:
            reached[call.national] = call.pk
            heard[call.campaign_id, call.national].add(call.caller_id)
    for call in Call.objects.order_by("answered_at", "pk").exclude(answer=""):
        last[call.campaign_id, call.national] = call.pk
    people = Counter(campaign for campaign, _ in last)
    return (
        set(reached.values()),
        {call: len(heard[told]) for told, call in last.items()},
        {campaign.pk: people[campaign.pk] for campaign in Campaign.objects.all()},
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
    before = kept()
    assert before[0]
    assert set(before[1].values()) >= {1, 2}
    Call.objects.update(heard_by=None, voices=None)
    Campaign.objects.update(called=0)
    for name in MIGRATIONS:
        import_module(f"maillage.outreach.migrations.{name}").fill(apps, None)  # a database of before
    assert kept() == before
