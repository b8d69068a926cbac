"""The money of ten years: 500 people, 60,000 *écritures*. Its pages beside those of a small purse, its files, its statement."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter
from uuid import uuid4

from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from tests.coffers import FEW, TEN_YEARS, Wealth, addresses, fill

from bench.structure import QUESTIONS, RUNS, TERRITORY, page, processor
from maillage.accounts.models import User
from maillage.funding.enums import ClaimState, IndemnityKind
from maillage.funding.models import BankAccount, Claim
from maillage.funding.queries.books.reports import year_of_books
from maillage.funding.queries.statements import foreseen
from maillage.funding.queries.transfers import first_day
from maillage.funding.rules.fec import fec
from maillage.funding.rules.statements import read_statement
from maillage.funding.rules.transfers import target
from maillage.funding.services import batches, preparing
from maillage.geography import atlas
from maillage.portal.commands.serving import settle
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.services import found

MOST, SECOND, TWO = 80, 1_000, 2_000
TRANSFERS, LINES = 500, 2_000
DAY = date(2026, 3, 2)


def rows() -> Iterator[tuple[str, ...]]:
    """(work, measured, aim, reference, ratio): files first, then pages, the slowest first."""
    by = User.objects.create_user("money@example.org")
    few, start = of(FEW, by), perf_counter()
    rich = of(TEN_YEARS, by)
    yield "ten years of money written, 60,000 écritures", f"{perf_counter() - start:.0f} s"
    short, long = dict(addresses(few)), dict(addresses(rich))
    settle()  # as the site that serves
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(by)
        pages = [page(client, words, short[words], long[words]) for words in short]
    yield from files(few, rich, by)
    for words, questions, much, little in sorted(pages, key=lambda each: -each[2]):
        missed = much > MOST or questions > QUESTIONS
        yield (
            f"{words}, ten years",
            f"{questions} questions, {much:.0f} ms{' (!)' * missed}",
            f"≤ {QUESTIONS}, ≤ {MOST} ms",
            f"two years, a few of each: {little:.0f} ms",
            f"× {much / little:.1f}",
        )


def files(few: Structure, rich: Structure, by: User) -> Iterator[tuple[str, ...]]:
    year = _last_over(rich)
    size = year.entries.count()
    yield _row(f"FEC of a year, {size} écritures", _middle(lambda: fec(year_of_books(year))), SECOND)
    account = rich.legal_persons.get().bank_accounts.get()
    day, now = timezone.localdate(), timezone.now()
    executes_on = target.open_from(first_day(account, now) + timedelta(days=7))
    chosen = approved(rich.legal_persons.get(), on=day)
    made = []
    wrote = processor(
        lambda: made.append(preparing.prepare(account, chosen, executes_on, key=uuid4(), by=by, at=now))
    )
    other = User.objects.create_user("other@example.org")
    judged = processor(lambda: batches.validate(made[0], by=other, at=now))
    filed = processor(lambda: batches.file_of(made[0], by=other, at=now))
    yield _row(
        f"a batch of {TRANSFERS} transfers: prepared, validated, its file", wrote + judged + filed, SECOND
    )
    text = statement(LINES, on=day)
    for structure, whose in ((few, "a small purse"), (rich, "ten years")):
        account = structure.legal_persons.get().bank_accounts.get()
        took = _middle(
            lambda account=account, structure=structure: match(structure, account, text, day), times=3
        )
        yield _row(f"{LINES} lines of a statement, read and matched, {whose}", took, TWO)


def match(structure: Structure, account: BankAccount, text: str, on: date) -> None:
    foreseen(structure, account, read_statement("releve.csv", text.encode(), on=on), on=on)


def statement(count: int, *, on: date) -> str:
    """Lines of the last year, some of amounts that are awaited."""
    rows = ["Date;Libellé;Débit;Crédit"]
    for rank in range(count):
        day, amount = on - timedelta(days=1 + rank % 360), 50 + rank % 200
        rows.append(
            f"{day:%d/%m/%Y};OPERATION {rank};{amount},00;"
            if rank % 4
            else f"{day:%d/%m/%Y};RECU {rank};;{amount},00"
        )
    return "\n".join(rows)


def approved(person: LegalPerson, *, on: date) -> list[int]:
    """Claims of as many people, to be paid together."""
    rows = [
        Claim(
            legal_person=person, person=each.person, name=each.name, label="Réunion", held_on=on, minutes=60,
            kind=IndemnityKind.INDEMNITE, amount=Decimal(10), state=ClaimState.APPROVED, asked_on=on, decided_on=on,
        )
        for each in person.payees.select_related("person")[:TRANSFERS]
    ]  # fmt: skip
    return [each.pk for each in Claim.objects.bulk_create(rows)]


def of(wealth: Wealth, by: User) -> Structure:
    structure = found(name="CPTS", codes=atlas().epci(TERRITORY).members, by=by, on=DAY)
    fill(structure, wealth, by=by, on=timezone.localdate())
    return structure


def _last_over(structure: Structure) -> object:
    return structure.legal_persons.get().books_years.exclude(closed_on=None).select_related("legal_person")[0]


def _middle(work: object, *, times: int = RUNS) -> float:
    return median(processor(work) for _ in range(times))


def _row(work: str, milliseconds: float, aim: int) -> tuple[str, ...]:
    missed = " (!)" * (milliseconds > aim)
    return work, f"{milliseconds / 1000:.2f} s{missed}", f"≤ {aim / 1000:.0f} s"
