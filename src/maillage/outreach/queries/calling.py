"""Whom a caller may be given, and what their page shows: names of the directory, with its telephones alone.

Addresses of secure health messaging are never read here: they are for care, nobody canvasses with them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import inf
from typing import Any, Self

from django.db.models import BigIntegerField, Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from maillage.directory.models import Activity, OptOut
from maillage.directory.queries.people import commune_of, phones_of
from maillage.geography import Commune, atlas
from maillage.kernel import folded
from maillage.links.models import Link
from maillage.outreach.enums import Answer
from maillage.outreach.models import Call, Caller, Campaign, DoNotContact
from maillage.outreach.rules import (
    HEARD,
    HELD_FOR,
    MOST_VOICES,
    SETTLED,
    UNDONE_WITHIN,
    WEEK,
    street_of,
)
from maillage.people.models import Person
from maillage.people.models.naming import called
from maillage.people.queries.joining import Territory
from maillage.people.queries.members import belongs
from maillage.registers import Counts
from maillage.structures.models import Structure
from maillage.structures.queries import read_parts

#: Names that « je la connais » shows at most.
MOST_FOUND = 8
#: Values of one statement.
BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Candidate:
    national: str
    name: str
    profession: str
    commune: str  # INSEE code, where they practise
    place: str = ""  # the name of the practice, else its address

    @property
    def town(self) -> str:
        return town_of(self.commune)


#: By what the directory would name a card.
NAMED = ("rpps", "alike", "profession")


@dataclass(frozen=True, slots=True)
class Ours:
    """Cards, as the directory would name them: by their number, else by their name and profession.

    A namesake of the same profession is then left alone too: better than to canvass somebody who belongs.
    """

    numbers: frozenset[str]
    names: dict[str, set[str]]  # profession → what is kept of names

    @classmethod
    def of(cls, cards: QuerySet[Person]) -> Self:
        return cls.named(cards.order_by().values_list(*NAMED))

    @classmethod
    def named(cls, cards: Iterable[tuple[str, str, str]]) -> Self:
        """Of what NAMED reads of each."""
        rows = list(cards)
        names: defaultdict[str, set[str]] = defaultdict(set)
        for rpps, alike, profession in rows:
            if not rpps:
                names[profession].add(alike)
        return cls(frozenset(rpps for rpps, _, _ in rows if rpps), dict(names))

    @classmethod
    def belonging(cls, structure: Structure, *, on: date) -> Self:
        return cls.of(structure.people.filter(belongs(on)))

    def has(self, number: str, name: str, profession: str) -> bool:
        return number in self.numbers or (
            profession in self.names and called(name)[1] in self.names[profession]
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A name on the page of a caller. `phones`: empty when the directory has none."""

    call: Call
    phones: tuple[str, ...]
    place: str = ""  # « CABINET FICTIF, 1 RUE FICTIVE »
    with_whom: tuple[str, ...] = ()  # others of the page who practise there

    @property
    def town(self) -> str:
        return town_of(self.call.commune)

    @property
    def is_tried(self) -> bool:
        return self.call.answer == Answer.ABSENT

    @property
    def mobile(self) -> str:
        """The first number that receives a text message; empty without any."""
        numbers = ("".join(phone.split()) for phone in self.phones)
        return next((number for number in numbers if number[:2] in {"06", "07"}), "")


def town_of(code: str) -> str:
    commune = commune_of(code)
    return commune.name if commune else ""


def caller_behind(link: Link) -> Caller | None:
    rows = Caller.objects.select_related("campaign__structure__territory", "person", "link")
    return rows.filter(link=link).first()


def still_belongs(caller: Caller, *, on: date) -> bool:
    """Who left the structure, or whose card is gone, calls no more."""
    return caller.person_id is not None and Person.objects.filter(belongs(on), pk=caller.person_id).exists()


def gather_campaign(campaign: Campaign) -> None:
    """Read whom a campaign calls and where, with the territory of its structure, in one question."""
    territory = campaign.structure.territory
    read_parts([(campaign, "professions"), (campaign, "communes"), (territory, "communes")])


def professions_of(campaign: Campaign) -> list[str]:
    return [each.profession for each in campaign.professions.all()]


def communes_of(campaign: Campaign, whole: Sequence[str] | None = None) -> list[str]:
    """The codes where it calls: those it keeps to that the territory still has, else the `whole` of it."""
    codes = list(campaign.structure.territory.codes if whole is None else whole)
    kept = {each.commune for each in campaign.communes.all()}
    return [code for code in codes if code in kept] or codes


