"""A movement noted by hand, put right while it is a draft, validated, undone by its reversal."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import AccountUse, Journal, Way
from maillage.funding.models import Account, BooksYear, JournalEntry
from maillage.funding.queries.books.entries import HELD, entry_in, movement_in
from maillage.funding.rules.books import reversal
from maillage.funding.services.books.writing import (
    account_in,
    locked,
    still_open,
    write,
    write_lines,
    year_for,
)
from maillage.funding.types.books import Entry, Line, Movement
from maillage.funding.types.money import ZERO
from maillage.kernel import BadInput, date_in_french, euros
from maillage.structures.models import LegalPerson
from maillage.structures.queries import sent_before


def entry_of(held: Account, category: Account, given: Movement) -> Entry:
    """The balanced entry of a movement. Raises BadInput."""
    if not held.number.startswith(HELD):
        raise BadInput(
            f"Le compte {held.number} ne tient pas d’argent : choisissez la banque ou la caisse.",
            field="held",
        )
    if held.pk == category.pk:
        raise BadInput(
            "L’argent part et arrive au même compte : choisissez une autre catégorie.", field="category"
        )
    if given.amount <= 0:
        raise BadInput(
            "Un montant est au-dessus de zéro : le sens dit s’il entre ou s’il sort.", field="amount"
        )
    is_in = given.way == Way.IN
    came, left = (given.amount, ZERO) if is_in else (ZERO, given.amount)
    money = Line(held.number, debit=came, credit=left)
    why = Line(category.number, debit=left, credit=came, mission=given.mission)
    journal = Journal.CASH if held.use == AccountUse.CASH else Journal.BANK
    lines = (money, why) if is_in else (why, money)
    return Entry(1, journal, given.on, given.label, lines, piece=given.piece, piece_on=given.piece_on)


@transaction.atomic
def note(person: LegalPerson, given: Movement, *, key: UUID, by: User | None, today: date) -> JournalEntry:
    """The same form sent twice notes one. Raises BadInput for a day to come or closed."""
    structure = locked(person)
    if made := sent_before(JournalEntry.objects.filter(year__legal_person=person), key):
        return made
    _came(given.on, today)
    entry = entry_of(*_accounts(person, given), given)
    made = write(year_for(person, given.on), entry, key=key, by=by)
    said = f"Livre : n° {made.number}, {made.label}, {euros(given.amount)}."
    record(said, by=by.pk if by else None, subject=structure.pk)
    return made


@transaction.atomic
def change(entry: JournalEntry, given: Movement, *, by: User, today: date) -> JournalEntry:
    """A draft written otherwise: what its line of the bank says stays. Raises BadInput."""
    person = entry.year.legal_person
    structure = locked(person)
    kept = JournalEntry.objects.select_related("year__legal_person").get(pk=entry.pk)
    still_open(kept.year, field="on")
    before = movement_in(kept)
    if kept.validated_on or before is None:
        raise BadInput("Cette écriture ne change plus : extournez-la, puis notez la bonne.")
    if kept.bank_line_id and (given.on, given.way, given.amount, given.held) != (
        before.on,
        before.way,
        before.amount,
        before.held,
    ):
        raise BadInput(
            "Le jour, le sens, le montant et le compte viennent de la banque : ils restent. Le reste peut changer.",
            field="amount",
        )
    if not kept.year.since <= given.on <= kept.year.closes_on:
        raise BadInput(
            f"Ce jour n’est pas dans l’exercice {kept.year}, où cette écriture a son numéro : extournez-la, puis notez-la.",
            field="on",
        )
    _came(given.on, today)
    written = entry_of(*_accounts(person, given), given)
    kept.on, kept.label, kept.journal = written.on, written.label, written.journal
    kept.piece, kept.piece_on = written.piece, written.piece_on
    kept.save(update_fields=["on", "label", "journal", "piece", "piece_on"])
    kept.lines.all().delete()
    write_lines(kept, written.lines)
    record(f"Livre : n° {kept.number} corrigée, {kept.label}.", by=by.pk, subject=structure.pk)
    return kept


def _accounts(person: LegalPerson, given: Movement) -> tuple[Account, Account]:
    return account_in(person, given.held, field="held"), account_in(person, given.category)


def _came(on: date, today: date) -> None:
    if on > today:
        raise BadInput("Ce jour n’est pas encore venu : notez ce qui est déjà passé.", field="on")


@transaction.atomic
def validate(entry: JournalEntry, *, by: User, today: date) -> JournalEntry:
    """From now on, only its reversal changes it. Again, it changes nothing."""
    structure = locked(entry.year.legal_person)
    kept = JournalEntry.objects.select_related("year").get(pk=entry.pk)
    if kept.validated_on is None:
        kept.validated_on = today
        kept.save(update_fields=["validated_on"])
        record(f"Livre : n° {kept.number} validée.", by=by.pk, subject=structure.pk)
    return kept


@transaction.atomic
def validate_all(year: BooksYear, until: date, *, by: User, today: date) -> int:
    """How many drafts of a year, to a day included, are validated now."""
    structure = locked(year.legal_person)
    count = year.entries.filter(validated_on=None, on__lte=until).update(validated_on=today)
    if count:
        said = f"Livre : {count} écritures validées jusqu’au {date_in_french(until)}."
        record(said, by=by.pk, subject=structure.pk)
    return count


@transaction.atomic
def reverse(entry: JournalEntry, on: date, *, key: UUID, by: User | None, today: date) -> JournalEntry:
    """The *extourne* of an entry, which validates both; twice, there is one. Its line of the bank waits again.

    Raises BadInput in a closed year, or on a day before the entry or to come.
    """
    structure = locked(entry.year.legal_person)
    kept = JournalEntry.objects.select_related("year__legal_person").get(pk=entry.pk)
    if made := JournalEntry.objects.filter(reverses=kept).first():
        return made
    if kept.reverses_id:
        raise BadInput(
            "Cette écriture en extourne une autre : notez de nouveau le mouvement, sans extourner."
        )
    still_open(kept.year, field="on")
    is_carried = kept.journal == Journal.OPENING and kept.year.legal_person.books_years.filter(
        since__lt=kept.year.since
    )
    if is_carried and is_carried.exists():
        raise BadInput("Ces à-nouveaux viennent de la clôture de l’exercice d’avant : ils restent.")
    _came(on, today)
    if on > kept.year.closes_on:
        raise BadInput(f"Ce jour n’est plus dans l’exercice {kept.year}.", field="on")
    back = replace(reversal(entry_in(kept), number=1, on=on), validated_on=today)
    kept.validated_on, kept.bank_line = kept.validated_on or today, None
    kept.save(update_fields=["validated_on", "bank_line"])
    made = write(kept.year, back, key=key, by=by, reverses=kept)
    said = f"Livre : n° {kept.number} extournée par la n° {made.number}."
    record(said, by=by.pk if by else None, subject=structure.pk)
    return made
