"""Lines of the bank that become entries of the books, one by one or together."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import Journal, Way
from maillage.funding.models import BankLine, BooksYear, JournalEntry
from maillage.funding.queries.bank import read_told
from maillage.funding.queries.books.lines import left_to_range, mission_of, words_of
from maillage.funding.services.books.chart import add_banks
from maillage.funding.services.books.entries import entry_of
from maillage.funding.services.books.writing import account_in, locked, still_open, write
from maillage.funding.types.books import Movement
from maillage.kernel import BadInput, plural

#: Nothing typed is longer.
LABEL, PIECE = 200, 60


@transaction.atomic
def range_all(
    year: BooksYear,
    chosen: Mapping[int, int],
    noted: Sequence[tuple[BankLine, JournalEntry]] = (),
    *,
    by: User,
) -> int:
    """Lines that become entries, and lines that are movements noted by hand: all of them, or none. How many.

    Raises BadInput.
    """
    made = range_lines(year, chosen, by=by)
    return len(made) + sum(is_noted(line, entry, by=by) for line, entry in noted)


@transaction.atomic
def range_lines(year: BooksYear, chosen: Mapping[int, int], *, by: User | None) -> list[JournalEntry]:
    """Write an entry for each line of the bank (its key → that of its category); one that is ranged already is left.

    A line of a closed year is written on the first day of this one, its own day beside. Raises BadInput.
    """
    person = year.legal_person
    structure = locked(person)
    kept = still_open(BooksYear.objects.select_related("legal_person__structure").get(pk=year.pk))
    add_banks(person)
    waiting = list(left_to_range(kept).filter(pk__in=chosen))
    known = JournalEntry.objects.filter(bank_line__in=chosen, year__legal_person=person).count()
    read_told(waiting)
    if len(waiting) + known < len(chosen):
        raise BadInput("Une de ces lignes n’attend plus dans cet exercice : rechargez la page.")
    made = [_range(kept, line, chosen[line.pk], by=by) for line in waiting]
    if made:
        said = f"Livre : {plural(len(made), 'ligne de banque rangée', 'lignes de banque rangées')}."
        record(said, by=by.pk if by else None, subject=structure.pk)
    return made


def _range(year: BooksYear, line: BankLine, category: int, *, by: User | None) -> JournalEntry:
    given = Movement(
        on=max(line.booked_on, year.since),
        label=words_of(line)[:LABEL],
        way=Way.IN if line.amount > 0 else Way.OUT,
        amount=abs(line.amount),
        held=line.account.account.pk,
        category=category,
        mission=mission_of(line),
        piece=line.reference[:PIECE],
        piece_on=line.booked_on if line.booked_on < year.since else None,
    )
    person = year.legal_person
    entry = entry_of(account_in(person, given.held), account_in(person, category), given)
    return write(year, entry, key=uuid4(), by=by, bank_line=line)


@transaction.atomic
def is_noted(line: BankLine, entry: JournalEntry, *, by: User) -> bool:
    """The line is a movement that was noted by hand: nothing is counted twice. Whether they are linked now.

    Raises BadInput when they are not of the same account and amount.
    """
    structure = locked(line.account.legal_person)
    kept = JournalEntry.objects.select_related("year").get(pk=entry.pk)
    if kept.bank_line_id or JournalEntry.objects.filter(bank_line=line).exists():
        return False
    still_open(kept.year)
    held = kept.lines.filter(account__bank=line.account_id).first()
    is_movement = (
        kept.journal != Journal.OPENING and not kept.reverses_id and not hasattr(kept, "reversed_by")
    )
    if held is None or held.debit - held.credit != line.amount or not is_movement:
        raise BadInput("Ce mouvement n’est pas celui de la ligne : son compte ou son montant diffère.")
    kept.bank_line = line
    kept.save(update_fields=["bank_line"])
    record(f"Livre : n° {kept.number} vue à la banque.", by=by.pk, subject=structure.pk)
    return True
