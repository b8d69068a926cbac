"""Accounts, their lines, and what each may answer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, DecimalField, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from maillage.funding.enums import AnswerKind, ClaimState
from maillage.funding.models import (
    BankAccount,
    BankLine,
    Claim,
    Contract,
    Expense,
    Receipt,
    Reconciliation,
    Transfer,
)
from maillage.funding.queries.bank_expenses import expense_candidates, expenses_about
from maillage.funding.queries.calendar import awaited, calendar, in_order
from maillage.funding.queries.hours import claims_of, key_of
from maillage.funding.queries.transfers import in_a_batch
from maillage.funding.types.bank import Candidate
from maillage.funding.types.calendar import Expected
from maillage.kernel import date_in_french, plural
from maillage.structures.models import Structure
from maillage.structures.queries import together
from maillage.structures.queries.hanging import hang
from maillage.tables import SheetCell

#: A payment may come that long before its day, and after.
EARLY, LATE = timedelta(days=31), timedelta(days=366)
#: Between the day that somebody noted by hand and that of the bank.
NOTED = timedelta(days=7)
#: … when a person chooses, who may know better.
FAR = timedelta(days=92)
#: What an answer leads to, which `told` names.
TOLD = ("claims", "expenses", "transfers", "returns")
#: Names of a line, on a page.
NAMED = 6


def accounts_of(structure: Structure) -> QuerySet[BankAccount]:
    """Each with `balance` after its last line, `last_on` its day (None without a line), `count` of lines, `left` to reconcile."""
    lines = BankLine.objects.filter(account=OuterRef("pk")).order_by().values("account")
    moved, last = lines.annotate(sum=Sum("amount")), lines.annotate(last=Max("booked_on"))
    left = lines.filter(reconciliation=None).annotate(count=Count("pk"))
    zero = Value(Decimal(0), output_field=DecimalField(max_digits=11, decimal_places=2))
    return (
        BankAccount.objects.filter(legal_person__structure=structure)
        .select_related("legal_person__structure__territory")
        .annotate(
            balance=F("opening") + Coalesce(Subquery(moved.values("sum")), zero),
            last_on=Subquery(last.values("last")),
            left=Coalesce(Subquery(left.values("count")), 0),
            count=Coalesce(Subquery(lines.annotate(count=Count("pk")).values("count")), 0),
        )
    )


def lines_of(account: BankAccount) -> QuerySet[BankLine]:
    """The newest first, with what each answers."""
    return (
        BankLine.objects.filter(account=account)
        .select_related("reconciliation__receipt__contract", "reconciliation__by")
        .order_by("-booked_on", "-pk")
    )


def read_told(lines: Iterable[BankLine]) -> None:
    """What these lines answer, in one question: `told` asks no other."""
    answers = [answer for each in lines if (answer := getattr(each, "reconciliation", None))]
    claims, expenses = Claim.objects.all(), Expense.objects.all()
    sent, back = Transfer.objects.all(), Transfer.objects.filter(returned_by__in=answers)
    lists = [each.filter(settled_by__in=answers) for each in (claims, expenses, sent)]
    together(*lists, back)
    for name, rows in zip(TOLD, (*lists, back), strict=True):
        hang(answers, name, "returned_by" if name == "returns" else "settled_by", rows)


def candidates(
    structure: Structure, account: BankAccount | None, booked: Sequence[date], *, on: date, comes: bool = True
) -> list[Candidate]:
    """What lines of an account that were `booked` these days may answer; of every account while none is chosen.

    `comes`: whether one of them came in; else no payment that is awaited is read.
    """
    near = (min(booked) - NOTED, max(booked) + NOTED)
    receipts, claims = _receipts_about(structure, account, near), _claims_about(structure, account, near)
    expenses = expenses_about(structure, account, near)
    together(receipts, claims, expenses)
    return [
        *_noted(receipts),
        *(_payments(structure, account, on=on) if comes else ()),
        *_claims(claims),
        *expense_candidates(expenses),
    ]


def _receipts_about(
    structure: Structure, account: BankAccount | None, near: tuple[date, date]
) -> QuerySet[Receipt]:
    """Those that somebody noted by hand about these days."""
    found = Receipt.objects.filter(
        contract__legal_person__structure=structure, undoes=None, undone_by=None, reconciliation=None,
        received_on__range=near,
    ).select_related("contract")  # fmt: skip
    if account:
        found = found.filter(contract__legal_person=account.legal_person_id)
    return found


def _noted(receipts: Iterable[Receipt]) -> Iterator[Candidate]:
    """Receipts that somebody noted by hand: linked, never counted twice."""
    for each in receipts:
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


def _claims_about(
    structure: Structure, account: BankAccount | None, near: tuple[date, date]
) -> QuerySet[Claim]:
    """Paid about these days and linked to no line, or approved."""
    found = claims_of(structure).filter(settled_by=None).exclude(pk__in=in_a_batch())
    if account:
        found = found.filter(legal_person=account.legal_person_id)
    return found.filter(Q(state=ClaimState.PAID, paid_on__range=near) | Q(state=ClaimState.APPROVED))


def _claims(claims: Iterable[Claim]) -> Iterator[Candidate]:
    """Those of one day or decision, of a person, or one alone."""
    groups: defaultdict[tuple[bool, str], list[Claim]] = defaultdict(list)
    for each in claims:
        is_noted, own = each.state == ClaimState.PAID, f"person {key_of(each)}"
        for group in (f"{each.paid_on}", f"{own} {each.paid_on}", f"claim {each.pk}"):
            groups[is_noted, group].append(each)
    seen: set[tuple[int, ...]] = set()
    for (is_noted, _), mine in groups.items():
        numbers = tuple(each.pk for each in mine)
        if numbers not in seen:
            seen.add(numbers)
            yield _group(mine, is_noted=is_noted)


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
    """What a line that goes out may pay: approved before its day, or noted paid near it and linked to no line."""
    mine = claims_of(structure).filter(legal_person=line.account.legal_person_id, settled_by=None)
    near = (line.booked_on - FAR, line.booked_on + FAR)
    return mine.exclude(pk__in=in_a_batch()).filter(
        Q(state=ClaimState.APPROVED, decided_on__lte=line.booked_on)
        | Q(state=ClaimState.PAID, paid_on__range=near)
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
        .select_related("legal_person__structure__territory")
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
    lines = list(lines_of(account))
    read_told(lines)
    for each in lines:
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
