"""Time given at meetings, and what the *barème* pays for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from maillage.funding.enums import ClaimState, IndemnityKind, RateUnit, RoundingWay
from maillage.funding.models import Claim, ScaleLine
from maillage.funding.rules.indemnities import lines_of
from maillage.funding.types.indemnities import IndemnityLine, Rate, Received, Rounding, Span
from maillage.funding.types.indemnities import Presence as TimeGiven
from maillage.governance.enums import MeetingState
from maillage.governance.models import Mandate, Meeting, Presence
from maillage.people.models import Person
from maillage.structures.models import LegalPerson, Structure

#: States of a claim whose money is, or will be, received.
GRANTED = (ClaimState.APPROVED, ClaimState.PAID)


@dataclass(frozen=True, slots=True)
class TimeLine:
    """What the scale gives for a time."""

    told: IndemnityLine

    @property
    def is_paid(self) -> bool:
        """Something is to be asked: neither volunteer work, nor nothing at all."""
        return bool(self.told.amount) and not self.is_volunteer

    @property
    def is_volunteer(self) -> bool:
        return self.told.rate is not None and self.told.rate.kind == IndemnityKind.BENEVOLE


@dataclass(frozen=True, slots=True)
class HourLine(TimeLine):
    """A presence of a meeting, and the claim once it is asked."""

    presence: Presence
    claim: Claim | None


def payer_of(structure: Structure) -> LegalPerson | None:
    """The legal person that pays: the last one that still carries the structure."""
    return payers_of(structure).first()


def payers_of(structure: Structure) -> QuerySet[LegalPerson]:
    """That one, or none, as a list to be read with others."""
    return LegalPerson.objects.filter(structure=structure, until=None).reverse()[:1]


def scale_of(person: LegalPerson) -> list[Rate]:
    return [rate_in(each) for each in person.scale.all()]


def rate_in(line: ScaleLine) -> Rate:
    return Rate(
        line.meeting_kind,
        line.office,
        IndemnityKind(line.kind),
        RateUnit(line.unit),
        line.amount,
        line.since,
        line.until,
        Rounding(line.rounding_minutes, RoundingWay(line.rounding_way)),
        line.post,
    )


def whose(person: Person) -> str:
    """One human being: by their RPPS number, on whichever card; else by the card."""
    return key_of_card(person.pk, person.rpps)


def key_of_card(card: int, rpps: str) -> str:
    return rpps or f"card:{card}"


def hours_of(meeting: Meeting, person: LegalPerson) -> list[HourLine]:
    """Every presence of a meeting, priced; those that overlap another meeting of the same people wait."""
    here = list(
        meeting.presences.filter(is_pending=False, person__isnull=False)
        .select_related("person", "meeting__instance")
        .order_by("person__name", "pk")
    )
    offices = offices_on(meeting, [each.person_id for each in here if each.person_id])
    given = [time_given(each, offices.get(each.person_id or 0, "")) for each in here]
    beside = [time_given(each, "") for each in elsewhere(meeting, here)]
    told = lines_of([*given, *beside, *declared_beside(meeting, here)], scale_of(person), zone=meeting.zone)
    claims = {each.presence_id: each for each in Claim.objects.filter(presence__in=here)}
    return [
        HourLine(line, presence, claims.get(presence.pk)) for presence, line in zip(here, told, strict=False)
    ]


def offices_on(meeting: Meeting, people: Iterable[int]) -> dict[int, str]:
    """The office of each at this instance, the day of the meeting: the last that was given."""
    day = meeting.day
    held = Mandate.objects.filter(instance=meeting.instance, person__in=people, since__lte=day).exclude(
        until__lte=day
    )
    return dict(held.order_by("since", "-pk").values_list("person_id", "office"))


def elsewhere(meeting: Meeting, here: Sequence[Presence]) -> QuerySet[Presence]:
    """Presences of the same people at other meetings, in any structure, while this one lasted."""
    cards = [each.person_id for each in here]
    numbers = {each.person.rpps for each in here if each.person and each.person.rpps}
    same = Q(person__in=cards) | Q(person__rpps__in=numbers)
    others = Presence.objects.filter(same, is_pending=False, arrived_at__lt=meeting.ends_at)
    return (
        others.exclude(meeting=meeting)
        .exclude(meeting__state=MeetingState.CANCELLED)
        .filter(Q(left_at__gt=meeting.starts_at) | Q(left_at=None, meeting__ends_at__gt=meeting.starts_at))
        .select_related("person", "meeting__instance")
    )


def declared_beside(meeting: Meeting, here: Sequence[Presence]) -> Iterator[TimeGiven]:
    """What the same people declared of their own, while this one lasted."""
    numbers = {each.person.rpps for each in here if each.person and each.person.rpps}
    same = Q(person__in=[each.person_id for each in here]) | Q(person__rpps__in=numbers)
    over = (ClaimState.REFUSED, ClaimState.WAIVED)
    for each in (
        Claim.objects.filter(same, began_at__lt=meeting.ends_at)
        .exclude(state__in=over)
        .select_related("person")
    ):
        if each.person and each.began_at:
            span = Span(each.began_at, each.began_at + timedelta(minutes=each.minutes))
            yield TimeGiven(whose(each.person), f"claim:{each.pk}", "", "", span)


def time_given(presence: Presence, office: str) -> TimeGiven:
    """As the rules read it: from the arrival to the departure, or to the end of the meeting."""
    meeting, person = presence.meeting, presence.person
    return TimeGiven(
        person=whose(person) if person else "",
        meeting=str(meeting.pk),
        meeting_type=meeting.instance.kind,
        role=office,
        span=Span(presence.arrived_at, presence.left_at or meeting.ends_at),
    )


def minutes_of(presence: Presence) -> int:
    """Whole ones, from the arrival to the departure, or to the end of the meeting."""
    spent = (presence.left_at or presence.meeting.ends_at) - presence.arrived_at
    return max(0, int(spent.total_seconds() // 60))


def around(year: int) -> tuple[datetime, datetime]:
    """The instants of a civil year on any clocks, and some beside: `Meeting.day` says which are of it."""
    first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    return first - timedelta(days=1), last + timedelta(days=1)


def on_clocks_of(structure: Structure, meetings: Iterable[Meeting]) -> list[Meeting]:
    """The same, of one structure: its clocks are read once."""
    found = list(meetings)
    for each in found:
        each.instance.structure = structure
        each.zone = found[0].zone
    return found


def to_confirm(structure: Structure) -> QuerySet[Meeting]:
    """Meetings that were held, with somebody there whose time was not asked yet, the newest first."""
    held = Meeting.objects.filter(instance__structure=structure, state=MeetingState.HELD)
    there = Presence.objects.filter(meeting=OuterRef("pk"), is_pending=False, person__isnull=False)
    unasked = held.filter(Exists(there.filter(claim=None)))
    return unasked.select_related("instance").order_by("-starts_at", "-pk")


def claims_of(structure: Structure) -> QuerySet[Claim]:
    return Claim.objects.filter(legal_person__structure=structure).select_related("person", "legal_person")


def received_in(year: int, claims: Iterable[Claim]) -> list[Received]:
    """What these claims count for in the ceiling of a civil year: once granted, by the day they are paid or decided."""
    return [
        Received(key_of(each), IndemnityKind(each.kind), each.name, day, each.amount)
        for each in claims
        if each.state in GRANTED and (day := each.paid_on or each.decided_on) and day.year == year
    ]


def granted_in(structure: Structure, year: int) -> QuerySet[Claim]:
    """Those that count for the ceiling of a civil year (`received_in`)."""
    in_year = Q(paid_on__year=year) | Q(paid_on=None, decided_on__year=year)
    return claims_of(structure).filter(in_year, state__in=GRANTED)


def key_of(claim: Claim) -> str:
    return whose(claim.person) if claim.person else f"claim:{claim.pk}"
