"""A year of books: opened, given what is held that day, closed once and for all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import AccountUse, Journal
from maillage.funding.models import Account, BooksYear, JournalEntry
from maillage.funding.queries.books.entries import entries_of
from maillage.funding.queries.books.lines import left_to_range
from maillage.funding.rules.books import income_statement, opening
from maillage.funding.rules.chart import last_day
from maillage.funding.services.books.chart import propose
from maillage.funding.services.books.writing import account_in, locked, still_open, write, write_lines
from maillage.funding.types.books import Entry, Line
from maillage.funding.types.money import ZERO
from maillage.kernel import BadInput, date_in_french, euros, plural
from maillage.structures.models import LegalPerson
from maillage.structures.queries import sent_before

#: A year that is longer was typed too fast.
LONGEST = timedelta(days=2 * 366)
BALANCES, CARRIED = "Soldes de départ", "À-nouveaux"


@dataclass(frozen=True, slots=True)
class GivenYear:
    """Both its days included."""

    since: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class GivenBalance:
    """What an account holds: `amount` is on its debit when positive, on its credit when negative."""

    account: int
    amount: Decimal


@transaction.atomic
def open_year(person: LegalPerson, given: GivenYear, *, key: UUID, by: User | None) -> BooksYear:
    """The first, with a chart that is proposed, or the one that follows the last. Raises BadInput."""
    structure = locked(person)
    if made := sent_before(person.books_years, key):
        return made
    last = person.books_years.first()
    if last and given.since != last.closes_on + timedelta(days=1):
        raise BadInput(
            f"Les exercices se suivent sans trou : le prochain commence le {date_in_french(last.closes_on + timedelta(days=1))}.",
            field="since",
        )
    if not given.since <= given.closes_on < given.since + LONGEST:
        raise BadInput(
            "L’exercice finit avant d’avoir commencé, ou dure plus de deux ans : vérifiez les deux jours.",
            field="closes_on",
        )
    made = person.books_years.create(since=given.since, closes_on=given.closes_on, key=key)
    propose(person)
    said = f"Exercice {made} ouvert, du {date_in_french(made.since)} au {date_in_french(made.closes_on)}."
    record(said, by=by.pk if by else None, subject=structure.pk)
    return made


@transaction.atomic
def open_balances(
    year: BooksYear, on: date, given: Iterable[GivenBalance], *, key: UUID, by: User | None
) -> JournalEntry:
    """What the accounts hold before the movements of a day of the first year; again, until it is validated.

    Raises BadInput when it does not balance, with the gap.
    """
    person = year.legal_person
    structure = locked(person)
    kept = still_open(BooksYear.objects.select_related("legal_person").get(pk=year.pk), field="on")
    if person.books_years.filter(since__lt=kept.since).exists():
        raise BadInput("Les soldes de cet exercice viennent de la clôture de celui d’avant.")
    if not kept.since <= on <= kept.closes_on:
        raise BadInput(f"Ce jour n’est pas dans l’exercice {kept}.", field="on")
    if sent := sent_before(JournalEntry.objects.filter(year=kept), key):
        return sent
    before = kept.entries.filter(on__lt=on, reverses=None, reversed_by=None).exclude(journal=Journal.OPENING)
    if before.exists():
        raise BadInput(
            f"Des mouvements sont déjà notés avant le {date_in_french(on)} : leur argent serait compté deux fois. "
            "Donnez les soldes d’avant le premier.",
            field="on",
        )
    lines = _lines(person, given)
    entry = Entry(1, Journal.OPENING, on, BALANCES, lines, piece="AN", piece_on=on)
    known = kept.entries.filter(journal=Journal.OPENING, reverses=None, reversed_by=None).first()
    if known is None:
        made = write(kept, entry, key=key, by=by)
        record(
            f"Soldes de départ notés au {date_in_french(on)}.", by=by.pk if by else None, subject=structure.pk
        )
        return made
    if known.key == key:
        return known
    if known.validated_on:
        raise BadInput(
            f"Ces soldes sont validés depuis le {date_in_french(known.validated_on)} : extournez leur écriture, puis "
            "notez les bons."
        )
    known.on = known.piece_on = on
    known.save(update_fields=["on", "piece_on"])
    known.lines.all().delete()
    write_lines(known, lines)
    record(
        f"Soldes de départ corrigés, au {date_in_french(on)}.", by=by.pk if by else None, subject=structure.pk
    )
    return known


def _lines(person: LegalPerson, given: Iterable[GivenBalance]) -> tuple[Line, ...]:
    sides = [(account_in(person, each.account, field=""), each.amount) for each in given if each.amount]
    gap = sum((amount for _, amount in sides), ZERO)
    if gap:
        side = "au crédit" if gap > 0 else "au débit"
        other = "créditeur (110)" if gap > 0 else "débiteur (119)"
        raise BadInput(
            f"Ces soldes ne sont pas équilibrés : il manque {euros(abs(gap))} {side}. Si rien ne manque ci-dessus, c’est "
            f"ce que les années passées ont laissé : mettez-le au report à nouveau {other}."
        )
    if len(sides) < 2:
        raise BadInput("Notez au moins un solde, et ce qui l’équilibre.")
    return tuple(
        Line(account.number, debit=amount) if amount > 0 else Line(account.number, credit=-amount)
        for account, amount in sides
    )


@transaction.atomic
def close(year: BooksYear, *, by: User | None, on: date) -> BooksYear:
    """Validate all, freeze the year, carry what it leaves to the next: nobody undoes it; again, it changes nothing.

    Raises BadInput while it runs, or while something waits.
    """
    person = year.legal_person
    structure = locked(person)
    kept = BooksYear.objects.select_related("legal_person").get(pk=year.pk)
    if kept.closed_on:
        return kept
    _may_close(kept, on)
    kept.entries.filter(validated_on=None).update(validated_on=on)
    following = _following(kept)
    if carried := _carried(kept, following, on):
        write(following, carried, key=uuid4(), by=by)
    kept.closed_on, kept.closed_by = on, by
    kept.save(update_fields=["closed_on", "closed_by"])
    record(f"Exercice {kept} clos.", by=by.pk if by else None, subject=structure.pk)
    return kept


def _may_close(year: BooksYear, on: date) -> None:
    if on <= year.closes_on:
        raise BadInput(
            f"L’exercice {year} court jusqu’au {date_in_french(year.closes_on)} : il se clôt après ce jour."
        )
    if before := year.legal_person.books_years.filter(since__lt=year.since, closed_on=None).last():
        raise BadInput(f"L’exercice {before} est encore ouvert : clôturez-le d’abord.")
    if waiting := left_to_range(year).count():
        said = plural(waiting, "ligne de banque attend", "lignes de banque attendent")
        raise BadInput(f"{said} dans cet exercice : rangez-les d’abord, elles n’y entreraient plus.")
    if not year.entries.exists():
        raise BadInput("Cet exercice n’a aucune écriture : il n’y a rien à clore.")


def _following(year: BooksYear) -> BooksYear:
    since = year.closes_on + timedelta(days=1)
    made, _ = BooksYear.objects.get_or_create(
        legal_person=year.legal_person, since=since, defaults={"closes_on": last_day(since), "key": uuid4()}
    )
    return made


def _carried(year: BooksYear, following: BooksYear, on: date) -> Entry | None:
    entries = entries_of(year)
    result = income_statement(entries).result
    use = AccountUse.SURPLUS if result > 0 else AccountUse.DEFICIT
    account = Account.objects.filter(legal_person=year.legal_person, use=use).first()
    if result and account is None:
        raise BadInput(
            f"Le résultat est de {euros(result)}, et aucun compte n’est dit pour lui : choisissez-le dans le plan de "
            f"comptes, « {use.label} »."
        )
    number = account.number if account else ""
    carried = opening(
        entries, number=1, journal=Journal.OPENING, on=following.since, excedent=number, deficit=number
    )
    return replace(carried, label=CARRIED, validated_on=on) if carried else None
