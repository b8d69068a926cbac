"""Stored entries as the rules read them, and a movement as somebody noted it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from maillage.funding.enums import Journal, Way
from maillage.funding.models import BooksYear, EntryLine, JournalEntry
from maillage.funding.types.books import Entry, Line, Movement

#: First digit of the accounts that hold money.
HELD = "5"


def entries_in(year: BooksYear) -> QuerySet[JournalEntry]:
    """In the order of their numbers, with their lines."""
    return (
        JournalEntry.objects.filter(year=year)
        .select_related("reverses", "reversed_by")
        .prefetch_related("lines__account")
        .order_by("number")
    )


def entry_in(entry: JournalEntry) -> Entry:
    lines = tuple(
        Line(
            each.account.number,
            each.debit,
            each.credit,
            party=each.party,
            party_name=each.party_name,
            mission=each.mission,
            letter=each.letter,
            lettered_on=each.lettered_on,
        )
        for each in entry.lines.all()
    )
    return Entry(
        entry.number,
        entry.journal,
        entry.on,
        entry.label,
        lines,
        piece=entry.piece,
        piece_on=entry.piece_on,
        validated_on=entry.validated_on,
        reverses=entry.reverses.number if entry.reverses else None,
    )


def entries_of(year: BooksYear) -> list[Entry]:
    """As `entry_in` makes each, in two questions, without a row for each of thousands of lines."""
    sides: defaultdict[int, list[Line]] = defaultdict(list)
    lines = EntryLine.objects.filter(entry__year=year).order_by("pk")
    told = ("debit", "credit", "party", "party_name", "mission", "letter", "lettered_on")
    rows: Iterable[Any] = lines.values_list("entry", "account__number", *told)
    for entry, *cells in rows:
        sides[entry].append(Line(*cells))
    entries = JournalEntry.objects.filter(year=year).order_by("number")
    columns = (
        "pk",
        "number",
        "journal",
        "on",
        "label",
        "piece",
        "piece_on",
        "validated_on",
        "reverses__number",
    )
    return [
        Entry(number, journal, on, label, tuple(sides[pk]), piece, piece_on, validated_on, reverses)
        for pk, number, journal, on, label, piece, piece_on, validated_on, reverses in entries.values_list(
            *columns
        )
    ]


def movement_in(entry: JournalEntry) -> Movement | None:
    """What its form says; None for what no form wrote: opening balances, reversals, more than two lines.

    Between two accounts that hold money, the one it leaves.
    """
    lines = list(entry.lines.select_related("account"))
    held = [each for each in lines if each.account.number.startswith(HELD)]
    if len(lines) != 2 or not held or entry.journal == Journal.OPENING or entry.reverses_id:
        return None
    money = held[0] if len(held) == 1 else next(each for each in held if each.credit)
    other = next(each for each in lines if each is not money)
    return Movement(
        on=entry.on,
        label=entry.label,
        way=Way.IN if money.debit else Way.OUT,
        amount=money.debit or money.credit,
        held=money.account_id,
        category=other.account_id,
        mission=other.mission,
        piece=entry.piece,
        piece_on=entry.piece_on,
    )
