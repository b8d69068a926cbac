"""What leaves with an export of the structure."""

from typing import Any

from maillage.funding.models import (
    AccordYear,
    AssociateShare,
    BankAccount,
    BooksYear,
    BudgetLine,
    Claim,
    Contract,
    Expense,
    Indicator,
    Payee,
    PayrollImport,
    PharmacistYear,
    ScaleLine,
    SplitKey,
    Supplier,
    TransferBatch,
    TransparencyRule,
    VotedAmount,
)
from maillage.funding.queries.accord import accord_in
from maillage.funding.queries.bank import accounts_of, lines_of, read_told, told
from maillage.funding.queries.books.entries import entries_in
from maillage.funding.queries.books.years import accounts_of as chart_of
from maillage.funding.queries.books.years import years_of
from maillage.funding.queries.budget import line_in
from maillage.funding.queries.claims import claim_in
from maillage.funding.queries.contracts import contracts_of
from maillage.funding.queries.expenses import expense_in, expenses_of
from maillage.funding.queries.hours import claims_of
from maillage.funding.queries.payees import payees_of
from maillage.funding.queries.payroll import imports_of
from maillage.funding.queries.pharmacist import pharmacist_in, pharmacist_told
from maillage.funding.queries.sharing import sharing_in, sharings_of
from maillage.funding.queries.transfers import batches_of
from maillage.funding.rules.transfers.accounts import masked
from maillage.kernel import date_in_french, euros, plural
from maillage.people.models import Person
from maillage.structures.models import Structure


def contents(structure: Structure) -> dict[str, Any]:
    return {
        "contracts": [
            contract_in(each)
            for each in contracts_of(structure).prefetch_related("result_steps", "papers__file")
        ],
        "scale": [scale_in(each) for each in ScaleLine.objects.filter(legal_person__structure=structure)],
        "claims": [claim_in(each) for each in claims_of(structure).select_related("action")],
        "transparency": [
            {
                "legal_person": each.legal_person.name,
                "names_people": each.names_people,
                "said_on": each.said_on,
            }
            for each in TransparencyRule.objects.filter(legal_person__structure=structure).select_related(
                "legal_person"
            )
        ],
        "accord_years": [
            accord_in(each)
            for each in AccordYear.objects.filter(legal_person__structure=structure)
            .select_related("legal_person")
            .prefetch_related("facts", "caisse_lines")
        ],
        "pharmacists": [
            pharmacist_in(each)
            for each in PharmacistYear.objects.filter(person__structure=structure)
            .select_related("person")
            .prefetch_related("counts")
        ],
        "sharings": [sharing_in(each) for each in sharings_of(structure)],
        "bank": [account_in(each) for each in accounts_of(structure)],
        "expenses": [expense_in(each) for each in expenses_of(structure)],
        "payrolls": [payroll_in(each) for each in imports_of(structure).prefetch_related("lines__expense")],
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
        "books": [year_in(each) for each in years_of(structure)],
        "payees": [payee_in(each) for each in payees_of(structure).prefetch_related("changes")],
        "batches": [
            batch_in(each)
            for each in batches_of(structure).prefetch_related(
                "transfers__parts__claim", "transfers__parts__share__sharing"
            )
        ],
    }


def payroll_in(batch: PayrollImport) -> dict[str, Any]:
    return {
        "name": batch.name,
        "on": batch.on,
        "undone_on": batch.undone_on,
        "lines": [
            {
                "name": each.expense.name,
                "month": each.month,
                "gross": each.gross,
                "charges": each.charges,
                "net": each.net,
                "total": each.expense.amount,
            }
            for each in batch.lines.all()
        ],
    }


def split_in(key: SplitKey) -> dict[str, Any]:
    return {
        "name": key.name,
        "since": key.since,
        "until": key.until,
        "shares": [{"post": each.post, "percent": each.percent} for each in key.shares.all()],
    }


def year_in(year: BooksYear) -> dict[str, Any]:
    """A year of books, with the chart of its legal person; sums are in euros."""
    return {
        "legal_person": year.legal_person.name,
        "since": year.since,
        "closes_on": year.closes_on,
        "closed_on": year.closed_on,
        "accounts": [
            {"number": each.number, "label": each.label, "use": each.use}
            for each in chart_of(year.legal_person)
        ],
        "entries": [
            {
                "number": entry.number,
                "journal": entry.journal,
                "on": entry.on,
                "label": entry.label,
                "piece": entry.piece,
                "piece_on": entry.piece_on,
                "validated_on": entry.validated_on,
                "reverses": entry.reverses.number if entry.reverses else None,
                "lines": [
                    {
                        "account": line.account.number,
                        "debit": line.debit,
                        "credit": line.credit,
                        "mission": line.mission,
                        "party": line.party,
                        "party_name": line.party_name,
                        "letter": line.letter,
                        "lettered_on": line.lettered_on,
                    }
                    for line in entry.lines.all()
                ],
            }
            for entry in entries_in(year)
        ],
    }


def payee_in(payee: Payee) -> dict[str, Any]:
    return {
        "for": payee.person.name,
        "kind": payee.kind,
        "name": payee.name,
        "siret": payee.siret,
        "iban": masked(payee.iban),
        "address": [payee.street, payee.postcode, payee.town, payee.country],
        "typed_on": payee.typed_on,
        "checked_on": payee.checked_on,
        "stopped": payee.stopped,
        "changes": [
            {
                "on": each.on,
                "step": each.step,
                "before": each.before,
                "after": each.after,
                "words": each.words,
            }
            for each in payee.changes.all()
        ],
    }


