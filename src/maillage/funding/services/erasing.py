"""What goes with a structure that is erased."""

from django.db import transaction

from maillage.funding.models import (
    BankAccount,
    BankLine,
    BudgetLine,
    Claim,
    Contract,
    Expense,
    Receipt,
    Reconciliation,
    ScaleLine,
    SplitKey,
    Supplier,
    VotedAmount,
)
from maillage.structures.models import Structure


@transaction.atomic
def erase(structure: Structure) -> None:
    """Its contracts and what came for them, what was asked for time given, what it spent and had
    voted, what the bank said: the accounts that the law asks to keep were taken away before."""
    lines = BankLine.objects.filter(account__legal_person__structure=structure)
    Reconciliation.objects.filter(line__in=lines).delete()
    lines.delete()
    BankAccount.objects.filter(legal_person__structure=structure).delete()
    held = Receipt.objects.filter(contract__legal_person__structure=structure)
    held.exclude(undoes=None).delete()
    held.delete()
    spent = Expense.objects.filter(legal_person__structure=structure)
    spent.exclude(bills=None).delete()
    spent.delete()
    voted = BudgetLine.objects.filter(legal_person__structure=structure)
    voted.exclude(undoes=None).delete()
    voted.delete()
    for model in (SplitKey, Supplier, VotedAmount, Claim, ScaleLine):
        model._base_manager.filter(legal_person__structure=structure).delete()
    Contract.objects.filter(legal_person__structure=structure).delete()
