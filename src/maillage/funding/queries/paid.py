"""What somebody was paid in a civil year, for which meetings and functions, and on whose account."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from maillage.funding.enums import ClaimState
from maillage.funding.models import Claim
from maillage.funding.queries.claims import paid_in
from maillage.funding.queries.hours import claims_of
from maillage.governance.enums import Office
from maillage.governance.models import Mandate
from maillage.people.models import Person

#: For a time that is no meeting, or where nobody holds a function.
NO_OFFICE = "Sans fonction"


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A claim that was paid; `office` is empty without one, `payee` who held the account."""

    claim: Claim
    office: str
    payee: str


@dataclass(frozen=True, slots=True)
class PaidYear:
    """Sums in euros, in the order of payment; both groups make `total`, the highest first."""

    year: int
    lines: Sequence[PaidLine]

    @property
    def total(self) -> Decimal:
        return sum((each.claim.amount for each in self.lines), Decimal())

    @property
    def by_payee(self) -> list[tuple[str, Decimal]]:
        return _grouped([(each.payee, each.claim.amount) for each in self.lines])

    @property
    def by_office(self) -> list[tuple[str, Decimal]]:
        return _grouped([(each.office or NO_OFFICE, each.claim.amount) for each in self.lines])


def _grouped(sums: Sequence[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for label, amount in sums:
        found[label] += amount
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def paid_year(person: Person, year: int) -> PaidYear:
    claims = paid_in(person, year)
    offices = _offices(claims)
    return PaidYear(year, [PaidLine(each, offices.get(each.pk, ""), paid_to(each)) for each in claims])


def paid_to(claim: Claim) -> str:
    """Who held the account, when a transfer of ours paid it."""
    return next((part.transfer.name for part in claim.parts.all() if part.is_live), claim.name)


def _offices(claims: Sequence[Claim]) -> dict[int, str]:
    """Claim → the function that its person held at its meeting that day."""
    sat = [each for each in claims if each.presence and each.person_id]
    instances = {each.presence.meeting.instance_id for each in sat if each.presence}
    mandates: defaultdict[tuple[int, int | None], list[Mandate]] = defaultdict(list)
    people = {each.person_id for each in sat}
    for mandate in Mandate.objects.filter(instance__in=instances, person__in=people).order_by("since"):
        mandates[mandate.instance_id, mandate.person_id].append(mandate)
    found = {}
    for claim in sat:
        if claim.presence is None:
            continue
        for each in mandates[claim.presence.meeting.instance_id, claim.person_id]:
            if each.since <= claim.held_on and (each.until is None or claim.held_on < each.until):
                found[claim.pk] = str(Office(each.office).label)
    return found


def years_paid(person: Person) -> list[int]:
    """The years in which something was paid, the last one first."""
    same = Q(person__rpps=person.rpps) if person.rpps else Q(person=person)
    paid = claims_of(person.structure).filter(same, state=ClaimState.PAID)
    return [day.year for day in paid.order_by().dates("paid_on", "year", order="DESC")]
