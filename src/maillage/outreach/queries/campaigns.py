"""Campaigns as the structure follows them: totals of what was answered, and who said yes, never who answered what else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from typing import Any

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Substr
from django.utils import timezone

from maillage.directory.models import Activity, OptOut
from maillage.directory.queries.people import trade_label
from maillage.directory.queries.search.find import find
from maillage.directory.queries.search.question import read_question
from maillage.kernel import date_in_french, folded, integer, plural
from maillage.legislation import professions, professions_by_key
from maillage.outreach.enums import Answer
from maillage.outreach.models import Call, Caller, CallTime, Campaign, DoNotContact
from maillage.outreach.queries.calling import (
    BATCH,
    MOST_FOUND,
    Ours,
    communes_of,
    in_hand,
    practising,
    professions_of,
    to_call,
    town_of,
)
from maillage.outreach.rules import LEFT_OPEN, MOST_VOICES
from maillage.people.models import Adhesion, Person
from maillage.people.queries.members import belongs, is_in
from maillage.people.queries.naming import but_their_name
from maillage.structures.models import Structure
from maillage.structures.queries import plain, together
from maillage.tables import SheetCell

#: Names among which one chooses who calls.
MOST_PROPOSED = 20
#: By how many voices a person was heard: the words, from how many, up to how many.
VOICES = (
    ("Une voix", 1, 1),
    ("Deux voix", 2, 2),
    ("Trois à six voix", 3, MOST_VOICES - 1),
    ("Sept voix", MOST_VOICES, inf),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """`called`: people who were called, each once, by their last answer in `answers`; `to_reach`: those who told nothing
    yet, also by profession."""

    called: int
    heard: int
    to_reach: int
    answers: tuple[tuple[str, int], ...]
    voices: tuple[tuple[str, int], ...]
    by_profession: tuple[tuple[str, int], ...] = ()


def progress_of(
    campaign: Campaign, *, on: date, codes: Sequence[str] | None = None, ours: Ours | None = None
) -> Progress:
    """`codes`, `ours`: where it calls, and who belongs, when they were read."""
    last = campaign.calls.filter(voices__isnull=False).order_by()
    answers, sizes = Counter[str](), Counter[int]()
    for answer, voices, people in last.values_list("answer", "voices").annotate(people=Count("pk")):
        answers[answer] += people
        sizes[voices] += people
    del sizes[0]
    told_us = last.filter(Q(voices__gt=0) | ~Q(answer=Answer.ABSENT))
    called = professions_of(campaign)
    where = communes_of(campaign) if codes is None else codes
    people = to_call(campaign.structure, where, called, on=on, ours=ours, but=told_us)
    left = {profession: len(nationals) for profession, nationals in people.items()}
    known = professions_by_key()
    return Progress(
        called=sum(answers.values()),
        heard=sum(sizes.values()),
        to_reach=sum(left.values()),
        answers=tuple((answer.label, answers[answer]) for answer in Answer),
        voices=tuple(
            (words, sum(count for voices, count in sizes.items() if least <= voices <= most))
            for words, least, most in VOICES
        ),
        by_profession=tuple((known[key].plural if key in known else key, left.get(key, 0)) for key in called),
    )


@dataclass(frozen=True, slots=True)
class Peer:
    caller: Caller
    holds: int  # names
    minutes: int  # given in all
    belongs: bool = True

    @property
    def calls(self) -> bool:
        """Their link leads to names."""
        return self.belongs and self.caller.withdrawn_on is None

    @property
    def standing(self) -> str:
        """Why they call no more; empty as long as they do."""
        if self.caller.withdrawn_on:
            return f"n’appelle plus depuis le {date_in_french(self.caller.withdrawn_on)}"
        return "" if self.belongs else "ne fait plus partie de la structure, son lien ne donne plus de noms"


@dataclass(frozen=True, slots=True)
class Willing:
    """Somebody who said they join, and has not yet."""

    name: str
    profession: str
    town: str
    told: str  # to whom
    on: date


#: Of a call: its number, then who was called as the directory says them: national, name, profession.
Joiner = tuple[int, str, str, str]


def joiners(campaign: Campaign, *, caller: Caller | None = None) -> QuerySet[Call, Joiner]:
    """The calls answered « adhère », the last first; of one caller alone, when it is given.

    Not of who asked since for no more calls: nobody writes to them either.
    """
    told = campaign.calls.filter(answer=Answer.JOINS)
    told = told.filter(caller=caller) if caller else told
    for alone in (OptOut, DoNotContact):
        told = told.exclude(national__in=alone.objects.order_by().values("national"))
    return told.order_by("-answered_at", "-pk").values_list("pk", "national", "name", "profession")


def willing(
    campaign: Campaign, joining: Iterable[Joiner], *, on: date, ours: Ours | None = None
) -> list[int]:
    """Of these joiners: the calls of those who belong not yet, the last first; each once.

    `ours`: who belongs, when they were read.
    """
    calls: dict[str, Joiner] = {}
    for call in joining:
        calls.setdefault(call[1], call)
    if not calls:
        return []
    ours = ours or Ours.belonging(campaign.structure, on=on)
    return [
        pk
        for pk, national, name, profession in calls.values()
        if not ours.has(national[1:], name, profession)
    ]


def said_of_willing(calls: Iterable[int]) -> list[Willing]:
    """What a page shows of them, in their order."""
    known = professions_by_key()
    told = Call.objects.select_related("caller__person").in_bulk(list(calls))
    return [
        Willing(
            call.name,
            known[call.profession].label if call.profession in known else "",
            town_of(call.commune),
            str(call.caller),
            timezone.localdate(call.answered_at),
        )
        for call in map(told.__getitem__, calls)
    ]


def campaigns_of(structure: Structure) -> QuerySet[Campaign]:
    calling = Count("callers", filter=Q(callers__withdrawn_on=None))
    return structure.campaigns.annotate(peers=calling)


def callers_of(campaign: Campaign, *also: QuerySet[Any], on: date) -> list[Peer]:
    """`also`: what else a page reads, in the same question."""
    here = Exists(Adhesion.objects.filter(is_in(on), person=OuterRef("person")))
    callers = campaign.callers.select_related("person", "link").annotate(is_here=here)
    callers = callers.defer(*but_their_name("person"))
    # The answers are said again for the index: few of thousands are still in hand.
    hand = campaign.calls.order_by().filter(in_hand(on), answer__in=LEFT_OPEN)
    held = hand.values_list("caller").annotate(count=Count("pk"))
    times = CallTime.objects.order_by().filter(caller__campaign=campaign).values_list("caller")
    given = times.annotate(sum=Sum("minutes"))
    together(callers, held, given, *also)
    holding, minutes = dict(held), dict(given)
    return [
        Peer(caller, holding.get(caller.pk, 0), minutes.get(caller.pk, 0), caller.is_here)
        for caller in callers
    ]


def who_may_call(campaign: Campaign, words: str, *, on: date) -> QuerySet[Person, tuple[int, str, str]]:
    """Those who belong and do not call in it yet, by name: (card, name, profession). `words`: that the name has, if any.

    One more than a page proposes: it then asks for a name.
    """
    callers = campaign.callers.filter(withdrawn_on=None, person__isnull=False).values("person")
    people = campaign.structure.people.filter(belongs(on)).exclude(pk__in=callers)
    for word in folded(words).split():
        people = people.filter(called__contains=word)
    return people.order_by("called", "pk").values_list("pk", "name", "profession")[: MOST_PROPOSED + 1]


def times_in_rows(campaign: Campaign) -> Iterator[tuple[SheetCell, ...]]:
    yield "Date", "Nom", "Minutes"
    times = CallTime.objects.filter(caller__campaign=campaign).select_related("caller__person")
    for time in times:
        yield time.on, str(time.caller), time.minutes


def reached(structure: Structure) -> list[tuple[str, str, int]]:
    """(profession, commune, people) of those who heard a peer, in whatever campaign, and have no card: as `Ours` would
    recognise them, by their number, else by their name and profession."""
    people = structure.people.order_by()
    numbers = people.exclude(rpps="").values("rpps")
    namesakes = people.filter(rpps="", profession=OuterRef("profession"), alike=OuterRef("alike"))
    heard = Call.objects.filter(heard_by=structure).order_by().alias(number=Substr("national", 2))
    told = heard.exclude(number__in=numbers).exclude(Exists(namesakes)).values_list("profession", "commune")
    return list(told.annotate(people=Count("pk")))


def professions_offered(structure: Structure, *, on: date) -> list[tuple[str, str]]:
    """(key, « Infirmiers (132 dans l’annuaire) ») of those who practise on the territory, the most numerous first.

    All of them, without a number, when the directory knows nobody there.
    """
    health = [trade for trade in professions() if trade.is_health]
    keys = [trade.key for trade in health]
    left = to_call(structure, structure.territory.codes, keys, on=on)
    there = sorted(
        (trade for trade in health if left.get(trade.key)), key=lambda trade: -len(left[trade.key])
    )
    if not there:
        return [(trade.key, trade.plural) for trade in health]
    return [
        (trade.key, f"{trade.plural} ({integer(len(left[trade.key]))} dans l’annuaire)") for trade in there
    ]


@dataclass(frozen=True, slots=True)
class Refusals:
    """Those who want no call, as numbers alone: `here` by profession, on the territory; `told_us`, by our callers."""

    here: tuple[tuple[str, int], ...]
    told_us: int


def refusals_of(structure: Structure) -> Refusals:
    nationals = list(DoNotContact.objects.order_by("pk").values_list("national", flat=True))
    codes, keys = structure.territory.codes, [trade.key for trade in professions() if trade.is_health]
    people: defaultdict[str, set[str]] = defaultdict(set)
    for start in range(0, len(nationals), BATCH):
        some = practising(codes, keys).filter(person__national__in=nationals[start : start + BATCH])
        for trade, national in some.values_list("trade", "person__national"):
            people[trade].add(national)
    known = professions_by_key()
    ours = Call.objects.filter(campaign__structure=structure, answer=Answer.NEVER)
    return Refusals(
        here=tuple(
            (known[key].plural, len(people[key])) for key in sorted(people, key=lambda key: -len(people[key]))
        ),
        told_us=ours.order_by().values("national").distinct().count(),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the directory, and whether they asked for no more calls."""

    national: str
    name: str
    label: str  # « Infirmier, Montauban »
    asked_on: date | None

    @property
    def number(self) -> str:
        return self.national[1:]


