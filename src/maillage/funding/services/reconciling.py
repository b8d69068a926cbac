"""What a line of the bank answers, said by somebody, and taken back."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import AnswerKind, ClaimState, ExpenseState, TransferState
from maillage.funding.models import BankLine, Contract, Receipt, Reconciliation, Transfer
from maillage.funding.queries.bank import claims_for
from maillage.funding.queries.bank_expenses import expenses_for
from maillage.funding.queries.settling import leaving
from maillage.funding.services import approving, claims, receipts, settling
from maillage.funding.services.locking import lock
from maillage.funding.services.receipts import GivenReceipt
from maillage.kernel import BadInput, date_in_french, euros
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import day_in

ANSWERED = "Quelqu’un a déjà dit ce que c’est : annulez d’abord ce rapprochement."


def _unanswered(line: BankLine) -> Structure:
    """Its structure, locked. Raises BadInput when the line answers something already."""
    structure = lock(line.account.legal_person.structure)
    if Reconciliation.objects.filter(line=line).exists():
        raise BadInput(ANSWERED)
    return structure


@transaction.atomic
def is_payment(line: BankLine, contract: Contract, expects: str, *, by: User, on: date) -> Reconciliation:
    """The line is what came for a payment that is expected: the receipt is written. Raises BadInput."""
    structure = _unanswered(line)
    if line.amount < 0:
        raise BadInput("Cette ligne sort du compte : ce n’est pas un versement reçu.")
    given = GivenReceipt(line.booked_on, line.amount)
    noted = receipts.receive(contract, expects, given, key=uuid4(), by=by, on=on)
    return _answer(line, structure, AnswerKind.PAYMENT, noted.label, by=by, on=on, receipt=noted)


@transaction.atomic
def is_receipt(line: BankLine, noted: Receipt, *, by: User, on: date) -> Reconciliation:
    """The line is a receipt that was noted by hand: nothing is counted twice. Raises BadInput."""
    structure = _unanswered(line)
    is_taken = Reconciliation.objects.filter(receipt=noted).exists()
    if is_taken or noted.undoes_id or Receipt.objects.filter(undoes=noted).exists():
        raise BadInput("Cette recette est annulée, ou une autre ligne y répond : rechargez la page.")
    if noted.amount != line.amount:
        raise BadInput(f"Cette recette est de {euros(noted.amount)}, la ligne de {euros(line.amount)}.")
    return _answer(
        line, structure, AnswerKind.PAYMENT, noted.label, by=by, on=on, receipt=noted, has_written=False
    )


@transaction.atomic
def is_claims(line: BankLine, chosen: Collection[int], *, by: User, on: date) -> Reconciliation:
    """The line paid these claims, to the cent: those that are only approved become paid on its day.

    Raises BadInput when they do not make its amount, or are a mix of paid and approved.
    """
    structure = _unanswered(line)
    found = list(claims_for(line, structure).filter(pk__in=chosen))
    is_new = are_new(
        line, chosen, [(each.amount, each.state) for each in found], "demandes", ClaimState.APPROVED
    )
    if is_new:
        claims.pay(structure, chosen, line.booked_on, by=by, on=on)
    words = ", ".join(dict.fromkeys(each.name for each in found))
    answer = _answer(line, structure, AnswerKind.CLAIMS, words, by=by, on=on, has_written=is_new)
    answer.claims.add(*found)
    return answer


def are_new(
    line: BankLine, chosen: Collection[int], found: Sequence[tuple[Decimal, str]], what: str, approved: str
) -> bool:
    """Whether those that the line paid are only approved, each (euros, state); else all were noted paid by hand.

    Raises BadInput when one went, when they do not make its amount, or are a mix of both.
    """
    total = sum((amount for amount, _ in found), Decimal())
    if len(found) != len(set(chosen)):
        raise BadInput(f"Une de ces {what} n’attend plus de paiement : rechargez la page.")
    if not found or total != -line.amount:
        raise BadInput(
            f"Les {what} cochées font {euros(total)}, la ligne {euros(-line.amount)} : cochez celles qui font cette somme."
        )
    states = {state for _, state in found}
    if len(states) > 1:
        raise BadInput(
            f"Certaines de ces {what} sont déjà notées payées, d’autres non : notez-les d’abord toutes."
        )
    return states == {approved}


@transaction.atomic
def is_expenses(line: BankLine, chosen: Collection[int], *, by: User, on: date) -> Reconciliation:
    """The line paid these expenses, to the cent: those that are only approved become paid on its day.

    Raises BadInput when they do not make its amount, or are a mix of paid and approved.
    """
    structure = _unanswered(line)
    found = list(expenses_for(line, structure).filter(pk__in=chosen))
    paid = [(each.amount or Decimal(), each.state) for each in found]
    is_new = are_new(line, chosen, paid, "dépenses", ExpenseState.APPROVED)
    if is_new:
        approving.pay(structure, chosen, line.booked_on, by=by, on=on)
    words = ", ".join(dict.fromkeys(each.name for each in found))
    answer = _answer(line, structure, AnswerKind.EXPENSES, words, by=by, on=on, has_written=is_new)
    answer.expenses.add(*found)
    return answer


@transaction.atomic
def is_transfers(line: BankLine, chosen: Collection[int], *, by: User, on: date) -> Reconciliation:
    """The line paid these transfers of batches that left, to the cent: executed on its day, their claims paid.

    Raises BadInput when they do not make its amount, or are not on their way.
    """
    structure = _unanswered(line)
    found = list(leaving(line).filter(pk__in=chosen))
    total = sum((each.amount for each in found), Decimal())
    if len(found) != len(set(chosen)):
        raise BadInput("Un de ces virements n’attend plus la banque : rechargez la page.")
    if not found or total != -line.amount:
        raise BadInput(f"Ces virements font {euros(total)}, la ligne {euros(-line.amount)}.")
    words = ", ".join(dict.fromkeys(each.batch.reference for each in found))
    answer = _answer(line, structure, AnswerKind.BATCH, f"virements exécutés, {words}", by=by, on=on)
    settling.execute(found, answer, line.booked_on)
    return answer


@transaction.atomic
def is_return(line: BankLine, transfer: Transfer, why: str, *, by: User, at: datetime) -> Reconciliation:
    """The line is a transfer of ours that came back, with what the bank says of it. Raises BadInput."""
    structure = _unanswered(line)
    if not Transfer.objects.filter(pk=transfer.pk, state=TransferState.EXECUTED).exists():
        raise BadInput("Ce virement n’est pas encore noté exécuté : rapprochez d’abord la ligne de son lot.")
    if transfer.amount != line.amount:
        raise BadInput(f"Ce virement est de {euros(transfer.amount)}, la ligne de {euros(line.amount)}.")
    told = f"virement {transfer.reference} revenu"
    answer = _answer(line, structure, AnswerKind.RETURN, told, by=by, on=day_in(structure, at))
    settling.come_back(transfer, why, on=line.booked_on, by=by, at=at, answer=answer)
    return answer


@transaction.atomic
def is_other(line: BankLine, words: str, *, by: User, on: date) -> Reconciliation:
    """Neither: what it is, in words. Raises BadInput without any."""
    structure = _unanswered(line)
    if not words:
        raise BadInput("Dites en quelques mots ce que c’est : « Assurance », « Loyer ».", field="words")
    return _answer(line, structure, AnswerKind.OTHER, words, by=by, on=on, words=words, has_written=False)


def _answer(
    line: BankLine,
    structure: Structure,
    kind: AnswerKind,
    told: str,
    *,
    by: User,
    on: date,
    receipt: Receipt | None = None,
    words: str = "",
    has_written: bool = True,
) -> Reconciliation:
    made = Reconciliation.objects.create(
        line=line, kind=kind, receipt=receipt, words=words, has_written=has_written, by=by, on=on
    )
    day = date_in_french(line.booked_on)
    record(f"Banque, {day}, {euros(line.amount)} : {told}.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def undo(line: BankLine, *, by: User, on: date) -> bool:
    """Whether there was something to take back: what it wrote goes with it, what was noted by hand stays."""
    structure = lock(line.account.legal_person.structure)
    answer = Reconciliation.objects.select_related("receipt__contract").filter(line=line).first()
    if answer is None:
        return False
    if answer.kind == AnswerKind.BATCH:
        settling.unexecute(answer)
    for transfer in answer.returns.all():
        settling.take_back(transfer, by=by)
    paid, receipt = [each.pk for each in answer.claims.all()], answer.receipt
    spent = [each.pk for each in answer.expenses.all()]
    answer.delete()
    if answer.has_written and receipt:
        receipts.undo(receipt, by=by, on=on)
    if answer.has_written and paid:
        claims.unpay(structure, paid, by=by)
    if answer.has_written and spent:
        approving.unpay(structure, spent, by=by)
    day = date_in_french(line.booked_on)
    said = f"Banque, {day}, {euros(line.amount)} : rapprochement annulé."
    record(said, by=by.pk, subject=structure.pk)
    return True
