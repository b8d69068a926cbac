"""Noting what came, and undoing what was noted by mistake."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.models import Contract, Receipt, Reconciliation
from maillage.funding.queries.calendar import expected_of
from maillage.funding.services.locking import locked
from maillage.kernel import BadInput, date_in_french, euros
from maillage.structures.queries import sent_before


@dataclass(frozen=True, slots=True)
class GivenReceipt:
    received_on: date
    amount: Decimal
    is_last: bool = False
    note: str = ""


@transaction.atomic
def receive(
    contract: Contract, expects: str, given: GivenReceipt, *, key: UUID, by: User, on: date
) -> Receipt:
    """Note what came for a payment; the same form sent twice notes one.

    Raises BadInput for a day to come, a payment that the contract does not promise, a gap that nothing explains.
    """
    kept = locked(contract)
    if noted := sent_before(kept.receipts, key):
        return noted
    structure = kept.legal_person.structure
    expected = next((each for each in expected_of(kept, structure.form, on=on) if each.key == expects), None)
    if expected is None:
        raise BadInput("Ce versement n’est plus au calendrier : rechargez la page du contrat.")
    if given.received_on > on:
        raise BadInput("Ce jour n’est pas encore venu : notez ce qui est déjà arrivé.", field="received_on")
    if given.received_on < kept.signed_on:
        signed = date_in_french(kept.signed_on)
        raise BadInput(f"Cet argent serait arrivé avant la signature, le {signed}.", field="received_on")
    if given.is_last and not given.note:
        raise BadInput("Dites en quelques mots pourquoi rien d’autre ne viendra.", field="note")
    noted = Receipt.objects.create(
        contract=kept, expects=expects, label=expected.label, received_on=given.received_on, amount=given.amount,
        is_last=given.is_last, note=given.note, by=by, key=key,
    )  # fmt: skip
    record(f"{kept.name} : {euros(given.amount)} reçus, {expected.label}.", by=by.pk, subject=structure.pk)
    return noted


@transaction.atomic
def undo(receipt: Receipt, *, by: User, on: date) -> Receipt:
    """The row that undoes this one; twice, there is one. Raises BadInput for a row that undoes another."""
    contract = locked(receipt.contract)
    kept = Receipt.objects.select_related("undoes").get(pk=receipt.pk)
    if kept.undoes_id:
        raise BadInput("Cette ligne annule une recette : notez de nouveau la recette.")
    if existing := Receipt.objects.filter(undoes=kept).first():
        return existing
    Reconciliation.objects.filter(receipt=kept).delete()  # its line of the bank waits again
    undone = Receipt.objects.create(
        contract=contract, expects=kept.expects, label=kept.label, received_on=on, amount=-kept.amount,
        note=f"Annule la recette du {date_in_french(kept.received_on)}", undoes=kept, by=by, key=uuid4(),
    )  # fmt: skip
    said = f"{contract.name} : recette de {euros(kept.amount)} annulée, {kept.label}."
    record(said, by=by.pk, subject=contract.legal_person.structure_id)
    return undone
