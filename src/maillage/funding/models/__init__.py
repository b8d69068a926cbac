"""The money of a legal person: what it signed, what came; what it spends, pays for time, had voted; its bank, its books."""

from maillage.funding.models.accord import AccordFact, AccordYear, CaisseLine
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
from maillage.funding.models.papers import ContractPaper
from maillage.funding.models.payees import Payee, PayeeChange, PayRule
from maillage.funding.models.payroll import PayrollColumn, PayrollImport, PayrollLine
from maillage.funding.models.pharmacist import PharmacistCount, PharmacistYear
from maillage.funding.models.receipts import Receipt
from maillage.funding.models.results import Indicator, Reached, ResultStep
from maillage.funding.models.sharing import AssociateShare, Sharing
from maillage.funding.models.transfers import Transfer, TransferBatch, TransferPart
from maillage.funding.models.transparency import TransparencyRule

__all__ = [
    "AccordFact",
    "AccordYear",
    "Account",
    "AnnexYear",
    "AssociateShare",
    "Avenant",
    "BankAccount",
    "BankLine",
    "BooksYear",
    "BudgetLine",
    "CaisseLine",
    "Claim",
    "Contract",
    "ContractMission",
    "ContractPaper",
    "EntryLine",
    "Expense",
    "ExpensePaper",
    "ExpensePart",
    "Indicator",
    "JournalEntry",
    "PayRule",
    "Payee",
    "PayeeChange",
    "PayrollColumn",
    "PayrollImport",
    "PayrollLine",
    "PharmacistCount",
    "PharmacistYear",
    "PlannedPayment",
    "Reached",
    "Receipt",
    "Reconciliation",
    "ResultStep",
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
