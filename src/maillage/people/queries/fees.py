"""Who owes what, who is up to date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, Sum

from maillage.people.models import Adhesion, Fee, FeeRule, Payment
from maillage.people.queries.members import is_in
from maillage.people.rules import fee_period
from maillage.structures.models import Structure


def fee_rule(structure: Structure) -> FeeRule | None:
    """What the statutes ask; None as long as nobody said it: nothing is owed."""
    return FeeRule.objects.filter(structure=structure).prefetch_related("amounts__college").first()


def up_to_date(structure: Structure, *, on: date) -> set[int]:
    """Cards of those who belong that day and owe nothing for it: what a vote, an AG asks."""
    members = Adhesion.objects.filter(is_in(on), person__structure=structure)
    everybody = set(members.values_list("person_id", flat=True))
    if fee_rule(structure) is None:
        return everybody
    settled = Fee.objects.filter(
        Q(payment__isnull=False) | Q(amount=0),
        person__in=everybody,
        since__lte=on,
        until__gt=on,
        refunded_on=None,
    )
    return everybody & set(settled.values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class Due:
    """A fee to ask: it is not written yet."""

    person_id: int
    since: date
    until: date
    amount: Decimal


def due(structure: Structure, rule: FeeRule, *, on: date) -> list[Due]:
    """What those who belong that day owe for it and were not asked yet; nobody whose college has no amount."""
    amounts = {row.college_id: row.amount for row in rule.amounts.all()}
    asked = set(
        Fee.objects.filter(person__structure=structure, since__lte=on, until__gt=on).values_list(
            "person_id", flat=True
        )
    )
    found = {}
    for adhesion in Adhesion.objects.filter(is_in(on), person__structure=structure):
        amount = amounts.get(adhesion.college_id, amounts.get(None))
        if amount is not None and adhesion.person_id not in asked:
            since, until = fee_period(rule.basis, adhesion.since, on, next_year_from=rule.next_year_from)
            found[adhesion.person_id] = Due(adhesion.person_id, since, until, amount)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Told:
    """Fees of a structure that run on a day, put together; what was given back is in none but those asked."""

    asked: int
    settled: int
    received: Decimal
    awaited: Decimal


def told(fees: Iterable[Fee]) -> Told:
    fees = list(fees)
    kept = [fee for fee in fees if fee.refunded_on is None]
    paid = [fee for fee in kept if fee.payment_id is not None]
    left = [fee for fee in kept if not fee.is_settled]
    return Told(
        asked=len(fees),
        settled=len(kept) - len(left),
        received=sum((fee.amount for fee in paid), Decimal()),
        awaited=sum((fee.amount for fee in left), Decimal()),
    )


def fees_on(structure: Structure, on: date) -> list[Fee]:
    """Those that run that day, or are owed since before: unpaid first, by name; of cards erased too, in the sums."""
    running = Q(since__lte=on, until__gt=on) | Q(payment=None, amount__gt=0)
    ours = Q(person__structure=structure) | Q(person=None, payment__structure=structure)
    fees = Fee.objects.filter(running, ours).select_related("person", "payment")
    return sorted(fees, key=lambda fee: (fee.is_settled, fee.who, fee.since))


def payments_of(structure: Structure) -> list[Payment]:
    """The last first, each with what it settles."""
    fees = Fee.objects.select_related("person")
    return list(
        Payment.objects.filter(structure=structure)
        .annotate(total=Sum("fees__amount"))
        .prefetch_related(Prefetch("fees", fees))
        .order_by("-number")
    )
