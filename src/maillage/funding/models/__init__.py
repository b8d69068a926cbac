"""The money of a legal person: what it signed, what that pays, what came; what it pays for time given; its bank; its books."""

from maillage.funding.models.bank import BankAccount, BankLine, Reconciliation
from maillage.funding.models.books import Account, BooksYear, EntryLine, JournalEntry
from maillage.funding.models.claims import Claim, ScaleLine
from maillage.funding.models.contracts import AnnexYear, Avenant, Contract, ContractMission, PlannedPayment
from maillage.funding.models.receipts import Receipt

__all__ = [
    "Account",
    "AnnexYear",
    "Avenant",
    "BankAccount",
    "BankLine",
    "BooksYear",
    "Claim",
    "Contract",
    "ContractMission",
    "EntryLine",
    "JournalEntry",
    "PlannedPayment",
    "Receipt",
    "Reconciliation",
    "ScaleLine",
]
