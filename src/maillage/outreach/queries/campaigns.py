"""Campaigns as the structure follows them: totals of what was answered, and never who answered what."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from maillage.kernel import plural
from maillage.outreach.enums import Answer
from maillage.outreach.models import Call, Caller, CallTime, Campaign
from maillage.outreach.queries.calling import Ours, held, left_alone, practising, professions_of, promised
from maillage.outreach.rules import HEARD
from maillage.people.models import Person
from maillage.people.queries.members import belongs
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.tables import SheetCell

#: By how many voices a person was heard.
ONE, TWO, MORE = "Une voix", "Deux voix", "Trois voix ou plus"


@dataclass(frozen=True, slots=True)
class Progress:
    """`called`: people who were called, each once, by their last answer in `answers`; `to_reach`: those not called yet."""

    called: int
    heard: int
    to_reach: int
    answers: tuple[tuple[str, int], ...]
    voices: tuple[tuple[str, int], ...]


def progress_of(campaign: Campaign, *, on: date) -> Progress:
    rows = campaign.calls.exclude(answer="").order_by("answered_at", "pk")
    last: dict[str, str] = {}
    voices: defaultdict[str, set[int]] = defaultdict(set)
    for national, caller, answer in rows.values_list("national", "caller", "answer"):
        last[national] = answer
        if answer in HEARD:
            voices[national].add(caller)
    answers, sizes = Counter(last.values()), Counter(min(3, len(held_by)) for held_by in voices.values())
    return Progress(
        called=len(last),
        heard=len(voices),
        to_reach=len(nationals_to_call(campaign, on=on) - last.keys()),
        answers=tuple((answer.label, answers[answer]) for answer in Answer),
        voices=((ONE, sizes[1]), (TWO, sizes[2]), (MORE, sizes[3])),
    )


@dataclass(frozen=True, slots=True)
class Peer:
    caller: Caller
    holds: int  # names
    minutes: int  # given in all


def nationals_to_call(campaign: Campaign, *, on: date) -> set[str]:
    """Who practises there, without those who belong, nor those who want no call."""
    structure = campaign.structure
    rows = practising(structure.territory.codes, professions_of(campaign))
    person = ("person__national", "person__number", "person__family", "person__given", "trade")
    ours = Ours.of(structure.people.filter(belongs(on)))
    nationals = {
        national
        for national, number, family, given, trade in set(rows.values_list(*person))
        if not ours.has(number, f"{family} {given}", trade)
    }
    return nationals - left_alone(nationals)


def campaigns_of(structure: Structure) -> QuerySet[Campaign]:
    calls = Call.objects.filter(campaign=OuterRef("pk")).exclude(answer="")
    callers = Caller.objects.filter(campaign=OuterRef("pk"))
    # Counted apart: joined, each call would be read once for each caller.
    return structure.campaigns.annotate(
        called=_counted(calls, "national"),
        peers=_counted(callers, "pk"),
    )


def _counted(rows: QuerySet[Any], column: str) -> Coalesce:
    """How many there are, of different `column`, in a campaign."""
    counts = rows.order_by().values("campaign").annotate(count=Count(column, distinct=True))
    return Coalesce(Subquery(counts.values("count")), 0)


def callers_of(campaign: Campaign, *, on: date) -> list[Peer]:
    callers = list(campaign.callers.select_related("person", "link"))
    holding = dict(
        campaign.calls.filter(held(on) | promised(on)).values_list("caller").annotate(count=Count("pk"))
    )
    minutes = dict(
        CallTime.objects.filter(caller__campaign=campaign).values_list("caller").annotate(sum=Sum("minutes"))
    )
    return [Peer(caller, holding.get(caller.pk, 0), minutes.get(caller.pk, 0)) for caller in callers]


def who_may_call(campaign: Campaign, *, on: date) -> QuerySet[Person]:
    """Those who belong and do not call in it yet, by name."""
    people = campaign.structure.people.filter(belongs(on)).exclude(calling__campaign=campaign)
    return people.order_by("name", "pk")


def times_in_rows(campaign: Campaign) -> Iterator[tuple[SheetCell, ...]]:
    yield "Date", "Nom", "Minutes"
    times = CallTime.objects.filter(caller__campaign=campaign).select_related("caller__person")
    for time in times:
        yield time.on, str(time.caller), time.minutes


def reached(structure: Structure) -> Iterable[tuple[str, str, str]]:
    """(national, profession, commune) of those who heard a peer, in whatever campaign, and have no card."""
    heard = Call.objects.filter(campaign__structure=structure, answer__in=HEARD)
    last = heard.order_by().values("national").annotate(last=Max("pk")).values("last")
    cards = Ours.of(structure.people.all())
    calls = Call.objects.filter(pk__in=last).order_by("pk")
    return [
        (national, profession, commune)
        for national, name, profession, commune in calls.values_list(
            "national", "name", "profession", "commune"
        )
        if not cards.has(national[1:], name, profession)
    ]


def minutes_words(minutes: int) -> str:
    """« 1 h 05 », « 40 min »."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{rest:02}" if hours else plural(rest, "minute")


def contents(structure: Structure) -> dict[str, Any]:
    rows = structure.campaigns.prefetch_related("professions", "callers__times", "callers__person", "calls")
    return {"campaigns": [_content(campaign) for campaign in rows]}


def _content(campaign: Campaign) -> dict[str, Any]:
    times = [
        {"caller": str(caller), "on": time.on, "minutes": time.minutes}
        for caller in campaign.callers.all()
        for time in caller.times.all()
    ]
    return {
        **plain(campaign),
        "professions": [each.profession for each in campaign.professions.all()],
        "callers": [str(caller) for caller in campaign.callers.all()],
        "calls": [plain(call) for call in campaign.calls.all()],
        "times": times,
    }


def times_of(address: str) -> list[dict[str, Any]]:
    """What an account exports: the time its person gave."""
    times = CallTime.objects.filter(caller__person__email__iexact=address)
    return [
        {
            "structure": time.caller.campaign.structure.name,
            "le": time.on.isoformat(),
            "minutes": time.minutes,
        }
        for time in times.select_related("caller__campaign__structure")
    ]
