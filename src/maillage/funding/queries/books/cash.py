"""The cash book of a year: what came, what left, what is held after each entry."""

from collections.abc import Iterator, Sequence

from maillage.funding.models import BooksYear, EntryLine, JournalEntry
from maillage.funding.queries.books.entries import HELD, entries_in
from maillage.funding.queries.books.years import mission_names
from maillage.funding.types.books import CashRow
from maillage.funding.types.money import ZERO
from maillage.tables import SheetCell


def cash_book(year: BooksYear, *, held: int | None = None) -> list[CashRow]:
    """In the order of days, then of numbers; of one account that holds money (its key), or of all."""
    names, rows, balance = mission_names(), [], ZERO
    for entry in sorted(entries_in(year), key=lambda each: (each.on, each.number)):
        lines = list(entry.lines.all())
        money = [each for each in lines if is_money(each) and held in {None, each.account_id}]
        if not money:
            continue
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
