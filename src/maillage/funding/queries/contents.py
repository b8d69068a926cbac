"""What leaves with an export of the structure."""

from typing import Any

from maillage.funding.models import (
    BankAccount,
    BudgetLine,
    Contract,
    ScaleLine,
    SplitKey,
    Supplier,
    VotedAmount,
)
from maillage.funding.queries.bank import accounts_of, lines_of, told
from maillage.funding.queries.budget import line_in
from maillage.funding.queries.claims import claim_in
from maillage.funding.queries.contracts import contracts_of
from maillage.funding.queries.expenses import expense_in, expenses_of
from maillage.funding.queries.hours import claims_of
from maillage.people.models import Person
from maillage.structures.models import Structure


def contents(structure: Structure) -> dict[str, Any]:
    return {
        "contracts": [contract_in(each) for each in contracts_of(structure)],
        "scale": [scale_in(each) for each in ScaleLine.objects.filter(legal_person__structure=structure)],
        "claims": [claim_in(each) for each in claims_of(structure)],
        "bank": [account_in(each) for each in accounts_of(structure)],
        "expenses": [expense_in(each) for each in expenses_of(structure)],
        "suppliers": [
            {"name": each.name, "siret": each.siret}
            for each in Supplier.objects.filter(legal_person__structure=structure)
        ],
        "voted_amounts": [
            {"kind": each.kind, "amount": each.amount, "since": each.since, "until": each.until}
            for each in VotedAmount.objects.filter(legal_person__structure=structure)
        ],
        "split_keys": [split_in(each) for each in SplitKey.objects.filter(legal_person__structure=structure)],
        "budget": [line_in(each) for each in BudgetLine.objects.filter(legal_person__structure=structure)],
    }


def split_in(key: SplitKey) -> dict[str, Any]:
    return {
        "name": key.name,
        "since": key.since,
        "until": key.until,
        "shares": [{"post": each.post, "percent": each.percent} for each in key.shares.all()],
    }


def account_in(account: BankAccount) -> dict[str, Any]:
    """Sums are in euros, below zero when they leave the account."""
    return {
        "legal_person": account.legal_person.name,
        "label": account.label,
        "iban": account.iban,
        "opening": account.opening,
        "opened_on": account.opened_on,
        "lines": [
            {
                "booked_on": line.booked_on,
                "value_on": line.value_on,
                "label": line.label,
                "amount": line.amount,
                "reference": line.reference,
                "balance": line.balance,
                "is": told(line),
                "imported_from": line.imported_from,
            }
            for line in lines_of(account)
        ],
    }


def scale_in(line: ScaleLine) -> dict[str, Any]:
    return {
        "meeting_kind": line.meeting_kind,
        "office": line.office,
        "kind": line.kind,
        "unit": line.unit,
        "amount": line.amount,
        "post": line.post,
        "since": line.since,
        "until": line.until,
    }


def of_card(person: Person) -> dict[str, Any]:
    """What somebody asked for their time, and was paid back."""
    asked = [claim_in(each) for each in person.claims.all()]
    spent = [expense_in(each) for each in person.expenses.all()]
    return {
        **({"demandes d’indemnité": asked} if asked else {}),
        **({"frais et paie": spent} if spent else {}),
    }


def contract_in(contract: Contract) -> dict[str, Any]:
    """Sums are texts, in euros."""
    return {
        "legal_person": contract.legal_person.name,
        "kind": contract.kind,
        "name": contract.name,
        "funder": contract.funder,
        "reference": contract.reference,
        "signed_on": contract.signed_on,
        "ends_on": contract.ends_on,
        "population": contract.population,
        "size": contract.size,
        "prorata": contract.prorata,
        "start_year_prorated": contract.start_year_prorated,
        "missions": [
            {
                "mission": mission.mission,
                "starts_on": mission.starts_on,
                "years": [
                    {
                        "number": year.number,
                        "fixed": year.fixed,
                        "variable": year.variable,
                        "rate": year.rate,
                        "rate_state": year.rate_state,
                    }
                    for year in mission.years.all()
                ],
            }
            for mission in contract.missions.all()
        ],
        "avenants": [
            {"signed_on": each.signed_on, "effect_on": each.effect_on, "purpose": each.purpose}
            for each in contract.avenants.all()
        ],
        "planned": [
            {"label": each.label, "due_on": each.due_on, "amount": each.amount, "rule": each.rule}
            for each in contract.planned.all()
        ],
        "receipts": [
            {
                "label": each.label,
                "received_on": each.received_on,
                "amount": each.amount,
                "note": each.note,
                "undoes_another": each.undoes_id is not None,
            }
            for each in contract.receipts.all()
        ],
    }
