"""Time that callers of campaigns say to have given: what the *barème* pays of it, once, and what nobody is paid for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from maillage.funding.enums import RateUnit
from maillage.funding.models import Claim, ScaleLine
from maillage.funding.queries.hours import GRANTED, TimeLine, key_of, payers_of, scale_of, whose
from maillage.funding.queries.own import OVER
from maillage.funding.rules.indemnities import lines_of
from maillage.funding.types.indemnities import Presence, Span
from maillage.outreach.models import CallTime, Campaign
from maillage.people.models import Person
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.queries.clocks import zone_of

#: Times to confirm, on the page of a campaign: the oldest.
MOST = 100


@dataclass(frozen=True, slots=True)
class CallLine(TimeLine):
    """A time of a caller that was not asked yet. `beside`: what they declared of their own the same day, perhaps the same."""

    time: CallTime
    person: Person
    beside: str


def paying(structure: Structure) -> Exists:
    """A line of the scale prices the hour of any meeting, for anybody, the day of this time: calls are no meeting."""
    lines = ScaleLine.objects.filter(
        Q(until=None) | Q(until__gt=OuterRef("on")), since__lte=OuterRef("on"), legal_person__in=payers_of(structure),
        meeting_kind="", office="", unit=RateUnit.HOUR, amount__gt=0,
    )  # fmt: skip
    return Exists(lines)


def times_to_ask(structure: Structure) -> QuerySet[CallTime]:
    """Those that the scale pays, that were not asked, of somebody who has a card."""
    times = CallTime.objects.filter(paying(structure), claim=None, caller__person__isnull=False)
    return times.filter(caller__campaign__structure=structure)


def campaigns_to_confirm(structure: Structure) -> QuerySet[Campaign]:
    times = times_to_ask(structure).order_by().values("caller__campaign")
    return Campaign.objects.filter(structure=structure, pk__in=times)


def hours_of_calls(
    campaign: Campaign, payer: LegalPerson, *, among: Collection[int] | None = None
) -> list[CallLine]:
    """What is to be asked for a campaign, each time priced alone: it says a day and minutes, no hour."""
    structure = campaign.structure
    times = times_to_ask(structure).filter(caller__campaign=campaign).select_related("caller__person")
    if among is not None:
        times = times.filter(pk__in=among)
    zone = zone_of(structure)
    scale = [
        rate
        for rate in scale_of(payer)
        if rate.unit == RateUnit.HOUR and not rate.meeting_type and not rate.role
    ]
    shown = times[:MOST]
    declared = Claim.objects.filter(began_at__isnull=False, held_on__in={each.on for each in shown})
    beside = {
        (key_of(each), each.held_on): each.label
        for each in declared.exclude(state__in=OVER).select_related("person")
    }
    found = []
    for each in shown:
        person = each.caller.person
        if person is None:
            continue
        begins = datetime.combine(each.on, time(), zone)
        span = Span(begins, begins + timedelta(minutes=each.minutes))
        (told,) = lines_of([Presence(whose(person), f"calls:{each.pk}", "", "", span)], scale, zone=zone)
        found.append(CallLine(told, each, person, beside.get((whose(person), each.on), "")))
    return found


def to_correct(campaign: Campaign) -> QuerySet[CallTime]:
    """Times that nobody asked for yet, the last first; what was asked is refused first, or stays."""
    return CallTime.objects.filter(caller__campaign=campaign, claim=None).order_by("-on", "-pk")


#: Of a caller: (number, card, its RPPS, name, profession, minutes).
Unpaid = tuple[int, int | None, str | None, str | None, str | None, int]


def unpaid_in(structure: Structure, year: int) -> QuerySet[CallTime, Unpaid]:
    """What each caller gave in a civil year and was granted nothing for. Whose card is gone gave it all the same."""
    times = CallTime.objects.filter(caller__campaign__structure=structure, on__year=year)
    told = times.exclude(claim__state__in=GRANTED).order_by()
    card = ("caller__person", "caller__person__rpps", "caller__person__name", "caller__person__profession")
    return told.values_list("caller", *card).annotate(sum=Sum("minutes"))
