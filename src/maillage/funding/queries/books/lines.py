"""Lines of the bank that no entry has written yet, and the category that each proposes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import DateField, Min, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from maillage.funding.enums import AccountUse, AnswerKind, Journal
from maillage.funding.models import Account, BankLine, BooksYear, EntryLine, JournalEntry
from maillage.funding.queries.bank import read_told, told
from maillage.funding.queries.books.entries import HELD
from maillage.funding.types.books import Waiting
from maillage.kernel import date_in_french
from maillage.structures.queries import together

#: Between the day that somebody noted and that of the bank.
NEAR = timedelta(days=10)
UNSAID = "Sans libellé"
#: What a line answers → the use of the account that it goes to.
USES = {
    AnswerKind.PAYMENT: AccountUse.PAYMENTS,
    AnswerKind.CLAIMS: AccountUse.CLAIMS,
    AnswerKind.BATCH: AccountUse.CLAIMS,
    AnswerKind.RETURN: AccountUse.CLAIMS,
}


def left_to_range(year: BooksYear, years: Iterable[BooksYear] | None = None) -> QuerySet[BankLine]:
    """The oldest first: those of its days, and of closed years before it, which came after they were closed.

    Nothing that the opening balances of the first year hold. `years`: all those of its legal person, when they are known.
    """
    every = BooksYear.objects.filter(legal_person=year.legal_person_id) if years is None else years
    before = [
        each for each in every if each.legal_person_id == year.legal_person_id and each.since < year.since
    ]
    first = min(before, key=lambda each: each.since, default=year)
    since: Any = year.since
    if all(each.closed_on for each in before):
        live = Min("on", filter=Q(reverses=None, reversed_by=None))
        opened = JournalEntry.objects.filter(year=first, journal=Journal.OPENING).order_by()
        opening = opened.values("year").annotate(day=live).values("day")
        since = Coalesce(Subquery(opening), Value(first.since, output_field=DateField()))
    known = BankLine.objects.filter(
        account__legal_person=year.legal_person_id, entry=None, booked_on__lte=year.closes_on
    )
    return (
        known.filter(booked_on__gte=since)
        .select_related("account__account", "reconciliation__receipt__contract")
        .order_by("booked_on", "pk")
    )


def words_of(line: BankLine) -> str:
    """What an entry says of it: what it answers, else the words of the bank."""
    return told(line) or line.label.strip() or UNSAID


def mission_of(line: BankLine) -> str:
    """The key of the mission that a receipt is for; empty when it is for none alone."""
    answer = getattr(line, "reconciliation", None)
    if answer is None or answer.receipt is None:
        return ""
    source, *_, mission = answer.receipt.expects.split(":")
    return mission if source == "aci" else ""


def waiting_in(year: BooksYear, lines: Sequence[BankLine], chart: Iterable[Account]) -> list[Waiting]:
    """What each proposes: by what it answers, else by what was chosen last for the same words."""
    read_told(lines)
    uses = {each.use: each for each in chart if each.use}
    chosen = _chosen_before(year.legal_person_id, {words_of(each) for each in lines})
    hand = _noted_by_hand(year, lines)
    together(chosen, hand)
    before, noted = {words: account for words, account, *_ in chosen}, _noted(hand, lines)
    return [_waiting(each, uses, before, noted[each.pk]) for each in lines]


def _waiting(
    line: BankLine, uses: dict[str, Account], before: dict[str, int], noted: list[tuple[int, str]]
) -> Waiting:
    answer = getattr(line, "reconciliation", None)
    words, category, why = words_of(line), None, ""
    if answer and (account := uses.get(USES.get(answer.kind, ""))):
        category, why = account.pk, answer.get_kind_display()
    elif words in before:
        category, why = before[words], "Comme la dernière fois"
    elif answer and answer.kind in USES:
        why = f"{answer.get_kind_display()} : dites dans le plan quel compte les reçoit"
    return Waiting(line.pk, line.booked_on, words, line.amount, category, why, tuple(noted))


def _chosen_before(person: int, words: Iterable[str]) -> QuerySet[EntryLine, Any]:
    """(words, account, and what they are ordered by), the newest last."""
    found = EntryLine.objects.filter(
        entry__year__legal_person=person,
        entry__label__in=words,
        entry__bank_line__isnull=False,
        entry__reversed_by=None,
    ).exclude(account__number__startswith=HELD)
    return found.order_by("entry__on", "pk").values_list("entry__label", "account", "entry__on", "pk")


def _noted_by_hand(year: BooksYear, lines: Sequence[BankLine]) -> QuerySet[EntryLine]:
    """About the days of these lines, on an account at the bank."""
    days = [line.booked_on for line in lines]
    return (
        EntryLine.objects.filter(
            entry__year=year, entry__bank_line=None, entry__reverses=None, entry__reversed_by=None
        )
        .filter(Q(account__bank__isnull=False) & ~Q(entry__journal=Journal.OPENING))
        .filter(entry__on__range=(min(days) - NEAR, max(days) + NEAR))
        .select_related("account", "entry")
    )


def _noted(hand: Iterable[EntryLine], lines: Sequence[BankLine]) -> defaultdict[int, list[tuple[int, str]]]:
    """Movements noted by hand, of the amount and about the day of each line."""
    by_amount = defaultdict(list)
    for each in hand:
        by_amount[each.account.bank_id, each.debit - each.credit].append(each.entry)
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for line in lines:
        for entry in by_amount[line.account_id, line.amount]:
            if abs(entry.on - line.booked_on) <= NEAR:
                found[line.pk].append(
                    (entry.pk, f"n° {entry.number}, {date_in_french(entry.on)}, {entry.label}")
                )
    return found
