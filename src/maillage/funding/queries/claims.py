"""Claims as lists: what each person had in a civil year, and all of them as a spreadsheet."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from maillage.funding.enums import ClaimState
from maillage.funding.models import Claim
from maillage.funding.queries.hours import claims_of, key_of, received_in, whose
from maillage.funding.rules.indemnities import ceiling_check
from maillage.funding.types.indemnities import CeilingCheck
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.tables import SheetCell


@dataclass(frozen=True, slots=True)
class YearSum:
    """What somebody was granted in a civil year, against its ceiling."""

    name: str
    total: Decimal
    check: CeilingCheck
    person: int | None = None  # the number of a card


def sums(structure: Structure, year: int) -> list[YearSum]:
    """By person, the highest first."""
    every = list(claims_of(structure))
    names = {key_of(each): each.name for each in every}
    cards = {key_of(each): each.person_id for each in every}
    received = received_in(year, every)
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for each in received:
        totals[each.person] += each.amount
    return [
        YearSum(names[key], total, ceiling_check(received, key, Decimal(0), year=year), cards[key])
        for key, total in sorted(totals.items(), key=lambda pair: (-pair[1], names[pair[0]]))
    ]


def paid_in(person: Person, year: int) -> list[Claim]:
    """What was paid in a civil year for somebody, on whichever card, in the order of payment."""
    key = whose(person)
    found = claims_of(person.structure).filter(state=ClaimState.PAID, paid_on__year=year)
    ordered = found.prefetch_related("parts__transfer").order_by("paid_on", "held_on", "pk")
    return [each for each in ordered if key_of(each) == key]


def claims_in_rows(structure: Structure) -> Iterator[Sequence[SheetCell]]:
    yield (
        "Nom", "Pour", "Jour", "Minutes", "Nature", "Montant", "État", "Demandée le", "Décidée le", "Payée le", "Motif",
        "Payeur",
    )  # fmt: skip
    for each in claims_of(structure):
        yield (
            each.name,
            each.label,
            each.held_on,
            each.minutes,
            each.get_kind_display(),
            each.amount,
            each.get_state_display(),
            each.asked_on,
            each.decided_on or "",
            each.paid_on or "",
            each.reason,
            each.legal_person.name,
        )


def claim_in(claim: Claim) -> dict[str, object]:
    """For an export: sums are in euros."""
    return {
        "name": claim.name,
        "for": claim.label,
        "held_on": claim.held_on,
        "minutes": claim.minutes,
        "kind": claim.kind,
        "amount": claim.amount,
        "state": claim.state,
        "decided_on": claim.decided_on,
        "paid_on": claim.paid_on,
        "reason": claim.reason,
        "contested": claim.contested,
        "answer": claim.answer,
        "began_at": claim.began_at,
    }
