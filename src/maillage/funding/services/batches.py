"""A file of transfers: prepared by one, validated by another, deposited, or given up."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.funding.enums import BatchState, TransferState
from maillage.funding.models import Transfer, TransferBatch, TransferPart
from maillage.funding.queries.identity import are_one
from maillage.funding.queries.transfers import (
    TOLD,
    approvers_in,
    as_written,
    batches_of,
    first_day,
    profile_of,
    rule_of,
    taken_at,
    transfers_of,
    why_not_leave,
)
from maillage.funding.rules.paying import HERE, total_of, why_not_validate
from maillage.funding.rules.transfers.gate import judged
from maillage.funding.rules.transfers.writing import pain
from maillage.funding.services.locking import lock
from maillage.funding.types.transfers import Fault
from maillage.kernel import BadInput, date_in_french, plural, with_no_break_spaces
from maillage.structures.queries.clocks import day_in

ALONE = (
    "Vous êtes seul à pouvoir valider ici. Donnez à une deuxième personne un accès « Trésorerie » ou « Présidence » "
    "(Réglages, Accès) ; ou bien la présidence fixe, dans Virements, le montant jusqu’auquel une seule personne suffit."
)


def here(batch: TransferBatch, *states: BatchState) -> TransferBatch:
    """As it stands now that nobody else writes. Raises BadInput when it is in none of these states; 404 when it went."""
    structure = lock(batch.legal_person.structure)
    kept: TransferBatch = get_object_or_404(batches_of(structure), pk=batch.pk)
    if states and kept.state not in states:
        raise BadInput(f"Ce lot est déjà « {kept.get_state_display().lower()} » : rechargez la page.")
    return kept


@transaction.atomic
def validate(batch: TransferBatch, *, by: User, at: datetime) -> TransferBatch:
    """By another person than the one that prepared it, above the threshold. Raises BadInput."""
    kept = here(batch, BatchState.PREPARED)
    if why := why_not_validate_by(kept, by):
        raise BadInput(why)
    refuse(why_not_leave(kept, at=at))
    kept.state, kept.validated_by = BatchState.VALIDATED, by
    kept.validated_on = day_in(kept.legal_person.structure, at)
    kept.save(update_fields=["state", "validated_by", "validated_on"])
    _say(kept, "validé", by=by)
    return kept


def why_not_validate_by(batch: TransferBatch, by: User) -> str:
    """Why somebody may not validate a batch, with the way out; empty when they may."""
    rule = rule_of(batch.legal_person)
    total = total_of(each.amount for each in batch.transfers.all() if each.state != TransferState.DROPPED)
    structure = batch.legal_person.structure
    is_author = are_one(batch.prepared_by, by, structure)
    why = why_not_validate(total, rule.alone_up_to if rule else None, is_author=is_author)
    if why and approvers_in(structure) < 2:
        return with_no_break_spaces(f"{why} {ALONE}")
    return why


@transaction.atomic
def file_of(batch: TransferBatch, *, by: User | None, at: datetime, through: str = "") -> bytes:
    """What the bank takes, the same each time; the audit trail keeps that it was taken, and `through` what when nobody took
    it (« par la clé… »). Raises BadInput.

    As the batch stands under the lock: nobody takes a transfer off between the judging and the trail.
    """
    batch = here(batch, *BatchState)
    if batch.state == BatchState.PREPARED:
        raise BadInput("Une deuxième personne valide d’abord ce lot.")
    if batch.state != BatchState.VALIDATED:
        raise BadInput(
            f"Ce lot est « {batch.get_state_display().lower()} » : son fichier ne sort plus. S’il n’est pas arrivé à la "
            "banque, dites d’abord qu’il n’est pas parti."
        )
    refuse(why_not_leave(batch, at=at))
    content = pain(as_written(batch, transfers_of(batch)), profile_of(batch))
    _say(batch, f"fichier de virements sorti{through}", by=by, kind=Kind.DOWNLOAD)
    return content


def refuse(found: list[Fault]) -> None:
    """Raises BadInput with the first fault, and how many there are."""
    if not found:
        return
    first = found[0]
    others = f" ({plural(len(found), 'point')} à reprendre en tout.)" if len(found) > 1 else ""
    raise BadInput(
        with_no_break_spaces(f"{first.who} : {first.why}{others}" if first.who else first.why + others)
    )


@transaction.atomic
def send(batch: TransferBatch, *, by: User, on: date) -> TransferBatch:
    """It was deposited at the bank: its file does not change any more. Twice, it is once. Raises BadInput."""
    kept = here(batch, BatchState.VALIDATED, BatchState.SENT)
    if kept.state == BatchState.SENT:
        return kept
    kept.state, kept.sent_by, kept.sent_on = BatchState.SENT, by, on
    kept.save(update_fields=["state", "sent_by", "sent_on"])
    _say(kept, "déposé à la banque", by=by)
    return kept


@transaction.atomic
def unsend(batch: TransferBatch, *, by: User) -> TransferBatch:
    """It was not deposited after all. Raises BadInput once the bank executed a part of it, or sent one back."""
    kept = here(batch, BatchState.SENT)
    moved = kept.transfers.filter(state__in=(TransferState.EXECUTED, TransferState.RETURNED))
    if moved.exists():
        raise BadInput("La banque a déjà exécuté une partie de ce lot : il est bien parti.")
    kept.state, kept.sent_by, kept.sent_on = BatchState.VALIDATED, None, None
    kept.save(update_fields=["state", "sent_by", "sent_on"])
    _say(kept, "n’est pas parti", by=by)
    return kept


@transaction.atomic
def redate(
    batch: TransferBatch,
    executes_on: date,
    *,
    by: User,
    at: datetime,
    is_not_at_bank: bool = False,
    reason: str = "",
) -> TransferBatch:
    """Another day, when the first one is past: the same reference, so that a bank takes it once.

    Raises BadInput; once its file was taken, unless somebody says that the bank has it not, and why: the trail keeps it.
    """
    kept = here(batch, *HERE)
    _ask_the_bank(kept, is_not_at_bank=is_not_at_bank)
    is_taken = taken_at(kept) is not None
    if is_taken and not reason:
        raise BadInput(
            "Dites en quelques mots pourquoi le fichier sorti n’est pas à la banque : l’historique le garde.",
            field="reason",
        )
    kept.executes_on, kept.made_at = executes_on, at.replace(microsecond=0)
    judged(as_written(kept, transfers_of(kept)), profile_of(kept), earliest=first_day(kept.account, at))
    kept.save(update_fields=["executes_on", "made_at"])
    why = f", le fichier sorti n’est pas à la banque : {reason[:200]}" if is_taken else ""
    _say(kept, f"exécution le {date_in_french(executes_on)}{why}", by=by)
    return kept


@transaction.atomic
def drop(transfer: Transfer, *, by: User, is_not_at_bank: bool = False) -> TransferBatch:
    """Take a transfer off a batch that has not left: its claims wait again, the batch is to be validated again.

    Raises BadInput once it left, or may have: see `cancel`.
    """
    kept = here(transfer.batch, *HERE)
    if not kept.transfers.filter(pk=transfer.pk, state=TransferState.WAITING).exists():
        return kept
    _ask_the_bank(kept, is_not_at_bank=is_not_at_bank)
    let_go(kept.transfers.filter(pk=transfer.pk, state=TransferState.WAITING))
    left = kept.transfers.exclude(state=TransferState.DROPPED).exists()
    kept.state = BatchState.PREPARED if left else BatchState.CANCELLED
    kept.validated_by, kept.validated_on = None, None
    kept.save(update_fields=["state", "validated_by", "validated_on"])
    _say(kept, f"le virement {transfer.reference} est retiré", by=by)
    return kept


@transaction.atomic
def cancel(batch: TransferBatch, *, by: User, is_not_at_bank: bool = False) -> TransferBatch:
    """Nothing leaves, all its claims wait again.

    Raises BadInput once it left, and when its file was taken as long as nobody says that the bank has it not: its claims
    would be paid twice.
    """
    kept = here(batch, *HERE)
    _ask_the_bank(kept, is_not_at_bank=is_not_at_bank)
    let_go(kept.transfers.filter(state=TransferState.WAITING))
    kept.state = BatchState.CANCELLED
    kept.save(update_fields=["state"])
    _say(kept, "annulé", by=by)
    return kept


def _ask_the_bank(batch: TransferBatch, *, is_not_at_bank: bool) -> None:
    if is_not_at_bank:
        return
    if taken := taken_at(batch):
        day = date_in_french(day_in(batch.legal_person.structure, taken))
        raise BadInput(
            f"Le fichier de ce lot est sorti le {day} : vérifiez sur le site de la "
            "banque qu’il n’y est pas, puis cochez-le.",
            field="is_not_at_bank",
        )


def let_go(transfers: QuerySet[Transfer]) -> None:
    numbers = list(transfers.values_list("pk", flat=True))
    TransferPart.objects.filter(transfer__in=numbers, is_live=True).update(is_live=False)
    Transfer.objects.filter(pk__in=numbers).update(state=TransferState.DROPPED)


def _say(batch: TransferBatch, what: str, *, by: User | None, kind: Kind = Kind.WRITE) -> None:
    said = f"{TOLD} {batch.reference} : {what}."
    record(said, by=by.pk if by else None, subject=batch.legal_person.structure_id, kind=kind)