def towns_of(codes: Iterable[str]) -> list[Commune]:
    """These communes, by name."""
    return sorted(map(atlas().commune, codes), key=lambda commune: folded(commune.name))


def profession_called(caller: Caller, professions: Sequence[str]) -> str:
    """The one this caller calls: theirs, the only one, or the one they chose; empty as long as they have to choose."""
    own = caller.person.profession if caller.person else ""
    known = (own, caller.profession, professions[0] if len(professions) == 1 else "")
    return next((each for each in known if each and each in professions), "")


def practising(codes: Collection[str], professions: Collection[str]) -> QuerySet[Activity]:
    """Activities in town, of these professions."""
    rows = Activity.objects.filter(commune__in=atlas().with_parts(codes), trade__in=professions)
    return rows.alias(town=F("counts").bitand(Counts.IN_TOWN)).filter(town__gt=0)


def to_call(
    structure: Structure,
    codes: Collection[str],
    professions: Collection[str],
    *,
    on: date,
    ours: Ours | None = None,
    but: QuerySet[Call] | None = None,
) -> dict[str, set[str]]:
    """Profession → who practises there, without those who belong (`ours`, when read), nor those who want no call.

    `but`: calls, whose people are left out too.
    """
    person = ("person__national", "person__number", "person__family", "person__given", "trade")
    rows = set(practising(codes, professions).values_list(*person))
    ours = ours or Ours.belonging(structure, on=on)
    refused = left_alone({row[0] for row in rows}, *([but] if but is not None else []))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for national, number, family, given, trade in rows:
        if national not in refused and not ours.has(number, f"{family} {given}", trade):
            found[trade].add(national)
    return found


def candidates(
    caller: Caller, *, at: datetime, commune: str = "", words: str = "", national: str | None = None
) -> list[Candidate]:
    """Whom this caller may call now, the nearest to their commune first, one street after the other.

    `commune`: there alone. `words`, whose name has them all, or `national`: somebody they know, whom they may have left
    to others before.
    """
    campaign, on = caller.campaign, timezone.localdate(at)
    codes = communes_of(campaign)
    trade = profession_called(caller, professions_of(campaign))
    if commune:
        codes = [code for code in codes if code == commune]
    rows = _rows(codes, trade, folded(words).split(), national)
    if not rows:
        return []
    home = Territory(codes).code_of(caller.person.commune) if caller.person else ""
    far = {code: _km(home, code) for code in {row[5] for row in rows}}
    rows.sort(key=lambda row: (far[row[5]], row[5], street_of(row[7]), row[7], row[6], row[4]))
    ours = Ours.belonging(campaign.structure, on=on)
    out = unavailable(caller, at=at, with_given_back=not words and national is None) | left_alone(
        {row[0] for row in rows}
    )
    found: dict[str, Candidate] = {}
    for national, number, family, given, _, town, place, address in rows:
        name = f"{family} {given}".strip()[:200]
        if national not in out and not ours.has(number, name, trade):
            found.setdefault(national, Candidate(national, name, trade, town, place or address))
    return list(found.values())


def _rows(
    codes: Collection[str], trade: str, words: Sequence[str], national: str | None
) -> list[tuple[str, ...]]:
    person = ("national", "number", "family", "given", "sort")
    rows = practising(codes, [trade])
    if national is not None:
        rows = rows.filter(person__number=national[1:], person__national=national)
    for word in words:
        rows = rows.filter(person__sort__contains=word)
    columns = (*(f"person__{each}" for each in person), "commune", "structure_name", "address")
    return list(rows.order_by("id").values_list(*columns))


def _km(home: str, code: str) -> float:
    """Between town halls; as far as can be when nobody knows."""
    if not home:
        return 0
    km = atlas().distance_km(home, code)
    return inf if km is None else km


def left_alone(nationals: Iterable[str], *calls: QuerySet[Call]) -> set[str]:
    """Those who asked not to be shown, or not to be called; whom these calls are of."""
    asked, found = sorted(set(nationals)), set[str]()
    for start in range(0, len(asked), BATCH):
        some = asked[start : start + BATCH]
        hidden, *others = (
            rows.order_by().filter(national__in=some).values_list("national", flat=True)
            for rows in (OptOut.objects.all(), DoNotContact.objects.all(), *calls)
        )
        found |= set(hidden.union(*others))
    return found


