"""Claims as lists: what each person had in a civil year, and all of them as a spreadsheet."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Sum

from maillage.funding.enums import ClaimState
from maillage.funding.models import Claim
from maillage.funding.queries.hours import claims_of, granted_in, key_of, key_of_card, whose
from maillage.funding.rules.indemnities import ceiling_check
from maillage.funding.types.indemnities import CeilingCheck
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.tables import SheetCell

#: People told on a page: those nearest to their ceiling.
SHOWN = 25


@dataclass(frozen=True, slots=True)
class YearSum:
    """What somebody was granted in a civil year, against its ceiling."""

    name: str
    total: Decimal
    check: CeilingCheck
    person: int | None = None  # the number of a card


def sums(structure: Structure, year: int) -> tuple[list[YearSum], int]:
    """By person, the highest first; then how many others there are, for a page. Summed by the database."""
    granted = granted_in(structure, year).select_related(None).order_by()
    cards = granted.filter(person__isnull=False).values_list("person", "person__rpps")
    told = cards.annotate(name=Max("name"), total=Sum("amount"))
    gone = granted.filter(person=None).values_list("pk", "name", "amount")
    together(told, gone)
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    who: dict[str, tuple[str, int | None]] = {}
    for card, rpps, name, total in told:
        key = key_of_card(card, rpps)
        totals[key] += total
        who[key] = (name, card)
    for pk, name, amount in gone:
        totals[f"claim:{pk}"], who[f"claim:{pk}"] = amount, (name, None)
    highest = sorted(totals, key=lambda key: (-totals[key], who[key][0]))
    shown = []
    for key in highest[:SHOWN]:
        name, card = who[key]
        check = ceiling_check((), key, totals[key], year=year)
        shown.append(YearSum(name, totals[key], check, card))
    return shown, len(highest) - len(shown)


def paid_in(person: Person, year: int) -> list[Claim]:
    """What was paid in a civil year for somebody, on whichever card, in the order of payment."""
    key = whose(person)
    found = claims_of(person.structure).filter(state=ClaimState.PAID, paid_on__year=year)
    joined = found.select_related("person", "legal_person", "presence__meeting")
    ordered = joined.prefetch_related("parts__transfer").order_by("paid_on", "held_on", "pk")
    return [each for each in ordered if key_of(each) == key]


def claims_in_rows(structure: Structure) -> Iterator[Sequence[SheetCell]]:
    yield (
        "Nom", "Pour", "Jour", "Minutes", "Nature", "Montant", "État", "Demandée le", "Décidée le", "Payée le", "Motif",
        "Payeur", "Action",
    )  # fmt: skip
    for each in claims_of(structure).select_related("action"):
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
            str(each.action or ""),
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
        "action": claim.action.number if claim.action else None,
    }
