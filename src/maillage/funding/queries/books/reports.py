"""What a year of books says: its balance, its income statement, each mission, the bank beside; its file for the State."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from maillage.funding.enums import Journal
from maillage.funding.models import Account, BankLine, BooksYear, EntryLine
from maillage.funding.queries.books.entries import entries_of
from maillage.funding.queries.books.years import accounts_of, mission_names, years_of
from maillage.funding.rules.books import balance, by_mission, income_statement
from maillage.funding.rules.chart import POSTS
from maillage.funding.types.books import AccountBalance, Entry, Line, MissionReturn, Reconciled
from maillage.funding.types.fec import YearOfBooks
from maillage.funding.types.money import ZERO
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson, Structure
from maillage.tables import SheetCell

#: What a mission is called when there is none.
NO_MISSION = "Sans mission"
#: First digits of cash boxes.
CASH = "53"
Post = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class Report:
    """`balance` pairs each account with its label; posts are (name, euros); missions are named.

    `overdrawn` names what no cash box can be: one that holds less than nothing.
    """

    balance: list[tuple[AccountBalance, str]]
    debit: Decimal
    credit: Decimal
    charges: list[Post]
    produits: list[Post]
    given: list[Post]
    total_charges: Decimal
    total_produits: Decimal
    result: Decimal
    missions: list[tuple[str, MissionReturn]]
    banks: list[Reconciled]
    drafts: int
    overdrawn: list[str]


def report(year: BooksYear, *, on: date) -> Report:
    """As its entries stand; the bank beside them on the last day of the year, or today while it runs."""
    entries, names = summed(year), mission_names()
    accounts = accounts_of(year.legal_person)
    labels = {each.number: each.label for each in accounts}
    sums, statement = balance(entries), income_statement(entries)
    return Report(
        [(each, labels.get(each.account, "")) for each in sums],
        sum((each.debit for each in sums), ZERO),
        sum((each.credit for each in sums), ZERO),
        posts(statement.charges),
        posts(statement.produits),
        [*posts(statement.given_charges), *posts(statement.given_produits)],
        sum(statement.charges.values(), ZERO),
        sum(statement.produits.values(), ZERO),
        statement.result,
        [(names.get(each.mission, each.mission) or NO_MISSION, each) for each in by_mission(entries)],
        banks_of(year, accounts, on=min(on, year.closes_on)),
        year.entries.filter(validated_on=None).count(),
        [labels.get(each.account, "") for each in sums if each.account.startswith(CASH) and each.balance < 0],
    )


def posts(sums: Mapping[str, Decimal]) -> list[Post]:
    """(« 74 Subventions », euros)."""
    return [(f"{post} {POSTS.get(post, '')}".strip(), amount) for post, amount in sums.items()]


def summed(year: BooksYear, *, until: date | None = None) -> list[Entry]:
    """All that a year writes, to a day included, as one entry of sums: by account, then by mission. None: no entry."""
    lines = EntryLine.objects.filter(entry__year=year).order_by()
    if until:
        lines = lines.filter(entry__on__lte=until)
    sums = lines.values_list("account__number", "mission").annotate(debit=Sum("debit"), credit=Sum("credit"))
    told = tuple(Line(number, debit, credit, mission=mission) for number, mission, debit, credit in sums)
    return [Entry(1, "", until or year.closes_on, "", told)] if told else []


def banks_of(year: BooksYear, accounts: Iterable[Account], *, on: date) -> list[Reconciled]:
    """Each account at the bank, by the books and by the bank, that evening."""
    written = {each.account: each.balance for each in balance(summed(year, until=on))}
    found = []
    for account in accounts:
        bank = account.bank
        if bank is None:
            continue
        moved = BankLine.objects.filter(account=bank, booked_on__lte=on).aggregate(sum=Sum("amount"))["sum"]
        is_known = bank.opened_on <= on or moved is not None
        told = bank.opening + (moved or ZERO) if is_known else None
        found.append(Reconciled(account.label, written.get(account.number, ZERO), told))
    return found


def year_of_books(year: BooksYear) -> YearOfBooks:
    """For its FEC. Raises BadInput when its legal person has no number yet."""
    person = year.legal_person
    if not person.siret:
        raise BadInput(
            f"Le FEC porte le SIREN de {person.name} : notez son SIRET dans le parcours, à la personne morale.",
            field="siren",
        )
    return YearOfBooks(
        person.siret[:9],
        year.since,
        year.closes_on,
        tuple(entries_of(year)),
        {each.number: each.label for each in accounts_of(person)},
        {each.value: each.label for each in Journal},
    )


def year_closing_in(structure: Structure, number: int, siren: str = "") -> BooksYear:
    """For a command: the year of books that ends in a year. Raises BadInput when there is none, or several."""
    found = [each for each in years_of(structure) if each.closes_on.year == number]
    if siren:
        found = [each for each in found if siren_of(each.legal_person) == siren]
    if not found:
        known = ", ".join(map(str, reversed(years_of(structure)))) or "aucun"
        raise BadInput(f"Aucun exercice ne finit en {number}. Exercices tenus : {known}.", field="year")
    if len(found) > 1:
        names = ", ".join(
            f"{each.legal_person.name} ({siren_of(each.legal_person) or 'sans SIREN'})" for each in found
        )
        raise BadInput(
            f"Plusieurs exercices finissent en {number} : {names}. Dites lequel, par --siren.", field="siren"
        )
    return found[0]


def siren_of(person: LegalPerson) -> str:
    return person.siret[:9]


def entries_in_rows(year: BooksYear) -> Iterator[Sequence[SheetCell]]:
    """The same columns as the FEC, for an accountant: cells are numbers and days, drafts are there."""
    names, missions = {each.number: each.label for each in accounts_of(year.legal_person)}, mission_names()
    journals = {each.value: each.label for each in Journal}
    yield (
        "Journal", "Nom du journal", "Numéro", "Jour", "Compte", "Intitulé", "Tiers", "Nom du tiers", "Pièce",
        "Date de la pièce", "Libellé", "Débit", "Crédit", "Lettrage", "Lettrée le", "Validée le", "Mission",
    )  # fmt: skip
    for entry in entries_of(year):
        for line in entry.lines:
            yield (
                entry.journal, journals.get(entry.journal, ""), entry.number, entry.on, line.account,
                names.get(line.account, ""), line.party, line.party_name, entry.piece or str(entry.number),
                entry.piece_on or entry.on, entry.label, line.debit, line.credit, line.letter, line.lettered_on,
                entry.validated_on, missions.get(line.mission, line.mission),
            )  # fmt: skip
