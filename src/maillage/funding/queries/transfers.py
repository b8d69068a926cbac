"""Batches of transfers: what one would hold, what its file says, what keeps it from leaving."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from maillage.audit.enums import Kind
from maillage.audit.queries import trail_of
from maillage.funding.enums import Ability, ClaimState, IndemnityKind, PainVersion, TransferState
from maillage.funding.models import (
    AssociateShare,
    BankAccount,
    Claim,
    Payee,
    PayRule,
    Sharing,
    Transfer,
    TransferBatch,
    TransferPart,
)
from maillage.funding.perms import ABILITIES
from maillage.funding.queries.hours import claims_of, granted_in, key_of, received_in
from maillage.funding.queries.identity import people_among
from maillage.funding.rules.indemnities import ceiling_check
from maillage.funding.rules.paying import total_of
from maillage.funding.rules.transfers import target
from maillage.funding.rules.transfers.gate import faults
from maillage.funding.types.indemnities import Received
from maillage.funding.types.paying import Planned
from maillage.funding.types.transfers import Address, BankProfile, Batch, Debtor, Fault, Payment
from maillage.geography import clocks_of
from maillage.kernel import plural, with_no_break_spaces
from maillage.structures.models import LegalPerson, Membership, Structure
from maillage.structures.queries.clocks import zone_of

#: Begins what the trail says of a batch.
TOLD = "Lot de virements"


def batches_of(structure: Structure) -> QuerySet[TransferBatch]:
    """The newest first, each with its `total`, and how many transfers it holds (`count`)."""
    kept = (
        Transfer.objects.filter(batch=OuterRef("pk"))
        .exclude(state=TransferState.DROPPED)
        .order_by()
        .values("batch")
    )
    zero = Value(Decimal(0), output_field=DecimalField(max_digits=11, decimal_places=2))
    return (
        TransferBatch.objects.filter(legal_person__structure=structure)
        .select_related(
            "legal_person__structure__territory", "account", "prepared_by", "validated_by", "sent_by"
        )
        .annotate(
            total=Coalesce(Subquery(kept.annotate(sum=Sum("amount")).values("sum")), zero),
            count=Coalesce(Subquery(kept.annotate(n=Count("pk")).values("n")), 0),
        )
    )


def transfers_of(batch: TransferBatch) -> QuerySet[Transfer]:
    return batch.transfers.select_related("payee", "replaces").prefetch_related(
        "parts__claim__person", "parts__share__sharing__undone_by"
    )


def payable(structure: Structure) -> QuerySet[Claim]:
    """Approved, and in no batch that is on its way."""
    return claims_of(structure).filter(state=ClaimState.APPROVED).exclude(pk__in=in_a_batch())


def in_a_batch() -> QuerySet[TransferPart, int]:
    """Numbers of the claims that a live transfer pays."""
    return TransferPart.objects.filter(is_live=True, claim__isnull=False).values_list("claim", flat=True)


def planned(claims: Iterable[Claim]) -> tuple[list[Planned], list[Claim]]:
    """One transfer for each payee, by name; then the claims whose person has none."""
    every = list(claims)
    people = [each.person_id for each in every if each.person_id]
    payees = {
        (each.legal_person_id, each.person_id): each for each in Payee.objects.filter(person__in=people)
    }
    groups: defaultdict[Payee, list[Claim]] = defaultdict(list)
    without = []
    for claim in every:
        payee = payees.get((claim.legal_person_id, claim.person_id or 0))
        if payee is None:
            without.append(claim)
        else:
            groups[payee].append(claim)
    found = [Planned(payee, mine, total_of(each.amount for each in mine)) for payee, mine in groups.items()]
    return sorted(found, key=lambda each: (each.payee.name, each.payee.pk)), without


def label_for(planned: Planned) -> str:
    """« 9 demandes », of whom when another is paid for them."""
    said = plural(len(planned.claims), "demande")
    names = ", ".join(dict.fromkeys(claim.name for claim in planned.claims))
    return said if names == planned.payee.name else f"{said} de {names}"


def first_day(account: BankAccount, at: datetime) -> date:
    """The first day that its bank may execute a file given now: overseas, the later of what both clocks say.

    The hour that was noted is the bank's, in Paris or beside; no file is promised sooner than either gives.
    """
    clocks = {clocks_of(()), zone_of(account.legal_person.structure)}
    days = (
        target.earliest(at.astimezone(each), cutoff=account.cutoff, lead=account.lead_days) for each in clocks
    )
    return max(days)


def as_written(batch: TransferBatch, transfers: Iterable[Transfer]) -> Batch:
    """As the rules read it: the same each time, from what is kept."""
    return Batch(
        batch.reference,
        timezone.localtime(batch.made_at),
        batch.executes_on,
        Debtor(batch.debtor, batch.account.iban, batch.bic),
        tuple(_payment(each) for each in transfers if each.state != TransferState.DROPPED),
    )


def _payment(transfer: Transfer) -> Payment:
    address = (
        Address(transfer.town, transfer.country, transfer.street, transfer.postcode)
        if transfer.country
        else None
    )
    return Payment(
        transfer.reference,
        transfer.name,
        transfer.iban,
        transfer.amount,
        with_no_break_spaces(transfer.label),
        address=address,
    )


def profile_of(batch: TransferBatch) -> BankProfile:
    return BankProfile(PainVersion(batch.pain_version))


def why_not_leave(
    batch: TransferBatch, *, at: datetime, known: Iterable[Transfer] | None = None
) -> list[Fault]:
    """All that keeps a file from leaving now: its bank, its day, its payees, its claims, the ceiling of the year.

    `known`: its `transfers_of`, when they were just read.
    """
    every = transfers_of(batch) if known is None else known
    transfers = [each for each in every if each.state != TransferState.DROPPED]
    found = list(
        faults(as_written(batch, transfers), profile_of(batch), earliest=first_day(batch.account, at))
    )
    for each in transfers:
        found += [Fault(with_no_break_spaces(why), each.name) for why in _payee_faults(each)]
        found += [
            Fault(with_no_break_spaces(f"« {part.claim.label} » n’est plus à payer : retirez ce virement."), each.name)
            for part in each.parts.all()
            if part.claim and part.claim.state != ClaimState.APPROVED
        ]  # fmt: skip
        found += [
            Fault(with_no_break_spaces(f"Le partage « {part.share.sharing} » est annulé : retirez ce virement."), each.name)
            for part in each.parts.all()
            if part.share and hasattr(part.share.sharing, "undone_by")
        ]  # fmt: skip
    parts = [part for each in transfers for part in each.parts.all()]
    found += _ceiling_faults(batch, [part.claim for part in parts if part.claim])
    return found


def _payee_faults(transfer: Transfer) -> Iterator[str]:
    payee = transfer.payee
    if payee is None:
        yield "Ce bénéficiaire n’est plus là : retirez ce virement."
    elif payee.iban != transfer.iban:
        yield "Son IBAN a changé depuis que ce lot est préparé : retirez ce virement, puis préparez-le de nouveau."
    elif payee.checked_on and payee.checked_card not in (None, payee.person_id):
        yield "Sa fiche a été réunie à une autre depuis la vérification : rappelez la personne, puis vérifiez de nouveau."
    elif payee.is_stopped:
        yield "Son IBAN attend qu’une deuxième personne l’ait rappelé." + (
            f" {payee.stopped}" if payee.stopped else ""
        )


def _ceiling_faults(batch: TransferBatch, claims: Sequence[Claim]) -> Iterator[Fault]:
    """What each would have had in the year of the payment, these sums with it."""
    year, mine = batch.executes_on.year, {claim.pk for claim in claims}
    structure = batch.legal_person.structure
    live = TransferPart.objects.filter(is_live=True, claim__paid_on=None).exclude(transfer__batch=batch)
    leaving = live.filter(claim__legal_person__structure=structure).select_related("claim__person")
    days = {
        each.claim: each.transfer.batch.executes_on
        for each in leaving.select_related("transfer__batch")
        if each.claim
    }
    others = [each for each in granted_in(structure, year) if each.pk not in mine and each not in days]
    paid = {claim: day for claim, day in days.items() if claim.pk not in mine}
    received: defaultdict[str, list[Received]] = defaultdict(list)
    for one in received_in(year, others):
        received[one.person].append(one)
    for claim, day in [*paid.items(), *((each, batch.executes_on) for each in claims)]:
        kind = IndemnityKind(claim.kind)
        received[key_of(claim)].append(Received(key_of(claim), kind, claim.name, day, claim.amount))
    for key, name in {key_of(each): each.name for each in claims}.items():
        check = ceiling_check(received[key], key, Decimal(0), year=year)
        if check.refuses:
            yield Fault(check.sentence, name)


def taken_at(batch: TransferBatch) -> datetime | None:
    """When its file was last taken, as the trail says: it may be at the bank, whatever is noted here."""
    taken = trail_of(batch.legal_person.structure_id).filter(kind=Kind.DOWNLOAD)
    last = taken.filter(sentence__startswith=f"{TOLD} {batch.reference} ").first()
    return last.at if last else None


def rule_of(person: LegalPerson) -> PayRule | None:
    return PayRule.objects.filter(legal_person=person).first()


def approvers_in(structure: Structure) -> int:
    """How many people may approve, validate and check: whoever has two accounts is one."""
    roles = [role for role, held in ABILITIES.items() if Ability.APPROVE in held]
    held = Membership.objects.filter(structure=structure, role__in=roles, left_on=None)
    return people_among({each.user for each in held.select_related("user")}, structure)


def share_payees(sharing: Sharing) -> list[tuple[AssociateShare, Payee | None]]:
    """Each share above zero that no live transfer pays, with whom it is paid to; None: nobody noted their account."""
    left = [each for each in sharing.shares.all() if each.amount > 0]
    paid = set(TransferPart.objects.filter(is_live=True, share__in=left).values_list("share", flat=True))
    payees = {each.person_id: each for each in Payee.objects.filter(legal_person=sharing.legal_person_id)}
    return [(each, payees.get(each.person_id or 0)) for each in left if each.pk not in paid]


def transfers_for(sharing: Sharing) -> dict[int, Transfer]:
    """By share, the transfer that pays it, or is to."""
    live = TransferPart.objects.filter(is_live=True, share__sharing=sharing)
    return {each.share_id: each.transfer for each in live.select_related("transfer__batch") if each.share_id}
