"""Lines of a bank against transfers that left: what each most likely settles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from maillage.funding.enums import AnswerKind, BatchState, TransferState
from maillage.funding.models import BankAccount, BankLine, Transfer, TransferBatch
from maillage.funding.queries.bank import candidates
from maillage.funding.queries.transfers import as_written
from maillage.funding.rules.paying import LEAVING, total_of
from maillage.funding.rules.reconciling import proposed
from maillage.funding.rules.settling import settled
from maillage.funding.types.bank import Candidate
from maillage.funding.types.settling import Settlement
from maillage.funding.types.statements import Detail, StatementLine
from maillage.kernel import plural, with_no_break_spaces
from maillage.structures.models import Structure

#: Days within which a transfer comes back, and is still looked for.
BACK = timedelta(days=60)
UNSAID = "Revenu : la banque ne dit pas pourquoi."


def leaving(line: BankLine) -> QuerySet[Transfer]:
    """Those that a line of this account may have executed."""
    return (
        Transfer.objects.filter(batch__account=line.account_id, batch__state__in=LEAVING)
        .filter(state=TransferState.WAITING)
        .select_related("batch")
    )


def gone(line: BankLine) -> QuerySet[Transfer]:
    """Those that may have come back on a line of this account."""
    return (
        Transfer.objects.filter(batch__account=line.account_id, batch__state__in=LEAVING)
        .filter(state__in=(TransferState.WAITING, TransferState.EXECUTED), amount=line.amount)
        .select_related("batch__legal_person__structure__territory")
    )


def as_read(line: BankLine) -> StatementLine:
    details = tuple(
        Detail(Decimal(each["amount"]), each.get("reference", ""), returned=each.get("returned", ""))
        for each in line.details
    )
    return StatementLine(
        str(line.account_id), line.booked_on, line.amount, line.label, details=details, batch=line.batch
    )


def answers(
    structure: Structure, account: BankAccount | None, lines: Sequence[StatementLine], *, on: date
) -> list[Candidate | None]:
    """What each line most likely answers: our references first, then amounts and days. Nothing is proposed twice."""
    if not lines:
        return []
    told = _told(account, lines) if account else {}
    rest = [line for line in lines if id(line) not in told]
    days = [line.booked for line in lines]
    alone = _alone(account, told.values(), since=min(days) - BACK) if account else ()
    comes = any(line.amount > 0 for line in lines)
    among = [*candidates(structure, account, days, on=on, comes=comes), *alone]
    best = iter(proposed([(line.booked, line.amount) for line in rest], among))
    return [told[id(line)] if id(line) in told else next(best) for line in lines]


def _told(account: BankAccount, lines: Sequence[StatementLine]) -> dict[int, Candidate]:
    """By the identity of its line, which two of them may share in all the rest."""
    batches = list(_told_of(account, lines))
    if not batches:
        return {}
    kept = {each.pk: [one for one in each.transfers.all() if _left(one)] for each in batches}
    numbers = {each.reference: each for transfers in kept.values() for each in transfers}
    written = [as_written(each, kept[each.pk]) for each in batches]
    found: defaultdict[int, list[Settlement]] = defaultdict(list)
    for each in settled(lines, written).settlements:
        found[id(each.line)].append(each)
    made = {key: _candidate(each, numbers) for key, each in found.items()}
    return {key: candidate for key, candidate in made.items() if candidate}


def _told_of(account: BankAccount, lines: Sequence[StatementLine]) -> QuerySet[TransferBatch]:
    """Those that these lines may be of: not executed yet, executed a little before, or named by a line."""
    details = {each.end_to_end for line in lines for each in line.details}
    names = {line.batch for line in lines if line.batch}
    days = [line.booked for line in lines]
    may_be = Q(state__in=(BatchState.VALIDATED, BatchState.SENT)) | Q(reference__in=names)
    may_be |= Q(executes_on__range=(min(days) - BACK, max(days))) | Q(
        pk__in=Transfer.objects.filter(reference__in=details).values("batch")
    )
    known = TransferBatch.objects.filter(may_be, account=account, state__in=LEAVING).order_by("-pk")
    return known.select_related("account").prefetch_related(
        Prefetch("transfers", Transfer.objects.select_related("batch"))
    )


def _left(transfer: Transfer) -> bool:
    """What the bank refused before any execution is in no line."""
    return transfer.state != TransferState.RETURNED or transfer.executed_on is not None


def why_told(line: BankLine, transfer: Transfer) -> str:
    """Why a transfer came back, as its line says."""
    batch = TransferBatch.objects.select_related("account").get(pk=transfer.batch_id)
    found = settled([as_read(line)], [as_written(batch, [transfer])]).settlements
    return next((each.why for each in found if each.why), with_no_break_spaces(UNSAID))


def _candidate(found: Sequence[Settlement], numbers: dict[str, Transfer]) -> Candidate | None:
    """None when some left and others came back, or when one of them is settled already: a person says it."""
    line, transfers = found[0].line, [numbers[each.payment.reference] for each in found]
    states, whys = {each.state for each in transfers}, {each.why for each in found}
    if whys == {""} and states == {TransferState.WAITING}:
        kind, label = AnswerKind.BATCH, _words(transfers)
    elif len(found) == 1 and "" not in whys and states <= {TransferState.WAITING, TransferState.EXECUTED}:
        kind, label = AnswerKind.RETURN, f"Virement à {transfers[0].name}, revenu. {found[0].why}"
    else:
        return None
    uses = tuple(str(each.pk) for each in transfers)
    return Candidate(kind, label, line.amount, line.booked, line.booked, line.booked, uses)


def _words(transfers: Sequence[Transfer]) -> str:
    """« Lot CDVO12-L000003, 12 virements »; « Virement à Max Fictif »."""
    if len(transfers) == 1:
        return f"Virement à {transfers[0].name}, lot {transfers[0].batch.reference}"
    names = dict.fromkeys(each.batch.reference for each in transfers)
    return f"Lot {', '.join(names)}, {plural(len(transfers), 'virement')}"


def _alone(account: BankAccount, told: Iterable[Candidate], *, since: date) -> Iterator[Candidate]:
    """Transfers that a bank may tell one by one, without our reference; `since` is that of their batch."""
    taken = {use for each in told for use in each.uses}
    moving = Transfer.objects.filter(
        batch__account=account, batch__state__in=LEAVING, batch__executes_on__gte=since
    ).select_related("batch")
    for each in moving.filter(state__in=(TransferState.WAITING, TransferState.EXECUTED)):
        if str(each.pk) in taken:
            continue
        day = each.batch.executes_on
        if each.state == TransferState.WAITING:
            kind, amount, label = AnswerKind.BATCH, -each.amount, _words([each])
        else:
            kind, amount, label = AnswerKind.RETURN, each.amount, f"Virement à {each.name}, revenu"
        yield Candidate(kind, label, amount, day, day + BACK, day, (str(each.pk),))


def batches_for(line: BankLine) -> list[tuple[str, str]]:
    """(numbers of transfers, words): the batches whose rest makes the amount of a line, whatever their day."""
    groups: defaultdict[str, list[Transfer]] = defaultdict(list)
    for each in leaving(line):
        groups[each.batch.reference].append(each)
    return [
        (",".join(str(each.pk) for each in transfers), _words(transfers))
        for transfers in groups.values()
        if total_of(each.amount for each in transfers) == -line.amount
    ]
