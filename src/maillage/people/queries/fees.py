"""Who owes what, who is up to date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower

from maillage.kernel import folded
from maillage.people.models import Adhesion, Fee, FeeRule, Payment, Person
from maillage.people.queries.gathering import belongs_then
from maillage.people.queries.members import is_in
from maillage.people.rules import fee_period
from maillage.structures.models import Structure

#: Owed still: nothing is for a free period.
UNPAID = Q(payment=None, amount__gt=0)


def fee_rule(structure: Structure) -> FeeRule | None:
    """What the statutes ask; None as long as nobody said it: nothing is owed."""
    return fee_rules(structure).first()


def fee_rules(structure: Structure) -> QuerySet[FeeRule]:
    """One, with its amounts, or none."""
    return FeeRule.objects.filter(structure=structure).prefetch_related("amounts__college")


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


def fees_of(cards: Iterable[Person]) -> QuerySet[Fee]:
    """The last first, with their payment."""
    return Fee.objects.filter(person__in=cards).select_related("payment").order_by("-since")


def is_up_to_date(person: Person, fees: Iterable[Fee], *, has_rule: bool, on: date) -> bool:
    """The same of one card, of all its fees."""
    settled = (
        fee.person_id == person.pk and (fee.payment_id or not fee.amount) and fee.refunded_on is None
        and fee.since <= on < fee.until
        for fee in fees
    )  # fmt: skip
    return belongs_then(person, on=on) and (not has_rule or any(settled))


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
    asked = Fee.objects.filter(person=OuterRef("person"), since__lte=on, until__gt=on)
    found = {}
    for adhesion in Adhesion.objects.filter(is_in(on), ~Q(Exists(asked)), person__structure=structure):
        amount = amounts.get(adhesion.college_id, amounts.get(None))
        if amount is not None:
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


def told(fees: QuerySet[Fee]) -> Told:
    """In one query."""
    kept, zero = Q(refunded_on=None), Value(Decimal(), output_field=DecimalField())
    sums = fees.order_by().aggregate(
        asked=Count("pk"),
        settled=Count("pk", filter=kept & ~UNPAID),
        received=Coalesce(Sum("amount", filter=kept & Q(payment__isnull=False)), zero),
        awaited=Coalesce(Sum("amount", filter=kept & UNPAID), zero),
    )
    return Told(**sums)


def fees_on(structure: Structure, on: date) -> QuerySet[Fee]:
    """Those that run that day, or are owed since before: unpaid first, by name; of cards erased too, in the sums."""
    running = Q(since__lte=on, until__gt=on) | UNPAID
    ours = Q(person__structure=structure) | Q(person=None, payment__structure=structure)
    rank = Case(When(UNPAID, then=0), default=1)
    fees = Fee.objects.filter(running, ours).select_related("person", "payment")
    return fees.order_by(rank, Coalesce("person__called", Lower("name")), "since", "pk")


def of_them(fees: QuerySet[Fee], names: str) -> QuerySet[Fee]:
    """Of those whose name says this; several, after commas, are all shown: one may pay for others."""
    asked = [folded(name).split() for name in names.split(",")]
    found = Q(pk=None)
    for words in filter(None, asked):
        one = Q()
        for word in words:
            one &= Q(person__called__contains=word) | Q(person=None, name__icontains=word)
        found |= one
    return fees.filter(found) if any(asked) else fees


def payments_of(structure: Structure) -> QuerySet[Payment]:
    """The last first, each with what it settles."""
    total = (
        Fee.objects.filter(payment=OuterRef("pk")).order_by().values("payment").annotate(sum=Sum("amount"))
    )
    payments = Payment.objects.filter(structure=structure).annotate(total=Subquery(total.values("sum")))
    return payments.prefetch_related(Prefetch("fees", Fee.objects.select_related("person"))).order_by(
        "-number"
    )
