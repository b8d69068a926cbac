"""The money of a legal person: what it signed, what came; what it spends, pays for time, had voted; its bank, its books."""

from maillage.funding.models.bank import BankAccount, BankLine, Reconciliation
from maillage.funding.models.books import Account, BooksYear, EntryLine, JournalEntry
from maillage.funding.models.budget import BudgetLine
from maillage.funding.models.claims import Claim, ScaleLine
from maillage.funding.models.contracts import AnnexYear, Avenant, Contract, ContractMission, PlannedPayment
from maillage.funding.models.expenses import (
    Expense,
    ExpensePaper,
    ExpensePart,
    SplitKey,
    SplitShare,
    Supplier,
    VotedAmount,
)
from maillage.funding.models.payees import Payee, PayeeChange, PayRule
from maillage.funding.models.receipts import Receipt
from maillage.funding.models.sharing import AssociateShare, Sharing
from maillage.funding.models.transfers import Transfer, TransferBatch, TransferPart
from maillage.funding.models.transparency import TransparencyRule

__all__ = [
    "Account",
    "AnnexYear",
    "AssociateShare",
    "Avenant",
    "BankAccount",
    "BankLine",
    "BooksYear",
    "BudgetLine",
    "Claim",
    "Contract",
    "ContractMission",
    "EntryLine",
    "Expense",
    "ExpensePaper",
    "ExpensePart",
    "JournalEntry",
    "PayRule",
    "Payee",
    "PayeeChange",
    "PlannedPayment",
    "Receipt",
    "Reconciliation",
    "ScaleLine",
    "Sharing",
    "SplitKey",
    "SplitShare",
    "Supplier",
    "Transfer",
    "TransferBatch",
    "TransferPart",
    "TransparencyRule",
    "VotedAmount",
]
