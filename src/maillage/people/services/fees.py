"""Fees: what the statutes ask, asking it, noting that it came."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput, euros, plural
from maillage.people.enums import Basis, Means
from maillage.people.models import College, Fee, FeeAmount, FeeRule, Payment
from maillage.people.queries.fees import due, fee_rule
from maillage.structures.models import LegalPerson, Structure


@transaction.atomic
def set_fees(
    structure: Structure,
    *,
    basis: str,
    next_year_from: int | None,
    amounts: Mapping[College | None, Decimal | None],
    how_to_pay: str = "",
    by: User,
) -> FeeRule:
    """`amounts`: by college, None for the others; None takes an amount away. What was asked already stays."""
    structure = _locked(structure)
    if basis not in Basis:
        raise BadInput("Cette période n’est pas reconnue.", field="basis")
    told = {"basis": basis, "next_year_from": next_year_from, "how_to_pay": how_to_pay}
    rule, _ = FeeRule.objects.update_or_create(structure=structure, defaults=told)
    for college, amount in amounts.items():
        if amount is None:
            rule.amounts.filter(college=college).delete()
        else:
            FeeAmount.objects.update_or_create(rule=rule, college=college, defaults={"amount": amount})
    record("Les cotisations sont réglées.", by=by.pk, subject=structure.pk)
    return rule


@transaction.atomic
def ask_fees(structure: Structure, *, by: User, on: date) -> int:
    """Write what everybody who belongs owes that day; how many. Twice, it is asked once. Raises BadInput without rule."""
    structure = _locked(structure)
    rule = fee_rule(structure)
    if rule is None or not rule.amounts.exists():
        raise BadInput("Dites d’abord le montant de la cotisation.")
    found = due(structure, rule, on=on)
    Fee.objects.bulk_create(
        Fee(person_id=each.person_id, since=each.since, until=each.until, amount=each.amount)
        for each in found
    )
    if found:
        total = euros(sum((each.amount for each in found), Decimal()))
        record(
            f"{plural(len(found), 'cotisation appelée', 'cotisations appelées')}, {total}.",
            by=by.pk,
            subject=structure.pk,
        )
    return len(found)


@transaction.atomic
def receive(
    structure: Structure, fees: Collection[int], *, paid_on: date, means: str, payer: str = "", by: User
) -> Payment:
    """Note that one payer settled these fees. Raises BadInput when none is left to settle.

    Noting it twice changes nothing: a fee that is settled keeps its payment and its receipt.
    """
    structure = _locked(structure)
    if means not in Means:
        raise BadInput("Ce moyen de paiement n’est pas reconnu.", field="means")
    owed = Fee.objects.filter(pk__in=list(fees), person__structure=structure, payment=None, amount__gt=0)
    settled = list(owed.select_related("person"))
    if not settled:
        raise BadInput("Ces cotisations sont déjà réglées, ou ne sont plus là.")
    last = Payment.objects.filter(structure=structure).aggregate(last=Max("number"))["last"] or 0
    payment = Payment.objects.create(
        structure=structure,
        legal_person=carrying(structure, paid_on),
        paid_on=paid_on,
        means=means,
        payer=payer.strip() or settled[0].who,
        number=last + 1,
    )
    Fee.objects.filter(pk__in=[fee.pk for fee in settled]).update(payment=payment)
    total = euros(sum((fee.amount for fee in settled), Decimal()))
    record(f"Cotisation reçue, {total}, reçu n° {payment.number}.", by=by.pk, subject=structure.pk)
    return payment


@transaction.atomic
def receive_from_each(
    structure: Structure, fees: Collection[int], *, paid_on: date, means: str, payer: str = "", by: User
) -> list[Payment]:
    """One payment of this payer; without one, each person paid theirs and has a receipt of their own. Raises BadInput."""
    said: dict[str, Any] = {"paid_on": paid_on, "means": means, "by": by}
    if payer.strip():
        return [receive(structure, fees, payer=payer, **said)]
    structure = _locked(structure)
    owed = Fee.objects.filter(pk__in=list(fees), person__structure=structure, payment=None, amount__gt=0)
    theirs: dict[int, list[int]] = {}
    for pk, person in owed.order_by("pk").values_list("pk", "person"):
        theirs.setdefault(person, []).append(pk)
    return [receive(structure, some, **said) for some in theirs.values() or [list(fees)]]


@transaction.atomic
def take_back(payment: Payment, *, by: User) -> None:
    """A payment noted by mistake: its fees are owed again; the number of its receipt is never given again.

    Of whoever was erased since, nothing was paid: no book keeps their name, and nobody owes it.
    """
    structure = _locked(payment.structure)
    gone, _ = Fee.objects.filter(payment=payment, person=None).delete()
    if Fee.objects.filter(payment=payment).update(payment=None, refunded_on=None) or gone:
        record(f"Le reçu n° {payment.number} est annulé.", by=by.pk, subject=structure.pk)


def carrying(structure: Structure, on: date) -> LegalPerson | None:
    """Who carried the structure that day; the first noted when there were two."""
    held = structure.legal_persons.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
    return held.first()


def _locked(structure: Structure) -> Structure:
    return Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
