"""What somebody reads of their own hours, by the link of their card."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.funding.enums import Ability, ClaimState
from maillage.funding.models import Claim, ScaleLine
from maillage.funding.queries.hours import scale_of, time_given, whose
from maillage.funding.rules.indemnities import lines_of
from maillage.funding.types.indemnities import Presence as TimeGiven
from maillage.funding.types.indemnities import Rate, Span
from maillage.governance.enums import MeetingState
from maillage.governance.models import Presence
from maillage.kernel import euros, plural
from maillage.people.models import Person
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.queries import modules_of
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.structures.queries.prepared import prepared
from maillage.ui.queries import module_of
from maillage.ui.slots import Lines, OwnLine, Wanted

HOURS, PAID = "Vos heures", "Ce que vous avez reçu"
#: What a claim that asks for nothing counts for.
OVER = (ClaimState.REFUSED, ClaimState.WAIVED)


def is_on(person: Person) -> bool:
    return module_of(Ability.READ) in modules_of(person.structure)


def claims_of_person(person: Person) -> QuerySet[Claim]:
    """The newest first."""
    return person.claims.select_related("legal_person").order_by("-held_on", "-pk")


@prepared
def _own_lists(
    person: Person, structure: Structure, since: date
) -> tuple[QuerySet[Claim], QuerySet[ScaleLine], QuerySet[Claim]]:
    return (
        Claim.objects.filter(person=person, held_on__gte=since).exclude(state__in=OVER),
        ScaleLine.objects.filter(legal_person__structure=structure, until=None)[:1],
        Claim.objects.filter(person=person, state=ClaimState.PAID)[:1],
    )


def own_lines(person: Person) -> Lines:
    """Once somebody is paid for time: what was asked this year, and where to say more."""
    if not is_on(person) or not hasattr(person, "door"):
        return
    lately = timezone.localdate().year - 1  # of Paris: which year it is there is asked of who has something
    asked, scale, paid = lists = _own_lists(person, person.structure, date(lately, 1, 1))
    yield Wanted(lists)
    if not asked and not scale and not paid:
        return
    year = today_in(person.structure).year
    mine = [each for each in asked if each.held_on.year == year]
    total = sum((each.amount for each in mine), Decimal())
    said = (
        f"{plural(len(mine), 'demande')} en {year}, {euros(total)}."
        if mine
        else "Rien de demandé cette année."
    )
    yield OwnLine(HOURS, said, person.door.link.step("heures"), "Voir ou déclarer")
    if paid:
        yield OwnLine(
            PAID, "Chaque somme payée, par année.", person.door.link.step("sommes"), "Voir le relevé"
        )


@dataclass(frozen=True, slots=True)
class Priced:
    """A time of one's own by the *barème*: nothing while it `waits`, in French."""

    on: date
    minutes: int
    rate: Rate | None
    amount: Decimal | None
    waits: str


def priced_for(person: Person, payer: LegalPerson, began_at: datetime, ends_at: datetime) -> Priced:
    """By the line of the scale that speaks of any meeting, and of the time that person gave elsewhere meanwhile."""
    zone = zone_of(person.structure)
    span = Span(began_at, ends_at)
    mine = TimeGiven(whose(person), "declared", "", "", span)
    beside = [*times_at_meetings(person, span), *times_declared(person, span)]
    told = lines_of([mine, *beside], scale_of(payer), zone=zone)[0]
    day = began_at.astimezone(zone).date()
    return Priced(day, told.minutes, told.rate, told.amount, told.waits)


def times_at_meetings(person: Person, span: Span) -> Iterator[TimeGiven]:
    """Of the same human being, in any structure."""
    cards = Person.objects.filter(rpps=person.rpps) if person.rpps else Person.objects.filter(pk=person.pk)
    near = Presence.objects.filter(
        person__in=cards.values("pk"), is_pending=False, arrived_at__lt=span.ends_at, meeting__ends_at__gt=span.starts_at
    ).exclude(meeting__state=MeetingState.CANCELLED)  # fmt: skip
    for each in near.select_related("person", "meeting__instance"):
        given = time_given(each, "")
        if given.span.ends_at > span.starts_at:
            yield TimeGiven(whose(person), given.meeting, given.meeting_type, given.role, given.span)


def times_declared(person: Person, span: Span) -> Iterator[TimeGiven]:
    same = Q(person__rpps=person.rpps) if person.rpps else Q(person=person)
    kept = Claim.objects.filter(same, began_at__isnull=False, began_at__lt=span.ends_at)
    for each in kept.exclude(state__in=OVER):
        ends_at = each.began_at + timedelta(minutes=each.minutes) if each.began_at else None
        if each.began_at and ends_at and ends_at > span.starts_at:
            yield TimeGiven(whose(person), f"claim:{each.pk}", "", "", Span(each.began_at, ends_at))
