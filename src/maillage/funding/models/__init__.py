"""The money of a legal person: what it signed, what that pays, what came; what it spends and had voted; its bank."""

from maillage.funding.models.bank import BankAccount, BankLine, Reconciliation
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
from maillage.funding.models.receipts import Receipt

__all__ = [
    "AnnexYear",
    "Avenant",
    "BankAccount",
    "BankLine",
    "BudgetLine",
    "Claim",
    "Contract",
    "ContractMission",
    "Expense",
    "ExpensePaper",
    "ExpensePart",
    "PlannedPayment",
    "Receipt",
    "Reconciliation",
    "ScaleLine",
    "SplitKey",
    "SplitShare",
    "Supplier",
    "VotedAmount",
]
