"""How an entry reaches the books: the year it goes to, its number without a hole, its lines judged."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Max

from maillage.accounts.models import User
from maillage.funding.models import Account, BankLine, BooksYear, EntryLine, JournalEntry
from maillage.funding.rules.books import judge
from maillage.funding.services.locking import lock
from maillage.funding.types.books import Entry, Line
from maillage.kernel import BadInput, date_in_french
from maillage.structures.models import LegalPerson, Structure


def locked(person: LegalPerson) -> Structure:
    """The structure whose books are written, in a transaction: one writer at a time gives numbers without a hole."""
    return lock(person.structure)


def year_for(person: LegalPerson, on: date, *, field: str = "on") -> BooksYear:
    """The year of books that holds a day. Raises BadInput when none does, or when it is closed."""
    year = person.books_years.filter(since__lte=on, closes_on__gte=on).first()
    if year is None:
        raise BadInput(
            f"Le {date_in_french(on)} n’est dans aucun exercice ouvert : changez le jour, ou ouvrez l’exercice.",
            field=field,
        )
    return still_open(year, field=field)


def still_open(year: BooksYear, *, field: str = "") -> BooksYear:
    """Raises BadInput, with the way out, when it is closed."""
    if year.closed_on:
        following = year.legal_person.books_years.filter(since__gt=year.closes_on).last()
        day = f", au {date_in_french(following.since)} ou après" if following else ""
        raise BadInput(
            f"L’exercice {year} est clos depuis le {date_in_french(year.closed_on)} : plus rien ne s’y écrit. "
            f"Notez-le dans l’exercice suivant{day}, avec la référence et la date de la pièce.",
            field=field,
        )
    return year


def write(
    year: BooksYear,
    entry: Entry,
    *,
    key: UUID,
    by: User | None,
    bank_line: BankLine | None = None,
    reverses: JournalEntry | None = None,
) -> JournalEntry:
    """Under the lock: the entry under the next number of its year, whatever it bears. Raises BadInput."""
    last = year.entries.aggregate(last=Max("number"))["last"] or 0
    numbered = judge(replace(entry, number=last + 1))
    made = JournalEntry.objects.create(
        year=year, number=numbered.number, journal=entry.journal, on=entry.on, label=entry.label[:200],
        piece=entry.piece, piece_on=entry.piece_on, reverses=reverses, bank_line=bank_line, author=by, key=key,
    )  # fmt: skip
    write_lines(made, numbered.lines)
    if entry.validated_on:  # once its sides are there: none is added after
        made.validated_on = entry.validated_on
        made.save(update_fields=["validated_on"])
    return made


def write_lines(entry: JournalEntry, lines: Iterable[Line]) -> None:
    """Raises BadInput when the chart has no account of a number."""
    known = {each.number: each for each in Account.objects.filter(legal_person=entry.year.legal_person_id)}
    rows = []
    for line in lines:
        if line.account not in known:
            raise BadInput(f"Le compte {line.account} n’est pas au plan : ajoutez-le d’abord.", field="lines")
        rows.append(
            EntryLine(
                entry=entry, account=known[line.account], debit=line.debit, credit=line.credit,
                mission=line.mission, party=line.party, party_name=line.party_name, letter=line.letter,
                lettered_on=line.lettered_on,
            )
        )  # fmt: skip
    EntryLine.objects.bulk_create(rows)


def account_in(person: LegalPerson, pk: int, *, field: str = "category") -> Account:
    """Raises BadInput for what is not of its chart."""
    found = Account.objects.filter(legal_person=person, pk=pk).first()
    if found is None:
        raise BadInput("Cette catégorie n’est plus au plan de comptes : rechargez la page.", field=field)
    return found
