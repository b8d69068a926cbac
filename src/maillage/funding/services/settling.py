"""What the bank did of transfers: executed as a statement says, or come back."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import ClaimState, TransferState
from maillage.funding.models import Claim, Reconciliation, Transfer, TransferBatch, TransferPart
from maillage.funding.rules.paying import LEAVING, state_after
from maillage.funding.services.locking import lock
from maillage.funding.services.payees import stop_payee
from maillage.kernel import BadInput, euros, visible, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import contact_of


def execute(transfers: Sequence[Transfer], answer: Reconciliation, on: date) -> None:
    """Under the lock: these left the account that day. What was paid is paid, whatever was said of the claims since."""
    numbers = [each.pk for each in transfers]
    Transfer.objects.filter(pk__in=numbers).update(
        state=TransferState.EXECUTED, executed_on=on, settled_by=answer
    )
    _claims(numbers).update(state=ClaimState.PAID, paid_on=on, settled_by=answer)
    _follow(numbers)


def unexecute(answer: Reconciliation) -> None:
    """Under the lock. Raises BadInput when one of them came back since."""
    transfers = list(answer.transfers.all())
    if any(each.state != TransferState.EXECUTED for each in transfers):
        raise BadInput("Un de ces virements est revenu depuis : annulez d’abord ce retour.")
    numbers = [each.pk for each in transfers]
    Transfer.objects.filter(pk__in=numbers).update(
        state=TransferState.WAITING, executed_on=None, settled_by=None
    )
    _claims(numbers).update(state=ClaimState.APPROVED, paid_on=None, settled_by=None)
    _follow(numbers)


@transaction.atomic
def come_back(
    transfer: Transfer, why: str, *, on: date, by: User, at: datetime, answer: Reconciliation | None = None
) -> Transfer:
    """It came back, or the bank refused it: its claims are to be paid again, its payee is in quarantine and is told.

    Raises BadInput without a reason, for one that did not leave, and for a day before its execution.
    """
    structure = lock(transfer.batch.legal_person.structure)
    kept = Transfer.objects.select_related("batch", "payee__person__structure").get(pk=transfer.pk)
    if kept.state not in {TransferState.WAITING, TransferState.EXECUTED} or kept.batch.state not in LEAVING:
        raise BadInput("Ce virement n’est pas parti, ou il est déjà revenu : rechargez la page.")
    if not why:
        raise BadInput(
            "Dites pourquoi il est revenu : « compte clos », « refusé par la banque ».", field="reason"
        )
    if kept.executed_on and on < kept.executed_on:
        raise BadInput("Ce virement n’était pas encore exécuté ce jour-là : vérifiez la date.", field="on")
    parts = [each.claim_id for each in kept.parts.filter(is_live=True) if each.claim_id]
    kept.parts.update(is_live=False)
    mine = Claim.objects.filter(pk__in=parts).exclude(state=ClaimState.REFUSED)
    mine.update(state=ClaimState.APPROVED, paid_on=None, settled_by=None)
    kept.state, kept.returned_on, kept.returned_by, kept.reason = (
        TransferState.RETURNED,
        on,
        answer,
        why[:200],
    )
    kept.save(update_fields=["state", "returned_on", "returned_by", "reason"])
    if kept.payee:
        stop_payee(kept.payee, why[:200], by=by, on=on)
        _tell(kept, kept.payee.person, at=at)
    _follow([kept.pk])
    said = f"Virement {kept.reference} revenu, {euros(kept.amount)}."
    record(with_no_break_spaces(said), by=by.pk, subject=structure.pk)
    return kept


def _tell(transfer: Transfer, person: Person, *, at: datetime) -> None:
    """Neither the account nor the reason, which a bank gives in confidence; nobody is asked to answer by a RIB."""
    if not is_address(person.email):
        return
    structure = person.structure
    body = (
        f"Notre virement de {euros(transfer.amount)} pour vous ({transfer.label}) est revenu.\n\n"
        "N’envoyez pas de RIB en réponse à ce message : quelqu’un vous appellera, au numéro que nous connaissons, puis "
        f"nous le referons.\n\n{structure.name}"
    )
    post(
        f"funding.returned {transfer.pk}",
        subject=with_no_break_spaces("Un virement est revenu"),
        body=with_no_break_spaces(visible(body)),
        sender=" ".join(structure.name.split()),
        to=[To(person.email, " ".join(person.name.split()))],
        at=at,
        reply_to=contact_of(structure),
        about=structure.pk,
    )


@transaction.atomic
def take_back(transfer: Transfer, *, by: User) -> Transfer:
    """It had not come back: its claims are as they were. The payee stays in quarantine.

    Raises BadInput once they are in another batch, or paid otherwise.
    """
    structure = lock(transfer.batch.legal_person.structure)
    kept = Transfer.objects.select_related("batch", "settled_by").get(pk=transfer.pk)
    if kept.state != TransferState.RETURNED:
        return kept
    numbers = [each.claim_id for each in kept.parts.all() if each.claim_id]
    shares = [each.share_id for each in kept.parts.all() if each.share_id]
    taken = Q(claim__in=numbers) | Q(share__in=shares)
    is_taken = TransferPart.objects.filter(taken, is_live=True).exists()
    if is_taken or Claim.objects.filter(pk__in=numbers).exclude(state=ClaimState.APPROVED).exists():
        raise BadInput("Ces demandes sont déjà dans un autre lot, ou payées autrement : annulez-le d’abord.")
    kept.parts.update(is_live=True)
    if kept.executed_on:
        _claims([kept.pk]).update(state=ClaimState.PAID, paid_on=kept.executed_on, settled_by=kept.settled_by)
    kept.state = TransferState.EXECUTED if kept.executed_on else TransferState.WAITING
    kept.returned_on, kept.returned_by, kept.reason = None, None, ""
    kept.save(update_fields=["state", "returned_on", "returned_by", "reason"])
    _follow([kept.pk])
    record(f"Virement {kept.reference} : son retour est annulé.", by=by.pk, subject=structure.pk)
    return kept


def _claims(transfers: Collection[int]) -> QuerySet[Claim]:
    parts = TransferPart.objects.filter(transfer__in=transfers, is_live=True, claim__isnull=False)
    return Claim.objects.filter(pk__in=list(parts.values_list("claim", flat=True)))


def _follow(transfers: Collection[int]) -> None:
    """The state of the batches of these."""
    for batch in TransferBatch.objects.filter(transfers__in=transfers).distinct():
        state = state_after(batch.transfers.values_list("state", flat=True))
        TransferBatch.objects.filter(pk=batch.pk).update(state=state)