def known_people(structure: Structure, text: str) -> list[Known]:
    """Those of this name or number, of the territory first. Raises BadInput."""
    asked = read_question(q=text)
    around = (asked,) if asked.number else (replace(asked, towns=structure.territory.codes), asked)
    hits = {hit.id: None for question in around for hit in find("people", question).hits[:MOST_FOUND]}
    rows = Activity.objects.filter(person__in=list(hits)[:MOST_FOUND]).select_related("person").order_by("id")
    first: dict[int, Activity] = {}
    for row in rows:
        first.setdefault(row.person_id, row)
    people = [first[pk] for pk in hits if pk in first]
    nationals = [row.person.national for row in people]
    asked_on = dict(DoNotContact.objects.filter(national__in=nationals).values_list("national", "asked_on"))
    return [
        Known(
            row.person.national,
            f"{row.person.family} {row.person.given}".strip(),
            ", ".join(filter(None, (trade_label(row), town_of(row.commune)))),
            asked_on.get(row.person.national),
        )
        for row in people
    ]


def minutes_words(minutes: int) -> str:
    """« 1 h 05 », « 40 min »."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{rest:02}" if hours else plural(rest, "minute")


def contents(structure: Structure) -> dict[str, Any]:
    rows = structure.campaigns.prefetch_related(
        "professions", "communes", "callers__times", "callers__person", "calls"
    )
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
        "communes": [each.commune for each in campaign.communes.all()],
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
