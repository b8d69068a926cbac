"""Accounts, their lines, and what each may answer."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, DecimalField, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from maillage.funding.enums import AnswerKind, ClaimState
from maillage.funding.models import BankAccount, BankLine, Claim, Contract, Receipt, Reconciliation
from maillage.funding.queries.bank_expenses import expense_candidates
from maillage.funding.queries.calendar import awaited, calendar, in_order
from maillage.funding.queries.hours import claims_of, key_of
from maillage.funding.queries.transfers import in_a_batch
from maillage.funding.types.bank import Candidate
from maillage.funding.types.calendar import Expected
from maillage.kernel import date_in_french, plural
from maillage.structures.models import Structure
from maillage.tables import SheetCell

#: A payment may come that long before its day, and after.
EARLY, LATE = timedelta(days=31), timedelta(days=366)
#: Between the day that somebody noted by hand and that of the bank.
NOTED = timedelta(days=7)
#: What an answer leads to, which `told` names.
TOLD = ("claims", "expenses", "transfers", "returns")
#: Names of a line, on a page.
NAMED = 6


def accounts_of(structure: Structure) -> QuerySet[BankAccount]:
    """Each with `balance` after its last line, `last_on` its day (None without a line), `left` to reconcile."""
    moved = (
        BankLine.objects.filter(account=OuterRef("pk"))
        .order_by()
        .values("account")
        .annotate(sum=Sum("amount"))
    )
    zero = Value(Decimal(0), output_field=DecimalField(max_digits=11, decimal_places=2))
    return (
        BankAccount.objects.filter(legal_person__structure=structure)
        .select_related("legal_person__structure")
        .annotate(
            balance=F("opening") + Coalesce(Subquery(moved.values("sum")), zero),
            last_on=Max("lines__booked_on"),
            left=Count("lines", filter=Q(lines__reconciliation=None)),
        )
    )


def lines_of(account: BankAccount) -> QuerySet[BankLine]:
    """The newest first, with what each answers."""
    return (
        BankLine.objects.filter(account=account)
        .select_related("reconciliation__receipt__contract", "reconciliation__by")
        .prefetch_related(*(f"reconciliation__{each}" for each in TOLD))
        .order_by("-booked_on", "-pk")
    )


def candidates(structure: Structure, account: BankAccount | None, *, on: date) -> list[Candidate]:
    """What lines of an account may answer; of every account while none is chosen."""
    return [
        *_noted(structure, account),
        *_payments(structure, account, on=on),
        *_claims(structure, account),
        *expense_candidates(structure, account),
    ]


def _noted(structure: Structure, account: BankAccount | None) -> Iterator[Candidate]:
    """Receipts that somebody noted by hand: linked, never counted twice."""
    found = Receipt.objects.filter(
        contract__legal_person__structure=structure, undoes=None, undone_by=None, reconciliation=None
    ).select_related("contract")
    if account:
        found = found.filter(contract__legal_person=account.legal_person_id)
    for each in found:
        yield Candidate(
            AnswerKind.PAYMENT,
            f"{each.contract.name}, {each.label}, déjà noté",
            each.amount,
            each.received_on - NOTED,
            each.received_on + NOTED,
            each.received_on,
            (str(each.pk),),
            is_noted=True,
        )


def _payments(structure: Structure, account: BankAccount | None, *, on: date) -> Iterator[Candidate]:
    """Payments whose amount is known, for what is still to come of each."""
    for contract, line in awaited(in_order(calendar(structure, on=on))):
        expected = line.expected
        is_other = account is not None and contract.legal_person_id != account.legal_person_id
        if is_other or line.gap is None or line.gap <= 0:
            continue
        near = expected.due_on or expected.not_before
        yield Candidate(
            AnswerKind.PAYMENT,
            _payment(contract, expected),
            line.gap,
            near - EARLY,
            near + LATE,
            near,
            (f"{contract.pk}:{expected.key}",),
        )


def _claims(structure: Structure, account: BankAccount | None) -> Iterator[Candidate]:
    """Paid and linked to no line, or approved: those of one day or decision, of a person, or one alone."""
    found = claims_of(structure).filter(settled_by=None).exclude(pk__in=in_a_batch())
    if account:
        found = found.filter(legal_person=account.legal_person_id)
    groups: defaultdict[tuple[bool, str], list[Claim]] = defaultdict(list)
    for each in found.filter(state__in=(ClaimState.PAID, ClaimState.APPROVED)):
        is_noted, own = each.state == ClaimState.PAID, f"person {key_of(each)}"
        for group in (f"{each.paid_on}", f"{own} {each.paid_on}", f"claim {each.pk}"):
            groups[is_noted, group].append(each)
    seen: set[tuple[int, ...]] = set()
    for (is_noted, _), claims in groups.items():
        numbers = tuple(each.pk for each in claims)
        if numbers not in seen:
            seen.add(numbers)
            yield _group(claims, is_noted=is_noted)


def _group(claims: Sequence[Claim], *, is_noted: bool) -> Candidate:
    days = [day for each in claims if (day := each.paid_on or each.decided_on)]
    since = max(days)
    names = {each.name for each in claims}
    who = next(iter(names)) if len(names) == 1 else plural(len(names), "personne")
    return Candidate(
        AnswerKind.CLAIMS,
        f"{plural(len(claims), 'demande')} de {who}{', déjà notées payées' if is_noted else ''}",
        -sum((each.amount for each in claims), Decimal()),
        since - NOTED if is_noted else since,
        since + (NOTED if is_noted else LATE),
        since,
        tuple(str(each.pk) for each in claims),
        is_noted,
    )


def claims_for(line: BankLine, structure: Structure) -> QuerySet[Claim]:
    """What a line that goes out may pay: approved before its day, or noted paid and linked to no line."""
    mine = claims_of(structure).filter(legal_person=line.account.legal_person_id, settled_by=None)
    return mine.exclude(pk__in=in_a_batch()).filter(
        Q(state=ClaimState.APPROVED, decided_on__lte=line.booked_on) | Q(state=ClaimState.PAID)
    )


def payments_for(line: BankLine, structure: Structure, *, on: date) -> list[tuple[str, str]]:
    """(value, words) of every payment that is awaited: a person knows better than the amount."""
    mine = [
        (contract, awaits.expected)
        for contract, awaits in awaited(in_order(calendar(structure, on=on)))
        if contract.legal_person_id == line.account.legal_person_id
    ]
    return [(f"{contract.pk}:{each.key}", _words(contract, each)) for contract, each in mine]


def _words(contract: Contract, expected: Expected) -> str:
    day = date_in_french(expected.due_on) if expected.due_on else "jour non dit"
    return f"{_payment(contract, expected)}, {day}, {expected.amount.in_french()}"


def _payment(contract: Contract, expected: Expected) -> str:
    year = f", année {expected.contract_year}" if expected.contract_year else ""
    return f"{contract.name}{year}, {expected.label}"


def contract_at(line: BankLine, pk: int) -> Contract | None:
    return (
        Contract.objects.filter(pk=pk, legal_person=line.account.legal_person_id)
        .select_related("legal_person__structure")
        .first()
    )


def told(line: BankLine) -> str:
    """What a reconciled line answers, in words; empty while nobody said."""
    answer: Reconciliation | None = getattr(line, "reconciliation", None)
    if answer is None:
        return ""
    if answer.receipt:
        return f"{answer.receipt.contract.name}, {answer.receipt.label}"
    if answer.kind == AnswerKind.CLAIMS:
        return ", ".join(dict.fromkeys(each.name for each in answer.claims.all())) or "Demandes"
    if answer.kind in {AnswerKind.BATCH, AnswerKind.RETURN}:
        moved = answer.transfers if answer.kind == AnswerKind.BATCH else answer.returns
        names = list(dict.fromkeys(each.name for each in moved.all()))
        return ", ".join(names[:NAMED]) + (f" et {len(names) - NAMED} autres" if len(names) > NAMED else "")
    if answer.kind == AnswerKind.EXPENSES:
        return ", ".join(str(each) for each in answer.expenses.all()) or "Dépenses"
    return answer.words


def lines_in_rows(account: BankAccount) -> Iterator[Sequence[SheetCell]]:
    yield (
        "Comptabilisée le", "Date de valeur", "Libellé", "Montant", "Référence", "Répond à", "Détail", "Fichier",
    )  # fmt: skip
    for each in lines_of(account):
        answer = getattr(each, "reconciliation", None)
        yield (
            each.booked_on,
            each.value_on or "",
            each.label,
            each.amount,
            each.reference,
            answer.get_kind_display() if answer else "",
            told(each),
            each.imported_from,
        )