def unavailable(caller: Caller, *, at: datetime, with_given_back: bool = True) -> set[str]:
    """Held or called lately by anybody of the structure, settled in this campaign, heard by this caller already, left by
    them to others, or heard by seven."""
    on = timezone.localdate(at)
    calls = Call.objects.filter(campaign__structure=caller.campaign.structure_id).order_by()
    settled = Q(campaign=caller.campaign_id, answer__in=SETTLED) | Q(answer=Answer.JOINS)
    mine = Q(caller=caller.pk)
    if caller.person_id:  # whatever the campaign they called in
        mine |= Q(caller__person=caller.person_id)
    given = mine & ~Q(answer__in=["", Answer.ABSENT])
    if with_given_back:
        given |= mine & Q(given_back_on__gt=on - HELD_FOR)
    out = calls.filter(settled | given | Q(answered_at__gt=at - WEEK) | in_hand(on) | Q(call_again_on__gt=on))
    return set(out.values_list("national", flat=True).distinct()) | set(heard_enough(calls))


def heard_enough(calls: QuerySet[Call]) -> QuerySet[Call, str]:
    """Those who heard the message from seven different people, whatever the campaign."""
    # Once the card is gone, the link stands for who called.
    voice = Coalesce("caller__person_id", F("caller_id") * -1, output_field=BigIntegerField())
    voices = calls.filter(answer__in=HEARD).values("national").annotate(voices=Count(voice, distinct=True))
    return voices.filter(voices__gte=MOST_VOICES).values_list("national", flat=True)


def held(on: date) -> Q:
    """Names somebody is to call. Without an answer for two weeks, they are given back."""
    return Q(answer="", given_back_on=None, reserved_on__gt=on - HELD_FOR)


def in_hand(on: date) -> Q:
    """Names somebody is to call, for the first time or again; two weeks after the day they said, others may."""
    tried = Q(answer=Answer.ABSENT, given_back_on=None, reserved_on__gt=on - HELD_FOR)
    return held(on) | promised_since(on - HELD_FOR) | tried


def promised_since(day: date) -> Q:
    """Somebody said they would call again after that day; when it is two weeks past, others may."""
    return Q(answer=Answer.AGAIN, given_back_on=None, call_again_on__gt=day)


def calls_in_hand(caller: Caller, *, on: date) -> QuerySet[Call]:
    return caller.calls.filter(in_hand(on))


def lines_of(held: Iterable[Call], *, on: date) -> list[Line]:
    """Whom a caller is to call, of what they have in hand: those of a day first, by their day, then by practice; last,
    those who did not answer."""
    calls = list(held)
    out = left_alone(call.national for call in calls)
    calls = [call for call in calls if call.national not in out]
    activities = _activities([call.national for call in calls])
    where = {call.pk: _place(call, activities.get(call.national, [])) for call in calls}
    names: defaultdict[str, list[str]] = defaultdict(list)
    for call in calls:
        names[where[call.pk]].append(call.name)
    first = {place: min(call.pk for call in calls if where[call.pk] == place) for place in names}
    # Without a place, each stands alone.
    first_of = {call.pk: first[where[call.pk]] if where[call.pk] else call.pk for call in calls}
    calls.sort(
        key=lambda call: (
            call.answer == Answer.ABSENT, call.call_again_on or on, first_of[call.pk], call.pk
        )
    )  # fmt: skip
    return [
        Line(
            call,
            phones_of(activities.get(call.national, ())),
            where[call.pk],
            tuple(name for name in names[where[call.pk]] if name != call.name) if where[call.pk] else (),
        )
        for call in calls
    ]


def _activities(nationals: Collection[str]) -> dict[str, list[Any]]:
    """As the directory has them today: who left it has none."""
    numbers = {national[1:] for national in nationals}
    found: dict[str, list[Any]] = {}
    rows = Activity.objects.filter(person__number__in=numbers, person__national__in=list(nationals))
    for activity in rows.select_related("person").order_by("id"):
        found.setdefault(activity.person.national, []).append(activity)
    return found


def _place(call: Call, activities: Sequence[Any]) -> str:
    """The practice they were called for: that of its commune, of its profession when there is a choice."""
    there = [each for each in activities if each.commune == call.commune]
    own = [each for each in there if each.trade == call.profession] or there or list(activities)
    said = (own[0].structure_name, own[0].address) if own else ()
    return ", ".join(filter(None, said))


def last_answers(caller: Caller, *, at: datetime) -> QuerySet[Call]:
    """The one that may still be taken back, if any."""
    return caller.calls.filter(answered_at__gt=at - UNDONE_WITHIN).order_by("-answered_at", "-pk")[:1]


def last_answer(caller: Caller, *, at: datetime) -> Call | None:
    return next(iter(last_answers(caller, at=at)), None)
