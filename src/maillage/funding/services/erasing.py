"""What goes with a structure that is erased."""

from django.db import transaction

from maillage.funding.models import (
    AccordYear,
    Account,
    BankAccount,
    BankLine,
    BooksYear,
    BudgetLine,
    Claim,
    Contract,
    Expense,
    JournalEntry,
    Payee,
    PayrollImport,
    PayRule,
    PharmacistYear,
    Receipt,
    Reconciliation,
    ScaleLine,
    Sharing,
    SplitKey,
    Supplier,
    Transfer,
    TransferBatch,
    VotedAmount,
)
from maillage.funding.models.sealing import unsealed
from maillage.structures.models import Structure


@transaction.atomic
def erase(structure: Structure) -> None:
    """Its contracts and what came for them, what was asked for time given, what it spent and had voted, what the bank said, the books: the accounts that the law asks to keep were taken away before."""
    entries = JournalEntry.objects.filter(year__legal_person__structure=structure)
    with unsealed():
        entries.exclude(reverses=None).delete()
        entries.delete()
    BooksYear.objects.filter(legal_person__structure=structure).delete()
    Account.objects.filter(legal_person__structure=structure).delete()
    batches = TransferBatch.objects.filter(legal_person__structure=structure)
    Transfer.objects.filter(batch__in=batches).delete()
    batches.delete()
    Payee.objects.filter(legal_person__structure=structure).delete()
    PayRule.objects.filter(legal_person__structure=structure).delete()
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
    PayrollImport.objects.filter(legal_person__structure=structure).delete()
    PharmacistYear.objects.filter(person__structure=structure).delete()
    for model in (AccordYear, SplitKey, Supplier, VotedAmount):
        model._base_manager.filter(legal_person__structure=structure).delete()
    Claim.objects.filter(legal_person__structure=structure).delete()
    shared = Sharing.objects.filter(legal_person__structure=structure)
    shared.exclude(undoes=None).delete()
    shared.delete()
    ScaleLine.objects.filter(legal_person__structure=structure).delete()
    Contract.objects.filter(legal_person__structure=structure).delete()
