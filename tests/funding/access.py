"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

from typing import Any

from maillage.funding.models import (
    BankAccount,
    BankLine,
    BudgetLine,
    Claim,
    Contract,
    Expense,
    ExpensePaper,
    Receipt,
)

ACCESS = {
    "funding:money": ("302 404 403 200", "302 405 405 405"),
    "funding:calendar_file": ("302 404 403 200", "302 405 405 405"),
    "funding:add_contract": ("302 404 403 200", "302 404 403 422"),
    "funding:contract": ("302 404 403 200", "302 405 405 405"),
    "funding:edit_contract": ("302 404 403 200", "302 404 403 422"),
    "funding:amend": ("302 404 403 302", "302 404 403 422"),
    "funding:mission": ("302 404 403 200", "302 404 403 302"),
    "funding:drop_mission": ("302 404 403 302", "302 404 403 302"),
    "funding:announce": ("302 404 403 302", "302 404 403 422"),
    "funding:withdraw": ("302 404 403 302", "302 404 403 302"),
    "funding:receive": ("302 404 403 200", "302 404 403 422"),
    "funding:undo_receipt": ("302 404 403 302", "302 404 403 302"),
    "funding:scale": ("302 404 403 200", "302 404 403 422"),
    "funding:hours": ("302 404 403 200", "302 405 405 405"),
    "funding:claims_file": ("302 404 403 200", "302 405 405 405"),
    "funding:approve": ("302 404 403 302", "302 404 403 302"),
    "funding:pay": ("302 404 403 302", "302 404 403 302"),
    "funding:meeting_hours": ("302 404 403 200", "302 404 403 302"),
    "funding:claim": ("302 404 403 200", "302 404 403 422"),
    "funding:bank": ("302 404 403 200", "302 404 403 422"),
    "funding:account": ("302 404 403 200", "302 405 405 405"),
    "funding:bank_file": ("302 404 403 200", "302 405 405 405"),
    "funding:import_statement": ("302 404 403 200", "302 404 403 422"),
    "funding:bank_line": ("302 404 403 200", "302 404 403 422"),
    "funding:undo_line": ("302 404 403 302", "302 404 403 302"),
    "funding:expenses": ("302 404 200 200", "302 405 405 405"),
    "funding:add_expense": ("302 404 200 200", "302 404 422 422"),
    "funding:expenses_file": ("302 404 403 200", "302 405 405 405"),
    "funding:spending_rules": ("302 404 403 200", "302 404 403 422"),
    "funding:expense": ("302 404 404 200", "302 405 405 405"),
    "funding:approve_expense": ("302 404 404 302", "302 404 403 422"),
    "funding:refuse_expense": ("302 404 404 302", "302 404 403 422"),
    "funding:pay_expense": ("302 404 404 302", "302 404 403 422"),
    "funding:unpay_expense": ("302 404 404 302", "302 404 403 302"),
    "funding:cancel_expense": ("302 404 404 302", "302 404 403 302"),
    "funding:attach_paper": ("302 404 404 302", "302 404 403 422"),
    "funding:expense_paper": ("302 404 404 200", "302 405 405 405"),
    "funding:budget": ("302 404 403 200", "302 404 403 422"),
    "funding:budget_file": ("302 404 403 200", "302 405 405 405"),
    "funding:undo_budget_line": ("302 404 403 302", "302 404 403 302"),
}


def contract_of(structure: Any) -> Contract:
    return Contract.objects.get(legal_person__structure=structure)


def its(structure: Any) -> dict[str, object]:
    return {"pk": contract_of(structure).pk}


def its_account(structure: Any) -> dict[str, object]:
    return {"pk": BankAccount.objects.get(legal_person__structure=structure).pk}


def its_line(structure: Any) -> dict[str, object]:
    return {"pk": BankLine.objects.get(account__legal_person__structure=structure).pk}


def its_expense(structure: Any) -> dict[str, object]:
    return {"pk": Expense.objects.get(legal_person__structure=structure).pk}


