"""The money of a legal person: what it signed, what that pays, what came."""

from maillage.funding.models.contracts import AnnexYear, Avenant, Contract, ContractMission, PlannedPayment
from maillage.funding.models.receipts import Receipt

__all__ = ["AnnexYear", "Avenant", "Contract", "ContractMission", "PlannedPayment", "Receipt"]
