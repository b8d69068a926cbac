"""What a file of transfers needs: what a bank takes, who validates, then a batch of approved claims."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import PainVersion, TransferState
from maillage.funding.models import BankAccount, PayRule, Sharing, Transfer, TransferBatch, TransferPart
from maillage.funding.queries.transfers import (
    TOLD,
    as_written,
    batches_of,
    first_day,
    label_for,
    payable,
    planned,
    profile_of,
    rule_of,
    share_payees,
)
from maillage.funding.rules.paying import batch_reference, code_of
from maillage.funding.rules.transfers import accounts
from maillage.funding.rules.transfers.characters import payment_reference
from maillage.funding.rules.transfers.gate import judged
from maillage.funding.services.locking import lock
from maillage.funding.types.paying import Planned
from maillage.kernel import BadInput, euros, plural
from maillage.structures.models import LegalPerson
from maillage.structures.queries import sent_before

#: Claims of a batch.
MOST = 500


@transaction.atomic
def say_bank(
    account: BankAccount, bic: str, version: str, lead_days: int, cutoff: time, *, by: User
) -> BankAccount:
    """What the bank of an account takes, confirmed by who holds it. Raises BadInput."""
    structure = lock(account.legal_person.structure)
    kept = BankAccount.objects.get(pk=account.pk)
    kept.bic, kept.pain_version = accounts.bic(bic), PainVersion(version)
    kept.lead_days, kept.cutoff = lead_days, cutoff
    kept.save(update_fields=["bic", "pain_version", "lead_days", "cutoff"])
    record(f"{kept.label} : BIC {kept.bic}, {kept.pain_version}.", by=by.pk, subject=structure.pk)
    return kept


@transaction.atomic
def set_alone(person: LegalPerson, alone_up_to: Decimal | None, *, by: User) -> PayRule:
    """Up to how much who prepared a batch may validate it; None: never."""
    structure = lock(person.structure)
    rule = _rule(person)
    rule.alone_up_to = alone_up_to
    rule.save(update_fields=["alone_up_to"])
    told = f"jusqu’à {euros(alone_up_to)}" if alone_up_to is not None else "jamais"
    record(f"Un lot validé par une seule personne : {told}.", by=by.pk, subject=structure.pk)
    return rule


@transaction.atomic
def prepare(
    account: BankAccount, chosen: Collection[int], executes_on: date, *, key: UUID, by: User, at: datetime
) -> TransferBatch:
    """A batch that pays these claims, once; the same form sent twice prepares one. Raises BadInput.

    A payee in quarantine is taken: the file waits for the call. Whoever has no payee is refused.
    """
    structure = lock(account.legal_person.structure)
    if made := sent_before(batches_of(structure), key):
        return made
    account = BankAccount.objects.select_related("legal_person__structure").get(pk=account.pk)
    if not account.bic:
        raise BadInput("Confirmez d’abord le BIC de ce compte : la banque le demande.", field="account")
    if len(chosen) > MOST:
        raise BadInput("Plus de cinq cents demandes : préparez plusieurs lots.")
    claims = list(payable(structure).filter(pk__in=chosen))
    if len(claims) != len(set(chosen)) or not claims:
        raise BadInput(
            "Une de ces demandes n’attend plus de paiement, ou un autre lot la paie : rechargez la page."
        )
    if any(each.legal_person_id != account.legal_person_id for each in claims):
        raise BadInput("Une de ces demandes est payée par une autre personne morale : choisissez son compte.")
    groups, without = planned(claims)
    if without:
        names = ", ".join(dict.fromkeys(each.name for each in without))
        raise BadInput(f"Sans bénéficiaire : {names}. Ajoutez leur RIB, ou décochez-les.")
    rows = [
        (group, label_for(group), [TransferPart(claim=each) for each in group.claims]) for group in groups
    ]
    return _written(account, rows, executes_on, key=key, by=by, at=at)


@transaction.atomic
def prepare_shares(
    account: BankAccount, sharing: Sharing, executes_on: date, *, key: UUID, by: User, at: datetime
) -> TransferBatch:
    """A batch that pays each share of a sum that nothing pays yet; the same form sent twice prepares one. Raises BadInput."""
    structure = lock(account.legal_person.structure)
    if made := sent_before(batches_of(structure), key):
        return made
    account = BankAccount.objects.select_related("legal_person__structure").get(pk=account.pk)
    kept = Sharing.objects.get(pk=sharing.pk)
    if kept.undoes_id or Sharing.objects.filter(undoes=kept).exists():
        raise BadInput("Ce partage est annulé, ou en annule un autre : rien ne se paie.")
    if account.legal_person_id != kept.legal_person_id:
        raise BadInput(
            "Une autre personne morale a partagé cette somme : choisissez son compte.", field="account"
        )
    if not account.bic:
        raise BadInput("Confirmez d’abord le BIC de ce compte : la banque le demande.", field="account")
    pairs = share_payees(kept)
    if without := [each.name for each, payee in pairs if payee is None]:
        raise BadInput(f"Sans bénéficiaire : {', '.join(without)}. Ajoutez leur RIB.")
    if not pairs:
        raise BadInput("Chaque part de ce partage est déjà dans un lot : rechargez la page.")
    rows = [
        (Planned(payee, (), each.amount), f"Part : {kept.label}", [TransferPart(share=each)])
        for each, payee in pairs
    ]
    return _written(account, rows, executes_on, key=key, by=by, at=at)


def _written(
    account: BankAccount,
    rows: Sequence[tuple[Planned, str, Sequence[TransferPart]]],
    executes_on: date,
    *,
    key: UUID,
    by: User,
    at: datetime,
) -> TransferBatch:
    """Under the lock: a batch of (what is paid to whom, its words, its parts), once the gate let it. Raises BadInput."""
    rule = _rule(account.legal_person)
    batch = TransferBatch(
        legal_person=account.legal_person, account=account, made_at=at.replace(microsecond=0),
        reference=batch_reference(rule.code, _next(rule)), executes_on=executes_on,
        debtor=account.legal_person.name, bic=account.bic, pain_version=account.pain_version,
        prepared_by=by, key=key,
    )  # fmt: skip
    back = _came_back([part for _, _, parts in rows for part in parts])
    transfers = [
        _transfer(
            batch,
            group,
            label,
            payment_reference(rule.code, _next(rule)),
            [back[_paid(each)] for each in parts if _paid(each) in back],
        )
        for group, label, parts in rows
    ]
    judged(as_written(batch, transfers), profile_of(batch), earliest=first_day(account, at))
    batch.save()
    rule.save(update_fields=["last_number"])
    Transfer.objects.bulk_create(transfers)
    for transfer, (_, _, parts) in zip(transfers, rows, strict=True):
        for part in parts:
            part.transfer = transfer
    TransferPart.objects.bulk_create(part for _, _, parts in rows for part in parts)
    said = f"{TOLD} {batch.reference} : préparé, {plural(len(transfers), 'virement')}."
    record(said, by=by.pk, subject=account.legal_person.structure_id)
    return batch


def _paid(part: TransferPart) -> tuple[int | None, int | None]:
    return part.claim_id, part.share_id


def _came_back(parts: Collection[TransferPart]) -> dict[tuple[int | None, int | None], Transfer]:
    """What each part pays → the last transfer of it that came back."""
    claims, shares = [each.claim_id for each in parts], [each.share_id for each in parts]
    rows = TransferPart.objects.filter(
        Q(claim__in=filter(None, claims)) | Q(share__in=filter(None, shares)),
        transfer__state=TransferState.RETURNED,
    )
    return {_paid(each): each.transfer for each in rows.select_related("transfer").order_by("transfer")}


def _transfer(
    batch: TransferBatch, group: Planned, label: str, reference: str, before: Iterable[Transfer]
) -> Transfer:
    payee = group.payee
    return Transfer(
        batch=batch, payee=payee, reference=reference, name=payee.name, iban=payee.iban, street=payee.street,
        postcode=payee.postcode, town=payee.town, country=payee.country, amount=group.amount,
        label=label, replaces=max(before, key=lambda each: each.pk, default=None),
    )  # fmt: skip


def _rule(person: LegalPerson) -> PayRule:
    return rule_of(person) or PayRule.objects.create(
        legal_person=person, code=code_of(person.name, person.pk)
    )


def _next(rule: PayRule) -> int:
    rule.last_number += 1
    return rule.last_number