ARGUMENTS = {
    **dict.fromkeys(
        (
            "funding:expense",
            "funding:approve_expense",
            "funding:refuse_expense",
            "funding:pay_expense",
            "funding:unpay_expense",
            "funding:cancel_expense",
            "funding:attach_paper",
        ),
        its_expense,
    ),
    "funding:expense_paper": lambda structure: {
        **its_expense(structure),
        "file": ExpensePaper.objects.get(expense__legal_person__structure=structure).file_id,
    },
    "funding:expenses_file": lambda _: {"suffix": "csv"},
    "funding:budget_file": lambda _: {"suffix": "csv"},
    "funding:undo_budget_line": lambda structure: {
        "pk": BudgetLine.objects.get(legal_person__structure=structure).pk
    },
    "funding:account": its_account,
    "funding:bank_file": lambda structure: {**its_account(structure), "suffix": "csv"},
    "funding:import_statement": its_account,
    "funding:bank_line": its_line,
    "funding:undo_line": its_line,
    "funding:calendar_file": lambda _: {"suffix": "csv"},
    "funding:contract": its,
    "funding:edit_contract": its,
    "funding:amend": its,
    "funding:mission": lambda structure: {**its(structure), "key": "parcours"},
    "funding:drop_mission": lambda structure: {**its(structure), "key": "parcours"},
    "funding:announce": its,
    "funding:withdraw": lambda structure: {
        **its(structure),
        "planned": contract_of(structure).planned.get().pk,
    },
    "funding:receive": lambda structure: {**its(structure), "expects": "aci:2:running_advance:"},
    "funding:claims_file": lambda _: {"suffix": "csv"},
    "funding:meeting_hours": lambda structure: {
        "pk": structure.instances.get().meetings.earliest("starts_at").pk
    },
    "funding:claim": lambda structure: {"pk": Claim.objects.get(legal_person__structure=structure).pk},
    "funding:undo_receipt": lambda structure: {"pk": Receipt.objects.get(contract=contract_of(structure)).pk},
}
KEY = "8a3f6f2e-7c1d-4a51-9a53-0d3f3a3f8f11"
ASKED = {
    "funding:account": {"page": "1", "attente": "1"},
    "funding:expenses": {"page": "1"},
    "funding:add_expense": {"nature": "km"},
    "funding:budget": {"annee": "2026", "poste": "fonctionnement", "plus": "120,50"},
    "funding:budget_file": {"annee": "2026"},
}
POSTED = {
    "funding:bank": {
        "key": KEY, "legal_person": "1", "label": "Compte courant", "iban": "FR7630006000011234567890189",
        "opening": "-12.50", "opened_on": "2026-03-02",
    },
    "funding:import_statement": {"given": "RGF0ZTtMaWJlbGzDqTtNb250YW50Cg==", "name": "releve.csv", "keep": "1", "other": "0"},
    "funding:bank_line": {"claim": "1", "receipt": "1", "payment": "1:aci:1:running_signature:", "words": "Assurance", "expense": "1"},
    "funding:add_expense": {
        "key": KEY, "label": "Affiches", "supplier": "Imprimeur fictif", "siret": "", "number": "F-1",
        "dated_on": "2026-03-02", "due_on": "2026-04-02", "amount": "120.00", "post": "fonctionnement", "kept": "x",
    },
    "funding:approve_expense": {"post": "fonctionnement"},
    "funding:refuse_expense": {"reason": "En double"},
    "funding:pay_expense": {"paid_on": "2026-05-01"},
    "funding:spending_rules": {
        "kind": "km", "amount": "0.500", "since": "2026-05-01", "decision": "", "name": "Loyer", "part-0": "100",
        "shares": "1", "key": KEY,
    },
    "funding:budget": {
        "key": KEY, "post": "fonctionnement", "kind": "prevu", "amount": "1200.00", "year": "2026", "words": "Voté",
        "decision": "",
    },
    "funding:add_contract": {
        "key": KEY, "kind": "fir", "name": "FIR 2026", "legal_person": "1", "funder": "ARS", "reference": "A1",
        "signed_on": "2026-03-02", "ends_on": "2027-03-02", "population": "95000", "size": "2", "prorata": "days",
        "start_year_prorated": "part",
    },
    "funding:edit_contract": {
        "key": KEY, "kind": "aci", "name": "ACI", "legal_person": "1", "funder": "", "reference": "",
        "signed_on": "2026-03-02", "ends_on": "", "population": "95000", "size": "", "prorata": "",
        "start_year_prorated": "",
    },
    "funding:amend": {"key": KEY, "signed_on": "2026-04-01", "effect_on": "2026-05-01", "purpose": "Montants"},
    "funding:mission": {
        "starts_on": "2026-03-02", "fixed-1": "1000.00", "variable-1": "500.00", "rate-1": "50", "rate_state-1": "estime",
    },
    "funding:announce": {
        "key": KEY, "label": "Solde", "amount": "1200.00", "due_on": "2026-06-01", "rule": "20 %",
    },
    "funding:scale": {
        "meeting_kind": "gt", "office": "membre", "kind": "indemnite", "amount": "40.00", "unit": "hour",
        "rounding_minutes": "15", "rounding_way": "nearest", "post": "fonctionnement", "since": "2026-05-01", "decision": "",
    },
    "funding:approve": {"claim": "1", "all": "1"},
    "funding:pay": {"claim": "1", "paid_on": "2026-05-01"},
    "funding:claim": {"reason": "En double"},
    "funding:receive": {
        "key": KEY, "received_on": "2026-03-10", "amount": "1200.00", "is_last": "on", "note": "Solde",
    },
}  # fmt: skip
