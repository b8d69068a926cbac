"""What becomes of an expense: approved by another, by two above what was voted, refused, paid."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import ExpenseKind, ExpenseState
from maillage.funding.models import Expense
from maillage.funding.queries.expenses import expenses_of, needs_two, paid_twin, post_of, why_not
from maillage.funding.services.expenses import impute, let_go, told, write_parts
from maillage.funding.services.locking import lock
from maillage.kernel import BadInput, date_in_french, euros, plural
from maillage.structures.models import Structure

#: A payment may come that long before its invoice: a card pays at once, a deposit is billed later.
EARLY = timedelta(days=92)
OVER = (ExpenseState.PAID, ExpenseState.CANCELLED, ExpenseState.BILLED)


@transaction.atomic
def approve(expense: Expense, *, by: User, on: date, post: str = "") -> Expense:
    """Say yes, for this post when it is told; approved by enough people already, it stays so.

    Raises BadInput for one's own, for one that waits for its rate, and for one that is over.
    """
    structure = lock(expense.legal_person.structure)
    kept = expenses_of(structure).get(pk=expense.pk)
    if kept.state == ExpenseState.APPROVED:
        return kept
    if kept.state != ExpenseState.COMMITTED:
        raise BadInput("Cette dépense n’attend plus d’être approuvée : rechargez la page.")
    if why := why_not(kept, by, structure):
        raise BadInput(why)
    if post and post != post_of(kept):
        impute(kept, post)
        write_parts(kept)
    is_first = kept.approved_on is None
    if is_first:
        kept.approved_by, kept.approved_on = by, on
    else:
        kept.seconded_by, kept.seconded_on = by, on
    if not is_first or not needs_two(kept):
        kept.state = ExpenseState.APPROVED
    kept.save()
    said = "approuvée" if kept.state == ExpenseState.APPROVED else "approuvée une première fois"
    record(f"Dépense {said} : {told(kept)}.", by=by.pk, subject=structure.pk)
    return kept


@transaction.atomic
def refuse(expense: Expense, reason: str, *, by: User) -> Expense:
    """Raises BadInput for one that is over, and without a reason."""
    structure = lock(expense.legal_person.structure)
    kept = expenses_of(structure).select_related("bills").get(pk=expense.pk)
    if kept.state in OVER:
        raise BadInput("Cette dépense est payée, annulée ou facturée : elle ne se refuse plus.")
    if not reason:
        raise BadInput("Dites pourquoi, en quelques mots : la personne le lira.", field="reason")
    let_go(kept)
    kept.state, kept.reason = ExpenseState.REFUSED, reason
    kept.save()
    record(f"Dépense refusée : {told(kept)}.", by=by.pk, subject=structure.pk)
    return kept


@transaction.atomic
def pay(structure: Structure, chosen: Collection[int], paid_on: date, *, by: User, on: date) -> list[Expense]:
    """Note that approved expenses were paid, each once; those paid already are left.

    Raises BadInput for a day that cannot be, for a quote, for an invoice that was paid under another note.
    """
    structure = lock(structure)
    if paid_on > on:
        raise BadInput("Ce jour n’est pas encore venu : notez ce qui est déjà payé.", field="paid_on")
    paid = list(expenses_of(structure).filter(pk__in=chosen, state=ExpenseState.APPROVED))
    for each in paid:
        check_payment(each, paid_on)
        each.state, each.paid_on = ExpenseState.PAID, paid_on
        each.save(update_fields=["state", "paid_on"])
    if paid:
        total = euros(sum(each.amount or 0 for each in paid))
        said = f"{plural(len(paid), 'dépense payée', 'dépenses payées')}, {total}."
        record(said, by=by.pk, subject=structure.pk)
    return paid


def check_payment(expense: Expense, paid_on: date) -> None:
    if expense.kind == ExpenseKind.QUOTE:
        raise BadInput("Un devis ne se paie pas : notez d’abord la facture qui lui répond.")
    if paid_on < expense.dated_on - EARLY:
        raise BadInput(
            f"Cette pièce est du {date_in_french(expense.dated_on)} : vérifiez l’année du paiement.",
            field="paid_on",
        )
    if why := paid_twin(expense):
        raise BadInput(f"{why} Elle est payée : annulez l’une des deux.")


@transaction.atomic
def unpay(structure: Structure, chosen: Collection[int], *, by: User) -> None:
    """Expenses noted paid by mistake wait to be paid again. Raises BadInput while the bank says so."""
    structure = lock(structure)
    paid = list(expenses_of(structure).filter(pk__in=chosen, state=ExpenseState.PAID))
    if any(each.settled_by_id for each in paid):
        raise BadInput("La banque dit cette dépense payée : annulez d’abord le rapprochement de sa ligne.")
    Expense.objects.filter(pk__in=[each.pk for each in paid]).update(
        state=ExpenseState.APPROVED, paid_on=None
    )
    if paid:
        said = f"{plural(len(paid), 'paiement annulé', 'paiements annulés')}, à payer de nouveau."
        record(said, by=by.pk, subject=structure.pk)
