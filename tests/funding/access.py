"""Who may open the pages of this room, and what they are sent; see `tests/house/rows.py`."""

from typing import Any

from maillage.funding.models import (
    Account,
    BankAccount,
    BankLine,
    BooksYear,
    BudgetLine,
    Claim,
    Contract,
    Expense,
    ExpensePaper,
    JournalEntry,
    Payee,
    Receipt,
    Sharing,
    TransferBatch,
)

ACCESS = {
    "funding:money": ("302 404 403 200", "302 405 405 405"),
    "funding:calendar_file": ("302 404 403 200", "302 405 405 405"),
    "funding:add_contract": ("302 404 403 200", "302 404 403 422"),
    "funding:contract": ("302 404 403 200", "302 405 405 405"),
    "funding:edit_contract": ("302 404 403 200", "302 404 403 422"),
    "funding:amend": ("302 404 403 302", "302 404 403 422"),
    "funding:avenant": ("302 404 403 200", "302 404 403 422"),
    "funding:avenant_mission": ("302 404 403 200", "302 404 403 302"),
    "funding:drop_avenant": ("302 404 403 302", "302 404 403 302"),
    "funding:indicators": ("302 404 403 200", "302 404 403 422"),
    "funding:indicator": ("302 404 403 200", "302 404 403 422"),
    "funding:drop_indicator": ("302 404 403 302", "302 404 403 302"),
    "funding:results": ("302 404 403 200", "302 404 403 422"),
    "funding:attach_contract_paper": ("302 404 403 302", "302 404 403 422"),
    "funding:contract_paper": ("302 404 403 200", "302 405 405 405"),
    "funding:detach_contract_paper": ("302 404 403 302", "302 404 403 302"),
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
    "funding:campaign_hours": ("302 404 403 200", "302 404 403 302"),
    "funding:claim": ("302 404 403 200", "302 404 403 422"),
    "funding:claim_action": ("302 404 403 302", "302 404 403 302"),
    "funding:proof": ("302 404 403 404", "302 405 405 405"),
    "funding:treasury": ("302 404 403 200", "302 405 405 405"),
    "funding:yearly_return": ("302 404 403 200", "302 405 405 405"),
    "funding:return_file": ("302 404 403 200", "302 405 405 405"),
    "funding:transparency": ("302 404 200 200", "302 404 403 422"),
    "funding:sharings": ("302 404 403 200", "302 405 405 405"),
    "funding:share": ("302 404 403 200", "302 404 403 422"),
    "funding:sharing": ("302 404 403 200", "302 404 403 302"),
    "funding:sharing_file": ("302 404 403 200", "302 405 405 405"),
    "funding:pay_shares": ("302 404 403 200", "302 404 403 422"),
    "funding:shares_paper": ("302 404 403 200", "302 405 405 405"),
    # The structure of the cast is a CPTS: it has no agreement counted by civil year.
    "funding:accord": ("302 404 403 404", "302 405 405 405"),
    "funding:accord_facts": ("302 404 403 404", "302 404 403 404"),
    "funding:accord_count": ("302 404 403 404", "302 404 403 404"),
    "funding:accord_days": ("302 404 403 404", "302 404 403 404"),
    "funding:accord_file": ("302 404 403 404", "302 405 405 405"),
    "funding:pharmacist": ("302 404 403 200", "302 405 405 405"),
    "funding:pharmacist_year": ("302 404 403 200", "302 404 403 302"),
    "funding:pharmacist_month": ("302 404 403 200", "302 404 403 302"),
    "funding:pharmacist_file": ("302 404 403 200", "302 405 405 405"),
    "funding:bank": ("302 404 403 200", "302 404 403 422"),
    "funding:account": ("302 404 403 200", "302 405 405 405"),
    "funding:bank_file": ("302 404 403 200", "302 405 405 405"),
    "funding:import_statement": ("302 404 403 200", "302 404 403 422"),
    "funding:bank_line": ("302 404 403 200", "302 404 403 422"),
    "funding:undo_line": ("302 404 403 302", "302 404 403 302"),
    "funding:payees": ("302 404 403 200", "302 405 405 405"),
    "funding:add_payee": ("302 404 403 200", "302 404 403 422"),
    "funding:payee": ("302 404 403 200", "302 404 403 422"),
    "funding:check_payee": ("302 404 403 302", "302 404 403 422"),
    "funding:batches": ("302 404 403 200", "302 405 405 405"),
    "funding:set_alone": ("302 404 403 302", "302 404 403 302"),
    "funding:prepare_batch": ("302 404 403 200", "302 404 403 200"),
    "funding:batch": ("302 404 403 200", "302 404 403 422"),
    "funding:unsend": ("302 404 403 302", "302 404 403 302"),
    "funding:batch_file": ("302 404 403 302", "302 404 403 422"),
    "funding:bank_wants": ("302 404 403 200", "302 404 403 422"),
    "funding:paid_to": ("302 404 403 200", "302 405 405 405"),
    "funding:books": ("302 404 403 200", "302 405 405 405"),
    "funding:books_note": ("302 404 403 200", "302 404 403 422"),
    "funding:books_range": ("302 404 403 302", "302 404 403 302"),
    "funding:books_opening": ("302 404 403 200", "302 404 403 422"),
    "funding:books_accounts": ("302 404 403 200", "302 404 403 422"),
    "funding:books_account": ("302 404 403 200", "302 404 403 422"),
    "funding:drop_account": ("302 404 403 302", "302 404 403 302"),
    "funding:books_year": ("302 404 403 200", "302 405 405 405"),
    "funding:validate_all": ("302 404 403 302", "302 404 403 302"),
    "funding:books_close": ("302 404 403 302", "302 404 403 422"),
    "funding:fec_file": ("302 404 403 422", "302 405 405 405"),
    "funding:cash_file": ("302 404 403 200", "302 405 405 405"),
    "funding:entries_file": ("302 404 403 200", "302 405 405 405"),
    "funding:books_entry": ("302 404 403 200", "302 405 405 405"),
    "funding:books_change": ("302 404 403 200", "302 404 403 422"),
    "funding:books_validate": ("302 404 403 302", "302 404 403 302"),
    "funding:books_reverse": ("302 404 403 302", "302 404 403 422"),
    "funding:expenses": ("302 404 200 200", "302 405 405 405"),
    "funding:add_expense": ("302 404 200 200", "302 404 422 422"),
    "funding:expenses_file": ("302 404 403 200", "302 405 405 405"),
    "funding:import_payroll": ("302 404 403 200", "302 404 403 422"),
    "funding:payroll_file": ("302 404 403 200", "302 405 405 405"),
    "funding:undo_payroll": ("302 404 403 302", "302 404 403 404"),
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


def its_avenant(structure: Any) -> dict[str, object]:
    return {**its(structure), "avenant": contract_of(structure).avenants.get().pk}


def its_indicator(structure: Any) -> dict[str, object]:
    return {**its(structure), "indicator": contract_of(structure).indicators.get().pk}


def its_paper(structure: Any) -> dict[str, object]:
    return {**its(structure), "file": contract_of(structure).papers.get().file_id}


def its_account(structure: Any) -> dict[str, object]:
    return {"pk": BankAccount.objects.get(legal_person__structure=structure).pk}


def its_line(structure: Any) -> dict[str, object]:
    return {"pk": BankLine.objects.get(account__legal_person__structure=structure).pk}


def its_sharing(structure: Any) -> dict[str, object]:
    return {"pk": Sharing.objects.get(legal_person__structure=structure).pk}


def its_payee(structure: Any) -> dict[str, object]:
    return {"pk": Payee.objects.get(legal_person__structure=structure).pk}


def its_batch(structure: Any) -> dict[str, object]:
    return {"pk": TransferBatch.objects.get(legal_person__structure=structure).pk}


def its_year(structure: Any) -> dict[str, object]:
    return {"pk": BooksYear.objects.get(legal_person__structure=structure).pk}


def its_entry(structure: Any) -> dict[str, object]:
    return {"pk": JournalEntry.objects.get(year__legal_person__structure=structure).pk}


def its_chart(structure: Any) -> dict[str, object]:
    return {"pk": Account.objects.get(legal_person__structure=structure, number="530").pk}


def its_expense(structure: Any) -> dict[str, object]:
    return {"pk": Expense.objects.get(legal_person__structure=structure).pk}


def its_pharmacist(structure: Any) -> dict[str, object]:
    """Nobody of the cast is one: Max becomes it for these pages."""
    structure.people.filter(name="Max Fictif").update(profession="pharmacien")
    return {"pk": structure.people.get(name="Max Fictif").pk}


ARGUMENTS = {
    "funding:shares_paper": lambda structure: {
        "pk": structure.people.get(name="Ada Fictif").pk,
        "year": 2026,
    },
    "funding:accord_file": lambda _: {"suffix": "csv"},
    "funding:pharmacist_year": its_pharmacist,
    "funding:pharmacist_month": lambda structure: {**its_pharmacist(structure), "year": 2026, "month": 3},
    "funding:pharmacist_file": lambda structure: {**its_pharmacist(structure), "suffix": "csv"},
    "funding:sharing": its_sharing,
    "funding:pay_shares": its_sharing,
    "funding:return_file": lambda _: {"year": 2026},
    "funding:payroll_file": lambda _: {"suffix": "csv"},
    "funding:sharing_file": lambda structure: {**its_sharing(structure), "suffix": "csv"},
    "funding:payee": its_payee,
    "funding:check_payee": its_payee,
    "funding:batch": its_batch,
    "funding:unsend": its_batch,
    "funding:batch_file": its_batch,
    "funding:bank_wants": its_account,
    "funding:paid_to": lambda structure: {"pk": structure.people.get(name="Ada Fictif").pk, "year": 2026},
    "funding:books_account": its_chart,
    "funding:drop_account": its_chart,
    "funding:books_year": its_year,
    "funding:validate_all": its_year,
    "funding:books_close": its_year,
    "funding:fec_file": its_year,
    "funding:cash_file": lambda structure: {**its_year(structure), "suffix": "csv"},
    "funding:entries_file": lambda structure: {**its_year(structure), "suffix": "csv"},
    "funding:books_entry": its_entry,
    "funding:books_change": its_entry,
    "funding:books_validate": its_entry,
    "funding:books_reverse": its_entry,
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
    **dict.fromkeys(("funding:avenant", "funding:drop_avenant"), its_avenant),
    "funding:avenant_mission": lambda structure: {**its_avenant(structure), "key": "parcours"},
    "funding:indicators": its,
    **dict.fromkeys(("funding:indicator", "funding:drop_indicator"), its_indicator),
    "funding:results": lambda structure: {**its(structure), "number": 1, "key": "parcours"},
    "funding:attach_contract_paper": its,
    **dict.fromkeys(("funding:contract_paper", "funding:detach_contract_paper"), its_paper),
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
    "funding:campaign_hours": lambda structure: {"pk": structure.campaigns.get().pk},
    "funding:claim": lambda structure: {"pk": Claim.objects.get(legal_person__structure=structure).pk},
    "funding:claim_action": lambda structure: {"pk": Claim.objects.get(legal_person__structure=structure).pk},
    "funding:proof": lambda structure: {"pk": Claim.objects.get(legal_person__structure=structure).pk},
    "funding:undo_receipt": lambda structure: {"pk": Receipt.objects.get(contract=contract_of(structure)).pk},
}
KEY = "8a3f6f2e-7c1d-4a51-9a53-0d3f3a3f8f11"
PAYEE = {
    "key": KEY, "kind": "societe", "name": "SELARL Fictive", "siret": "73282932000074",
    "iban": "FR7610107001011234567890129", "street": "1 rue Inventée", "postcode": "1204", "town": "Genève",
    "country": "CH",
}  # fmt: skip
AVENANT = {
    "key": KEY, "signed_on": "2026-04-01", "effect_on": "2026-05-01", "purpose": "Montants", "ends_on": "2030-03-01",
    "population": "96000", "size": "2",
}  # fmt: skip
INDICATOR = {
    "key": KEY, "name": "Parcours", "mission": "parcours", "formula": "Comptés", "unit": "parcours", "base": "1.00",
    "target": "3.00", "weight": "50.00", "fed_by": "La coordination",
}  # fmt: skip
ASKED = {
    "funding:accord": {"annee": "2026"},
    "funding:accord_facts": {"annee": "2026"},
    "funding:accord_count": {"annee": "2026"},
    "funding:accord_days": {"annee": "2026"},
    "funding:accord_file": {"annee": "2026"},
    "funding:share": {"somme": "1200.50", "annee": "2026"},
    "funding:pharmacist": {"annee": "2026"},
    "funding:pharmacist_year": {"annee": "2026"},
    "funding:pharmacist_file": {"annee": "2026"},
    "funding:yearly_return": {"annee": "2026"},
    "funding:transparency": {"annee": "2026"},
    "funding:account": {"page": "1", "attente": "1"},
    "funding:batches": {"page": "1"},
    "funding:payees": {"page": "1"},
    "funding:add_payee": {"personne": "1"},
    "funding:prepare_batch": {"claim": "1", "compte": "1"},
    "funding:books": {"exercice": "1", "compte": "1", "page": "1"},
    "funding:books_note": {"exercice": "1"},
    "funding:books_opening": {"exercice": "1"},
    "funding:books_accounts": {"exercice": "1"},
    "funding:expenses": {"page": "1"},
    "funding:add_expense": {"nature": "km"},
    "funding:budget": {"annee": "2026", "poste": "fonctionnement", "plus": "120,50"},
    "funding:budget_file": {"annee": "2026"},
}
MOVEMENT = {
    "key": KEY,
    "on": "2026-03-02",
    "label": "Timbres",
    "way": "depense",
    "amount": "12.90",
    "held": "1",
    "category": "2",
    "mission": "parcours",
    "piece": "T-1",
    "piece_on": "2026-03-02",
}
POSTED = {
    "funding:pay_shares": {"key": KEY, "account": "1", "executes_on": "2026-03-10"},
    "funding:accord_facts": {"kept-patients": "3000", "engaged-protocols": "4", "kept-software_share": "50"},
    "funding:accord_count": {"amount-msp.amount": "61200.50", "words-msp.amount": "Notifié"},
    "funding:accord_days": {"declared_on": "2026-01-31", "notified_on": "2026-02-20", "received_on": "2026-02-25"},
    "funding:pharmacist_year": {"overseas": "non", "first_year": "oui"},
    "funding:pharmacist_month": {"vaccination-injections": "10", "garde-night": "0", "entretien-avk-first-1": "2"},
    "funding:add_payee": {**PAYEE, "person": "1"},
    "funding:payee": PAYEE,
    "funding:check_payee": {"called_on": "2026-03-02", "is_known": "on", "seen": "1"},
    "funding:set_alone": {"alone_up_to": "500.00"},
    "funding:prepare_batch": {"key": KEY, "claim": "1", "account": "1", "executes_on": "2026-03-10"},
    "funding:batch": {
        "act": "return", "transfer": "1", "executes_on": "2026-03-11", "reason": "Compte clos", "on": "2026-03-12", "is_not_at_bank": "1",
    },
    "funding:bank_wants": {
        "bic": "AGRIFRPP", "pain_version": "pain.001.001.09", "lead_days": "1", "cutoff": "14:00",
    },
    "funding:books_note": MOVEMENT,
    "funding:books_change": MOVEMENT,
    "funding:books_range": {"exercice": "1", "ligne-1": "1", "seule": "1"},
    "funding:books_opening": {
        "key": KEY, "legal_person": "1", "since": "2026-01-01", "closes_on": "2026-12-31", "on": "2026-01-01", "d-1": "5.00",
        "c-2": "5.00",
    },
    "funding:books_accounts": {"number": "6068", "label": "Autres fournitures", "use": ""},
    "funding:books_account": {"number": "530", "label": "Caisse", "use": "caisse"},
    "funding:books_close": {"sure": "on"},
    "funding:books_reverse": {"key": KEY, "on": "2026-03-02"},
    "funding:bank": {
        "key": KEY, "legal_person": "1", "label": "Compte courant", "iban": "FR7630006000011234567890189",
        "opening": "-12.50", "opened_on": "2026-03-02",
    },
    "funding:import_statement": {"given": "RGF0ZTtMaWJlbGzDqTtNb250YW50Cg==", "name": "releve.csv", "keep": "1", "other": "0"},
    "funding:bank_line": {
        "claim": "1", "receipt": "1", "payment": "1:aci:1:running_signature:", "words": "Assurance", "expense": "1",
        "transfer": "1", "returned": "1", "reason": "Compte clos",
    },
    "funding:add_expense": {
        "key": KEY, "label": "Affiches", "supplier": "Imprimeur fictif", "siret": "", "number": "F-1",
        "dated_on": "2026-03-02", "due_on": "2026-04-02", "amount": "120.00", "post": "fonctionnement", "kept": "x",
    },
    "funding:approve_expense": {"post": "fonctionnement"},
    "funding:import_payroll": {
        "given": "U2FsYXJpw6k7Q2/Du3QgdG90YWwKQWRhOzEwMCwwMAo=", "name": "paie.csv", "month": "03/2026",
        "post": "fonctionnement", "keep": "1",
    },
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
    **dict.fromkeys(("funding:amend", "funding:avenant"), AVENANT),
    "funding:mission": {"starts_on": "2026-03-02", "fixed-1": "1000.00", "variable-1": "500.00"},
    "funding:avenant_mission": {"fixed-1": "1000.00", "variable-1": "500.00"},
    **dict.fromkeys(("funding:indicators", "funding:indicator"), INDICATOR),
    "funding:results": {
        "key": KEY, "state": "propose", "on": "2026-03-10", "rate": "80.00", "reason": "Courrier", "is_correction": "on",
        "value-1": "2.00", "rate-1": "50.00",
    },
    "funding:attach_contract_paper": {"kind": "annexe", "avenant": "1", "dated_on": "2026-03-02"},
    "funding:announce": {
        "key": KEY, "label": "Solde", "amount": "1200.00", "due_on": "2026-06-01", "rule": "20 %",
    },
    "funding:scale": {
        "meeting_kind": "gt", "office": "membre", "kind": "indemnite", "amount": "40.00", "unit": "hour",
        "rounding_minutes": "15", "rounding_way": "nearest", "post": "fonctionnement", "since": "2026-05-01", "decision": "",
    },
    "funding:transparency": {"way": "personne", "decision": "1"},
    "funding:share": {
        "key": KEY, "legal_person": "1", "label": "ACI", "amount": "1200.00", "rule": "mixed", "part-equal": "50 %",
        "part-hours": "1/2", "part-points": "", "decision": "1", "keep": "1",
    },
    "funding:approve": {"claim": "1", "all": "1"},
    "funding:pay": {"claim": "1", "paid_on": "2026-05-01"},
    "funding:claim_action": {"action": "1"},
    "funding:meeting_hours": {"action": "1"},
    "funding:campaign_hours": {"time": "1", "action": "1", "minutes": "30", "why": "Une heure de trop"},
    "funding:claim": {"reason": "En double", "words": "Vu"},
    "funding:receive": {
        "key": KEY, "received_on": "2026-03-10", "amount": "1200.00", "is_last": "on", "note": "Solde",
    },
}  # fmt: skip
