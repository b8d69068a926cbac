"""The cash book of a year: what came, what left, what is held after each entry."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from maillage.funding.models import BooksYear, EntryLine, JournalEntry
from maillage.funding.queries.books.entries import HELD, entries_in
from maillage.funding.queries.books.years import mission_names
from maillage.funding.types.books import CashRow
from maillage.funding.types.money import ZERO
from maillage.tables import SheetCell
from maillage.ui.queries import paged


def cash_book(year: BooksYear, *, held: int | None = None) -> list[CashRow]:
    """In the order of days, then of numbers; of one account that holds money (its key), or of all."""
    return rows_of(cash_entries(year, held=held), ZERO, held=held)


def money_in(year: BooksYear, *, held: int | None = None) -> QuerySet[EntryLine]:
    found = EntryLine.objects.filter(entry__year=year).order_by()
    return found.filter(account=held) if held else found.filter(account__number__startswith=HELD)


def cash_entries(year: BooksYear, *, held: int | None = None) -> QuerySet[JournalEntry]:
    """Those that move money, in the order of the book."""
    lines = EntryLine.objects.filter(entry=OuterRef("pk"))
    moved = lines.filter(account=held) if held else lines.filter(account__number__startswith=HELD)
    entries = entries_in(year).filter(Exists(moved)).order_by("on", "number")
    sides = Prefetch("lines", EntryLine.objects.select_related("account"))
    return entries.prefetch_related(None).prefetch_related(sides)


def held_in(lines: QuerySet[EntryLine]) -> tuple[Decimal, int]:
    """What lines of `money_in` hold together, and how many entries they are of."""
    told = lines.aggregate(came=Sum("debit"), left=Sum("credit"), entries=Count("entry", distinct=True))
    return (told["came"] or ZERO) - (told["left"] or ZERO), told["entries"]


def cash_page(year: BooksYear, number: str | None, *, held: int | None = None) -> tuple["Page[Any]", Decimal]:
    """A page of rows of the book, the newest first, and what is held after all of them."""
    lines = money_in(year, held=held)
    total, count = held_in(lines)
    page: Page[Any] = paged(cash_entries(year, held=held).order_by("-on", "-number"), number, count=count)
    entries = list(page.object_list)
    if not entries:
        return page, total
    newest, rows = entries[0], rows_of(entries[::-1], ZERO, held=held)
    after = total
    if page.has_previous():
        until = Q(entry__on__lt=newest.on) | Q(entry__on=newest.on, entry__number__lte=newest.number)
        after, _ = held_in(lines.filter(until))
    before = after - rows[-1].balance
    page.object_list = [replace(each, balance=before + each.balance) for each in reversed(rows)]
    return page, total


def rows_of(entries: Iterable[JournalEntry], before: Decimal, *, held: int | None = None) -> list[CashRow]:
    """Of entries that move money, in the order of the book; `before` is what was held."""
    names, rows, balance = mission_names(), [], before
    for entry in entries:
        lines = list(entry.lines.all())
        money = [each for each in lines if is_money(each) and held in {None, each.account_id}]
        came, left = sum((each.debit for each in money), ZERO), sum((each.credit for each in money), ZERO)
        balance += came - left
        rows.append(
            CashRow(
                entry.pk,
                entry.number,
                entry.on,
                entry.label,
                came,
                left,
                balance,
                said(each.account.label for each in lines if each not in money),
                said(names.get(each.mission, each.mission) for each in lines),
                entry.piece,
                entry.piece_on,
                said(each.account.label for each in money),
                entry.validated_on is not None,
                is_undone(entry),
            )
        )
    return rows


def is_money(line: EntryLine) -> bool:
    return line.account.number.startswith(HELD)


def is_undone(entry: JournalEntry) -> bool:
    """Whether another entry reverses it."""
    return getattr(entry, "reversed_by", None) is not None


def said(names: Iterator[str]) -> str:
    """Each once, in the order they come."""
    return ", ".join(dict.fromkeys(filter(None, names)))


def cash_in_rows(year: BooksYear) -> Iterator[Sequence[SheetCell]]:
    yield (
        "Numéro", "Jour", "Libellé", "Entré", "Sorti", "Solde", "Compte", "Catégorie", "Mission", "Pièce",
        "Date de la pièce", "Validée",
    )  # fmt: skip
    for each in cash_book(year):
        yield (
            each.number,
            each.on,
            each.label,
            each.came or None,
            each.left or None,
            each.balance,
            each.held,
            each.categories,
            each.missions,
            each.piece,
            each.piece_on,
            "oui" if each.is_validated else "non",
        )