def batch_in(batch: TransferBatch) -> dict[str, Any]:
    """Sums are in euros."""
    return {
        "reference": batch.reference,
        "account": batch.account.label,
        "made_at": batch.made_at,
        "executes_on": batch.executes_on,
        "state": batch.state,
        "validated_on": batch.validated_on,
        "sent_on": batch.sent_on,
        "transfers": [
            {
                "reference": each.reference,
                "name": each.name,
                "iban": masked(each.iban),
                "amount": each.amount,
                "label": each.label,
                "state": each.state,
                "executed_on": each.executed_on,
                "returned_on": each.returned_on,
                "reason": each.reason,
                "claims": [
                    f"{part.claim.name}, {part.claim.label}" for part in each.parts.all() if part.claim
                ],
                "shares": [
                    f"{part.share.name}, {part.share.sharing}" for part in each.parts.all() if part.share
                ],
            }
            for each in batch.transfers.all()
        ],
    }


def account_in(account: BankAccount) -> dict[str, Any]:
    """Sums are in euros, below zero when they leave the account."""
    lines = list(lines_of(account))
    read_told(lines)
    return {
        "legal_person": account.legal_person.name,
        "label": account.label,
        "iban": masked(account.iban),
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
            for line in lines
        ],
    }


def scale_in(line: ScaleLine) -> dict[str, Any]:
    return {
        "meeting_kind": line.meeting_kind,
        "office": line.office,
        "kind": line.kind,
        "unit": line.unit,
        "amount": line.amount,
        "since": line.since,
        "until": line.until,
    }


def of_card(person: Person) -> dict[str, list[dict[str, str]]]:
    """What somebody asked for their time and received of sums shared; the account that it is paid on, masked: whoever
    reads may be another."""
    told = {
        "Demandes d’indemnité": [claim_told(each) for each in person.claims.all()],
        "Compte sur lequel elles sont payées": [payee_told(each) for each in person.payees.all()],
        "Frais et paie": [expense_told(each) for each in person.expenses.all()],
        "Parts d’associé": [share_told(each) for each in person.shares.select_related("sharing")],
        "Actes comptés, par mois": [
            line
            for year in person.pharmacist_years.prefetch_related("counts")
            for line in pharmacist_told(year)
        ],
    }
    return {heading: lines for heading, lines in told.items() if lines}


def claim_told(claim: Claim) -> dict[str, str]:
    return {
        "Pour": claim.label,
        "Le": date_in_french(claim.held_on),
        "Durée": plural(claim.minutes, "minute"),
        "Nature": claim.get_kind_display(),
        "Montant": euros(claim.amount),
        "État": claim.get_state_display(),
        "Payée le": date_in_french(claim.paid_on) if claim.paid_on else "",
        "Motif": claim.reason,
        "Contestée": claim.contested,
        "Réponse": claim.answer,
    }


def payee_told(payee: Payee) -> dict[str, str]:
    checked = date_in_french(payee.checked_on) if payee.checked_on else "pas encore"
    return {"Titulaire": payee.name, "IBAN": masked(payee.iban), "Vérifié": checked}


def expense_told(expense: Expense) -> dict[str, str]:
    return {
        "Pour": expense.label,
        "Nature": expense.get_kind_display(),
        "Montant": "inconnu" if expense.amount is None else euros(expense.amount),
        "État": expense.get_state_display(),
    }


def share_told(share: AssociateShare) -> dict[str, str]:
    return {
        "Partage": share.sharing.label,
        "Le": date_in_french(share.sharing.made_on),
        "Part": euros(share.amount),
    }


def contract_in(contract: Contract) -> dict[str, Any]:
    """Sums are texts, in euros."""
    names = ("kind", "name", "funder", "reference", "signed_on", "ends_on", "population", "size", "prorata", "start_year_prorated")  # fmt: skip
    ranks = {each.pk: rank for rank, each in enumerate(contract.avenants.all(), 1)}
    return {
        "legal_person": contract.legal_person.name,
        **{name: getattr(contract, name) for name in names},
        "missions": [
            {
                "mission": mission.mission,
                "starts_on": mission.starts_on,
                "avenant": ranks.get(mission.avenant_id or 0),
                "years": [
                    {
                        **{
                            name: getattr(year, name)
                            for name in ("number", "fixed", "variable", "rate", "rate_state")
                        },
                        "avenant": ranks.get(year.avenant_id or 0),
                    }
                    for year in mission.years.all()
                ],
            }
            for mission in contract.missions.all()
        ],
        "avenants": [
            {
                name: getattr(each, name)
                for name in ("signed_on", "effect_on", "purpose", "ends_on", "population", "size")
            }
            for each in contract.avenants.all()
        ],
        "indicators": [indicator_in(each) for each in contract.indicators.all()],
        "result_steps": [
            {
                name: getattr(each, name)
                for name in ("mission", "number", "state", "on", "rate", "reason", "is_correction")
            }
            for each in contract.result_steps.all()
        ],
        "papers": [
            {
                "kind": each.kind,
                "dated_on": each.dated_on,
                "avenant": ranks.get(each.avenant_id or 0),
                "file": each.file.name,
            }
            for each in contract.papers.all()
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


def indicator_in(indicator: Indicator) -> dict[str, Any]:
    names = ("mission", "axis", "name", "formula", "unit", "base", "target", "weight", "fed_by")
    return {
        **{name: getattr(indicator, name) for name in names},
        "followed": indicator.followed.name if indicator.followed else None,
        "reached": [
            {"number": each.number, "value": each.value, "rate": each.rate}
            for each in indicator.reached.all()
        ],
    }
