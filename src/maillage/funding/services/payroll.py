"""The payroll of a month comes in: each line an expense to approve, all of them or none, and given back by one click."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from hashlib import blake2s
from uuid import uuid4

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import ExpenseKind, ExpenseState
from maillage.funding.models import Expense, PayrollColumn, PayrollImport, PayrollLine
from maillage.funding.queries.payroll import fates_of
from maillage.funding.rules.payroll import NOWHERE, read
from maillage.funding.services.expenses import impute, write_parts
from maillage.funding.services.locking import lock
from maillage.funding.types.payroll import PayFate, PayLine, PayrollReading, PayrollSeen
from maillage.kernel import BadInput, add_months, euros, folded, month_and_year, plural, with_no_break_spaces
from maillage.people.models import Person
from maillage.structures.models import LegalPerson
from maillage.tables import read_text

#: Nothing written is longer.
TITLE = 120


def foreseen(person: LegalPerson, reading: PayrollReading, post: str, *, on: date) -> PayrollSeen:
    """Nothing is written. `post`: a key of a post, or « cle:3 », for the lines that say none."""
    fates = [_imputed(person, fate, on=on) for fate in fates_of(person, reading.lines, post)]
    return PayrollSeen(fates, reading.refused, reading.apart)


def _imputed(person: LegalPerson, fate: PayFate, *, on: date) -> PayFate:
    """The same, refused when its post does not pay for that month."""
    if fate.why or fate.is_there:
        return fate
    try:
        impute(_expense(person, fate.line, on=on), fate.post)
    except BadInput as refusal:
        return PayFate(fate.line, fate.post, fate.words, why=with_no_break_spaces(str(refusal)))
    return fate


@transaction.atomic
def bring_in(
    person: LegalPerson, reading: PayrollReading, post: str, *, name: str, by: User, on: date
) -> PayrollImport:
    """Write what a file brings; sent twice, it is brought in once.

    Raises BadInput when a line of it is refused, and when it brings nothing.
    """
    structure = lock(person.structure)
    key = _key(reading, post)
    if there := person.payroll_imports.filter(key=key, undone_on=None).first():
        return there
    seen = foreseen(person, reading, post, on=on)
    if lost := seen.lost:
        number, _, why = lost[0]
        raise BadInput(f"Rien n’est gardé : ligne {number}, {why}", field="file")
    if not seen.new:
        raise BadInput(
            "Ce fichier n’apporte rien de nouveau : toutes ses lignes sont déjà notées.", field="file"
        )
    made = PayrollImport.objects.create(legal_person=person, key=key, name=name[:TITLE], by=by, on=on)
    cards = dict(_cards(person))
    for fate in seen.new:
        line, expense = fate.line, _expense(person, fate.line, on=on)
        expense.person = cards.get(_words(line.who))
        expense.author, expense.key = by, uuid4()
        impute(expense, fate.post)
        expense.save()
        write_parts(expense)
        PayrollLine.objects.create(
            batch=made,
            expense=expense,
            month=line.month,
            gross=line.gross,
            charges=line.charges,
            net=line.net,
        )
    remember(person, reading.found)
    said = f"Paie importée : {plural(len(seen.new), 'ligne')}, {euros(seen.total)}."
    record(with_no_break_spaces(said), by=by.pk, subject=structure.pk)
    return made


def bring_in_text(
    person: LegalPerson, text: str, post: str, *, name: str, by: User, on: date
) -> PayrollImport:
    """What an office gives as text, under titles that are known. Raises BadInput."""
    reading = read(read_text(text, name=name), {}, month=None, on=on)
    return bring_in(person, reading, post, name=name, by=by, on=on)


def remember(person: LegalPerson, found: Mapping[str, str]) -> None:
    """Under the lock: under which titles its office writes, for the next file."""
    person.payroll_columns.all().delete()
    PayrollColumn.objects.bulk_create(
        PayrollColumn(legal_person=person, key=key, title=title[:TITLE])
        for key, title in found.items()
        if title and title != NOWHERE
    )


@transaction.atomic
def undo(batch: PayrollImport, *, by: User, on: date) -> int:
    """How many expenses are cancelled; twice, it is undone once. Raises BadInput once one of them is paid."""
    structure = lock(batch.legal_person.structure)
    kept = PayrollImport.objects.get(pk=batch.pk)
    if kept.undone_on:
        return 0
    expenses = Expense.objects.filter(payroll_line__batch=kept)
    if paid := expenses.filter(state=ExpenseState.PAID).first():
        raise BadInput(
            f"La paie de {paid.name} est payée : annulez d’abord son paiement, ou corrigez les autres une par une."
        )
    going = expenses.exclude(state__in=(ExpenseState.CANCELLED, ExpenseState.REFUSED))
    count = going.update(state=ExpenseState.CANCELLED)
    kept.undone_on = on
    kept.save(update_fields=["undone_on"])
    said = f"Paie « {kept.name[:60]} » annulée : {plural(count, 'ligne')}."
    record(with_no_break_spaces(said), by=by.pk, subject=structure.pk)
    return count


def _expense(person: LegalPerson, line: PayLine, *, on: date) -> Expense:
    """Of the last day of its month, or of today while it runs; not written."""
    last = add_months(line.month, 1) - timedelta(days=1)
    what = f"Paie de {month_and_year(line.month)}" + (f", {line.function}" if line.function else "")
    return Expense(
        legal_person=person, kind=ExpenseKind.PAYROLL, label=what[:200], name=line.who, dated_on=min(last, on),
        amount=line.total, noted_on=on,
    )  # fmt: skip


def _cards(person: LegalPerson) -> Iterator[tuple[tuple[str, ...], Person]]:
    """Those whose name is that of no other, by its words in any order."""
    found: dict[tuple[str, ...], list[Person]] = {}
    for card in person.structure.people.all():
        found.setdefault(_words(card.name), []).append(card)
    for words, cards in found.items():
        if len(cards) == 1:
            yield words, cards[0]


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(folded(name).split()))


def _key(reading: PayrollReading, post: str) -> str:
    told = [(each.line, each.who, each.month, each.total, each.post) for each in reading.lines]
    return blake2s(repr((post, told)).encode(), digest_size=16).hexdigest()
