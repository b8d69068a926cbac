"""Whom a caller may be given, and what their page shows: names of the directory, with its telephones alone.

Addresses of secure health messaging are never read here: they are for care, nobody canvasses with them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from maillage.directory.models import Activity
from maillage.directory.queries.people import commune_of, opted_out, phones_of
from maillage.geography import atlas
from maillage.links.models import Link
from maillage.outreach.enums import Answer
from maillage.outreach.models import Call, Caller, Campaign, DoNotContact
from maillage.outreach.rules import HELD_FOR, SETTLED, UNDONE_WITHIN, WEEK, same_name
from maillage.people.models import Person
from maillage.people.queries.joining import Territory
from maillage.people.queries.members import belongs
from maillage.registers import Counts


@dataclass(frozen=True, slots=True)
class Candidate:
    national: str
    name: str
    profession: str
    commune: str  # INSEE code, where they practise


@dataclass(frozen=True, slots=True)
class Ours:
    """Cards, as the directory would name them: by their number, else by their name and profession.

    A namesake of the same profession is then left alone too: better than to canvass somebody who belongs.
    """

    numbers: frozenset[str]
    names: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, cards: QuerySet[Person]) -> Self:
        rows = list(cards.order_by().values_list("rpps", "name", "profession"))
        return cls(
            frozenset(rpps for rpps, _, _ in rows if rpps),
            frozenset((same_name(name), profession) for rpps, name, profession in rows if not rpps),
        )

    def has(self, number: str, name: str, profession: str) -> bool:
        return number in self.numbers or (same_name(name), profession) in self.names


@dataclass(frozen=True, slots=True)
class Line:
    """A name on the page of a caller. `phones`: empty when the directory has none."""

    call: Call
    phones: tuple[str, ...]

    @property
    def town(self) -> str:
        commune = commune_of(self.call.commune)
        return commune.name if commune else ""


def caller_behind(link: Link) -> Caller | None:
    rows = Caller.objects.select_related("campaign__structure__territory", "person", "link")
    return rows.filter(link=link).first()


def professions_of(campaign: Campaign) -> list[str]:
    return list(campaign.professions.values_list("profession", flat=True))


def practising(codes: Collection[str], professions: Collection[str]) -> QuerySet[Activity]:
    """Activities in town, of these professions."""
    rows = Activity.objects.filter(commune__in=atlas().with_parts(codes), trade__in=professions)
    return rows.alias(town=F("counts").bitand(Counts.IN_TOWN)).filter(town__gt=0)


def candidates(caller: Caller, *, at: datetime) -> list[Candidate]:
    """Whom this caller may call now, those of their own commune first."""
    campaign, on = caller.campaign, timezone.localdate(at)
    structure = campaign.structure
    codes, professions = structure.territory.codes, professions_of(campaign)
    if caller.person and caller.person.profession in professions:
        professions = [caller.person.profession]
    person = ("person__national", "person__number", "person__family", "person__given")
    rows = list(
        practising(codes, professions).order_by("person__sort", "id").values_list(*person, "trade", "commune")
    )
    home = Territory(codes).code_of(caller.person.commune) if caller.person else ""
    near = set(atlas().with_parts([home])) if home else set()
    rows.sort(key=lambda row: row[-1] not in near)
    ours = Ours.of(structure.people.filter(belongs(on)))
    out = unavailable(caller, at=at) | left_alone(row[0] for row in rows)
    found: dict[str, Candidate] = {}
    for national, number, family, given, trade, commune in rows:
        name = f"{family} {given}".strip()[:200]
        if national not in out and not ours.has(number, name, trade):
            found.setdefault(national, Candidate(national, name, trade, commune))
    return list(found.values())


def left_alone(nationals: Iterable[str]) -> set[str]:
    """Those who asked not to be shown, or not to be called."""
    asked = list(set(nationals))
    refused = DoNotContact.objects.filter(national__in=asked)
    return opted_out(asked) | set(refused.values_list("national", flat=True))


def unavailable(caller: Caller, *, at: datetime) -> set[str]:
    """Held or called lately by anybody of the structure, settled in this campaign, or heard by this caller already."""
    on = timezone.localdate(at)
    calls = Call.objects.filter(campaign__structure=caller.campaign.structure_id)
    settled = Q(campaign=caller.campaign_id, answer__in=SETTLED) | Q(answer=Answer.JOINS)
    given = Q(caller=caller.pk) & ~Q(answer="")
    if caller.person_id:  # whatever the campaign they called in
        given |= Q(caller__person=caller.person_id) & ~Q(answer="")
    out = calls.filter(
        settled | given | Q(answered_at__gt=at - WEEK) | held(on) | promised(on) | Q(call_again_on__gt=on)
    )
    return set(out.values_list("national", flat=True))


def held(on: date) -> Q:
    """Names somebody is to call. Without an answer for two weeks, they are given back."""
    return Q(answer="", reserved_on__gt=on - HELD_FOR)


def promised(on: date) -> Q:
    """Somebody said they would call again; two weeks after that day, others may."""
    return Q(answer=Answer.AGAIN, call_again_on__gt=on - HELD_FOR)


def lines_of(caller: Caller, *, on: date) -> list[Line]:
    """Whom this caller is to call, those to call again first by their day."""
    calls = list(caller.calls.filter(held(on) | promised(on)))
    out = left_alone(call.national for call in calls)
    calls = [call for call in calls if call.national not in out]
    calls.sort(key=lambda call: (call.call_again_on or on, call.pk))
    phones = _phones([call.national for call in calls])
    return [Line(call, phones.get(call.national, ())) for call in calls]


def _phones(nationals: Collection[str]) -> dict[str, tuple[str, ...]]:
    """As the directory has them today: who left it has none."""
    numbers = {national[1:] for national in nationals}
    found: dict[str, list[Any]] = {}
    rows = Activity.objects.filter(person__number__in=numbers, person__national__in=list(nationals))
    for activity in rows.select_related("person").order_by("id"):
        found.setdefault(activity.person.national, []).append(activity)
    return {national: phones_of(activities) for national, activities in found.items()}


def last_answer(caller: Caller, *, at: datetime) -> Call | None:
    """The one that may still be taken back."""
    return caller.calls.filter(answered_at__gt=at - UNDONE_WITHIN).order_by("-answered_at", "-pk").first()
